"""A month played to the bot: over its feeds, or straight into its memory as if every piece were read perfectly."""

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from benchmarks.replay.cast import outlets
from benchmarks.replay.newsstand import Newsstand
from benchmarks.replay.pieces import Piece
from benchmarks.replay.stage import TICK, Stage
from bot.parts import build_rules
from ratings.model import Story
from services.read import Reading
from services.record import record

NEVER = dt.datetime.min.replace(tzinfo=dt.UTC)

Progress = Callable[[int], None]


@dataclass(slots=True)
class Playbill:
    """What is played: pieces by the time they are visible, and who watches what."""

    pieces: Sequence[Piece]
    watches: dict[int, set[str]]
    arrived: dict[int, dt.datetime] = field(default_factory=dict)  # piece -> when the bot could first see it
    deleted: set[int] = field(default_factory=set)  # pieces that were taken back since, for all to see
    withdrawn: dt.datetime = NEVER  # up to when they were

    def ticks(self) -> Iterator[tuple[dt.datetime, list[Piece]]]:
        """The moments at which something new is there, with all that came since the one before."""
        waiting: list[Piece] = []
        at = None
        for piece in self.pieces:
            due = _tick_after(piece.visible)
            if at is not None and due != at:
                yield at, waiting
                waiting = []
            at = due
            waiting.append(piece)
        if at is not None:
            yield at, waiting

    def withdrawals(self, at: dt.datetime) -> list[Piece]:
        """What outlets take back by now, and had not the last time."""
        since, self.withdrawn = self.withdrawn, at
        return [piece for piece in self.pieces if piece.deleted and since < piece.deleted <= at]

    @property
    def opening(self) -> dt.datetime:
        """A while before the first piece."""
        return _tick_after(self.pieces[0].visible) - dt.timedelta(hours=1)


async def play_feeds(bill: Playbill, progress: Progress) -> Stage:
    """Publish on loopback and let the bot poll. The stage stays open, to be judged and closed."""
    async with Newsstand(outlets()) as stand:
        stage = Stage(bill.opening, stand.feeds())
        await stage.open(bill.watches.items())
        for at, pieces in bill.ticks():
            await stage.until(at)
            for piece in pieces:
                stand.show(piece)
                bill.arrived[piece.number] = at
            bill.deleted |= {piece.number for piece in bill.withdrawals(at) if stand.hide(piece)}
            await stage.poll()
            progress(len(pieces))
        await stage.until(stage.clock.now() + dt.timedelta(hours=1))
    return stage


async def play_told(bill: Playbill, progress: Progress) -> Stage:
    """Record what each piece tells, as its feed would bring it."""
    async with Newsstand(outlets()) as stand:
        stage = Stage(bill.opening, stand.feeds())
        await stage.open(bill.watches.items())
    rules = build_rules(stage.settings)
    feeds = {feed.name: feed for feed in stage.store.feeds.active()}
    for at, pieces in bill.ticks():
        await stage.until(at)
        for piece in pieces:
            bill.arrived[piece.number] = at
            record(stage.store, feeds[piece.outlet.name], [_reading(piece)], now=at, rules=rules)
        progress(len(pieces))
    await stage.until(stage.clock.now() + dt.timedelta(hours=1))
    return stage


def _reading(piece: Piece) -> Reading:
    story = Story(
        title=piece.title,
        summary=piece.text,
        url=f"https://replay.example/articles/{piece.number}",
        publisher=piece.outlet.name,
        published=None if piece.outlet.undated else piece.published,
    )
    told = tuple(one.action for one in piece.told)
    return Reading(guid=str(piece.number), story=story, actions=told, lacking=False)


def _tick_after(moment: dt.datetime) -> dt.datetime:
    seconds = TICK.total_seconds()
    return dt.datetime.fromtimestamp(-(-moment.timestamp() // seconds) * seconds, dt.UTC)
