"""How many stories a second the bot takes in with many chats, and what a long history adds to the cost of each."""

import datetime as dt
import random
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from benchmarks.replay.cast import houses, outlets, stocks
from benchmarks.replay.newsday import news
from benchmarks.replay.pieces import Piece
from benchmarks.replay.truth import FIRST, month
from bot.process import prepare
from ratings.extract import extract
from ratings.model import RatingAction, RatingMove, Story, TargetMove
from ratings.symbols import directory
from services.read import Reading
from services.record import Recorded, Rules
from services.scribe import News, record_together
from storage.feeds import FeedState
from storage.store import Store

CHATS = 10_000
WATCHES = 10  # a chat
STORIES = 3_000
LOOK = 5  # stories that a look at all feeds brings; they are recorded together
HISTORIES = (1_000, 1_000_000)  # events known before
ENOUGH = 300  # stories a second
GROWTH = 2.0  # of the cost of a story, from the short history to the long one
YEARS = 10  # over which they lie
FILLED = 10_000  # events a transaction, while the history is laid
RULES = Rules(interval=60, fresh=dt.timedelta(hours=24), settle=dt.timedelta(seconds=20))
MOVES = ((RatingMove.UPGRADE, TargetMove.RAISE), (RatingMove.DOWNGRADE, TargetMove.LOWER), (None, TargetMove.RAISE))


@dataclass(frozen=True, slots=True, kw_only=True)
class Load:
    """What was measured with so many events known before: stories a second, of the clock and of our own work alone.

    ``alerts`` is how many they queued.
    """

    history: int
    rate: float
    cpu_rate: float
    alerts: int


def loads(seed: int) -> Iterator[Load]:
    """Each history's figure, in a process that is set up like the bot's, its tables in memory."""
    pieces = news(month(seed, STORIES // 300), seed)[:STORIES]
    _read(pieces[0])
    prepare()
    for history in HISTORIES:
        with tempfile.TemporaryDirectory(prefix="replay-") as folder:
            store = Store(Path(folder) / "load.db")
            try:
                yield _load(store, pieces, history, random.Random(seed))
            finally:
                store.close()


def _load(store: Store, pieces: Sequence[Piece], history: int, draw: random.Random) -> Load:
    feeds = _open_feeds(store)
    _open_chats(store, [stock.ticker for stock in stocks()], draw)
    _lay_history(store, feeds[0], history, draw)
    by_outlet = {outlet.name: feed for outlet, feed in zip(outlets(), feeds, strict=True)}
    spent, worked, alerts = 0.0, 0.0, 0
    for at in range(0, len(pieces), LOOK):
        look = pieces[at : at + LOOK]
        begun, idle = time.perf_counter(), time.process_time()
        for recorded in record_together(store, _news(look, by_outlet), rules=RULES):
            assert isinstance(recorded, Recorded)
            alerts += recorded.alerts
        spent += time.perf_counter() - begun
        worked += time.process_time() - idle
        _send(store, look[-1].visible)
    return Load(history=history, rate=len(pieces) / spent, cpu_rate=len(pieces) / worked, alerts=alerts)


def _news(look: Sequence[Piece], feeds: Mapping[str, FeedState]) -> Iterator[News]:
    """What each outlet's feed brings."""
    for name in dict.fromkeys(piece.outlet.name for piece in look):
        readings = [_read(piece) for piece in look if piece.outlet.name == name]
        yield News(feed=feeds[name], readings=readings, now=look[-1].visible)


def _send(store: Store, now: dt.datetime) -> None:
    """Have what is due arrive, so that later stories have messages to edit; this is no part of the figure."""
    with store.transaction():
        for job in store.outbox.lease("load", now=now, until=now + RULES.fresh, limit=CHATS * WATCHES):
            store.outbox.sent(job.id, "load", now=now, message_id=job.message_id or job.id)


def _read(piece: Piece) -> Reading:
    story = Story(
        title=piece.title,
        summary=piece.text,
        url=f"https://replay.example/articles/{piece.number}",
        publisher=piece.outlet.name,
        published=piece.published,
    )
    return Reading(guid=str(piece.number), story=story, actions=extract(story), lacking=False)


def _open_feeds(store: Store) -> list[FeedState]:
    now = _opening()
    store.feeds.sync([(outlet.name, f"https://replay.example/{outlet.slug}") for outlet in outlets()], now)
    by_name = {feed.name: feed._replace(primed=True) for feed in store.feeds.active()}
    return [by_name[outlet.name] for outlet in outlets()]


def _open_chats(store: Store, tickers: Sequence[str], draw: random.Random) -> None:
    """Chats whose every watch is on a stock in the news: the most alerts that so many watches can cause."""
    now = _opening()
    with store.transaction():
        for chat_id in range(1, CHATS + 1):
            store.chats.meet(chat_id, "private", now)
            for ticker in draw.sample(tickers, WATCHES):
                store.chats.watch(chat_id, ticker, now)


def _lay_history(store: Store, feed: FeedState, count: int, draw: random.Random) -> None:
    """So many calls of the years before, on all listed stocks by all houses, each with one story."""
    tickers = sorted(set(directory().names().values()))
    firms = sorted(houses())
    for begun in range(0, count, FILLED):
        with store.transaction():
            for number in range(begun, min(begun + FILLED, count)):
                at = _opening() - dt.timedelta(minutes=draw.randint(1, YEARS * 365 * 24 * 60))
                _lay_call(store, feed, number, _old_call(draw.choice(tickers), draw.choice(firms), draw), at)


def _lay_call(store: Store, feed: FeedState, number: int, call: RatingAction, at: dt.datetime) -> None:
    story = Story(title=f"{call.firm} on {call.ticker}", url=f"https://replay.example/old/{number}", published=at)
    story_id = store.stories.add(feed.id, f"old {number}", story, outlet=feed.name, published=at, seen=at)
    assert story_id is not None
    event_id = store.events.add(call, date=at.date(), now=at)
    store.events.add_source(event_id, story_id, call)


def _old_call(ticker: str, firm: str, draw: random.Random) -> RatingAction:
    move, shift = draw.choice(MOVES)
    target = Decimal(draw.randint(5, 400))
    return RatingAction(
        ticker=ticker,
        firm=firm,
        rating_action=move,
        rating_current=draw.choice(houses()[firm]),
        pt_action=shift,
        pt_current=target,
        pt_prior=target + (1 if shift is TargetMove.LOWER else -1),
        currency="USD",
    )


def _opening() -> dt.datetime:
    return dt.datetime.combine(FIRST, dt.time(), dt.UTC)
