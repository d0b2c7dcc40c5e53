"""Whatever stands in a feed, every message parses and fits."""

import datetime as dt
from collections.abc import Iterable

from hypothesis import given, settings
from hypothesis import strategies as st

from messages.alert import alert
from messages.card import rating_card, target_card
from messages.changes import Change, notice
from messages.fields import LABELS
from messages.html import size
from messages.lists import unwatch_changed, watch_changed, watchlist
from messages.model import LIMIT, Message
from messages.pages import Again, Leaf, call, history, latest, nobody, of_firm
from messages.texts import no_calls_yet, unknown_ticker
from messages.views import Suggestion, Unknown, WatchChange, WatchRow
from messages.why import why
from ratings.model import Evidence, Part, RatingAction, RatingEvent, RatingMove, Source, TargetMove
from tests.fakes.telegram_html import parse_html

NOW = dt.datetime(2025, 11, 24, 12, 0, tzinfo=dt.UTC)
LONG = st.sampled_from(["&" * 5000, "<b>" * 2000, "😀" * 3000, "word " * 2000, "\u202e/stop @all " * 300])
WORDS = st.text(max_size=30) | st.sampled_from(["</b>", "<a href='", "&lt;", "/stop", "@all", '"><i>']) | LONG
MAYBE = st.none() | WORDS
URLS = st.none() | WORDS.map(lambda tail: f"https://outlet.example/{tail}")
AMOUNTS = st.none() | st.decimals(min_value="0.0001", max_value="1e20", allow_nan=False)
MOMENTS = st.integers(10**9, 4 * 10**9).map(lambda second: dt.datetime.fromtimestamp(second, dt.UTC))
EVIDENCE = st.builds(Evidence, words=WORDS, part=st.sampled_from(Part), start=st.just(0), end=st.just(1), rule=WORDS)
ACTIONS = st.builds(
    RatingAction,
    ticker=WORDS,
    company=MAYBE,
    firm=MAYBE,
    analysts=st.lists(WORDS, max_size=5).map(tuple),
    rating_action=st.none() | st.sampled_from(RatingMove),
    rating_current=MAYBE,
    rating_prior=MAYBE,
    pt_action=st.none() | st.sampled_from(TargetMove),
    pt_current=AMOUNTS,
    pt_prior=AMOUNTS,
    currency=st.none() | st.sampled_from(["USD", "GBX", "SEK"]) | WORDS,
    pt_horizon=MAYBE,
    date=st.none() | st.just(NOW.date()),
    stale=st.booleans(),
    quant=st.booleans(),
    evidence=st.dictionaries(st.sampled_from(sorted(LABELS)), EVIDENCE, max_size=4),
)
SOURCES = st.builds(
    Source, story_id=st.integers(1, 9), outlet=WORDS, title=WORDS, url=URLS, published=MOMENTS, action=ACTIONS
)
EVENTS = st.builds(
    RatingEvent,
    id=st.integers(1, 99),
    call=ACTIONS,
    date=st.dates(dt.date(2000, 1, 1), dt.date(2100, 1, 1)),
    seen=MOMENTS,
    updated=MOMENTS,
    sources=st.lists(SOURCES, min_size=1, max_size=3).map(tuple),
    disputed=st.lists(st.sampled_from(sorted(LABELS)), unique=True, max_size=3).map(tuple),
    retracted=st.booleans(),
)
CHANGES = st.builds(Change, before=ACTIONS, after=ACTIONS, at=MOMENTS, retracted=st.booleans())
SUGGESTIONS = st.builds(Suggestion, ticker=WORDS, name=WORDS)
UNKNOWN = st.builds(Unknown, words=WORDS, suggestions=st.lists(SUGGESTIONS, max_size=4).map(tuple))
ROWS = st.builds(WatchRow, ticker=WORDS, name=WORDS, last=st.none() | EVENTS, muted_until=st.none() | MOMENTS)


def assert_sendable(messages: Iterable[Message]) -> None:
    """Telegram would take each of them: it parses, is not blank, and fits."""
    for message in messages:
        text, entities = parse_html(message.html)
        assert text.strip()
        assert size(message.html) <= LIMIT
        assert {entity["type"] for entity in entities} <= {
            "bold",
            "italic",
            "code",
            "text_link",
            "blockquote",
            "strikethrough",
            "date_time",
        }
        assert all(entity["url"].startswith("https://outlet.example/") for entity in entities if "url" in entity)


@settings(max_examples=60, deadline=None)
@given(st.lists(EVENTS, min_size=1, max_size=4), st.lists(CHANGES, max_size=4), st.booleans())
def test_alerts_are_sendable(events: list[RatingEvent], changes: list[Change], flag: bool) -> None:
    """Any calls make one alert that Telegram takes, and any changes of them one notice."""
    assert_sendable([alert(events, key=1, changes=changes, may_repeat=flag, away=not flag)])
    assert_sendable([notice(turned)] if (turned := [change for change in changes if change.is_turn]) else [])


@settings(max_examples=60, deadline=None)
@given(WORDS, WORDS, st.lists(EVENTS, max_size=4), st.booleans())
def test_answers_are_sendable(ticker: str, name: str, events: list[RatingEvent], watched: bool) -> None:
    """Any stored calls make cards, lists and explanations that Telegram takes."""
    cards = [
        rating_card(ticker, name, events, now=NOW, watched=watched),
        target_card(ticker, name, events, now=NOW),
        *(call(event, name=name, now=NOW) for event in events),
        history(ticker, name, Leaf(events=tuple(events), page=2, pages=3, total=99), Again("past", ticker)),
        latest(Leaf(events=tuple(events)), Again("newest", name), unread=name),
        of_firm(name, ticker, Leaf(events=tuple(events)), Again("house", name)),
        nobody(name, (ticker, name), command="firm", example="Cantor"),
    ]
    assert_sendable([*cards, *why(events)])


@settings(max_examples=40, deadline=None)
@given(st.lists(ROWS, max_size=4).map(tuple), st.lists(SUGGESTIONS, max_size=3).map(tuple), UNKNOWN)
def test_lists_are_sendable(rows: tuple[WatchRow, ...], stocks: tuple[Suggestion, ...], unknown: Unknown) -> None:
    """Any names and any words that people send make answers that Telegram takes."""
    watched = WatchChange(added=rows, already=rows, refused=stocks, unknown=(unknown,), count=len(rows), limit=200)
    removed = WatchChange(removed=rows, absent=stocks, unknown=(unknown,), count=0, limit=200)
    assert_sendable([*watchlist(rows), *watch_changed(watched), unwatch_changed(removed)])
    assert_sendable([unknown_ticker(unknown.words, unknown.suggestions), no_calls_yet(unknown.words, unknown.words)])
