"""Whatever feeds are called and tell, what owners see of them parses, fits and can be pressed."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from messages import feeds, trial
from messages.feed_views import FeedRow, FeedsView, Import, Looked, Offer, Sample, Trial
from messages.html import plain, size
from messages.model import LIMIT, Message
from ratings.model import RatingAction, RatingMove
from tests.fakes.telegram_html import parse_html

NOW = dt.datetime(2025, 11, 24, 12, 0, tzinfo=dt.UTC)
LONG = st.sampled_from(["&" * 5000, "<b>" * 2000, "😀" * 3000, "word " * 2000, "\u202e/stop @all " * 300])
WORDS = st.text(max_size=30) | st.sampled_from(["</b>", "<a href='", "/stop", '"><i>']) | LONG
URLS = st.sampled_from(["https://a.example/feed", "https://me:key@a.example/?key=1", "http://a/{ticker}"]) | WORDS
SPANS = st.none() | st.timedeltas(dt.timedelta(0), dt.timedelta(days=400))
MOMENTS = st.none() | st.timedeltas(dt.timedelta(days=-9), dt.timedelta(days=9)).map(lambda span: NOW + span)
COUNTS = st.integers(0, 10**7)
ROWS = st.builds(
    FeedRow,
    id=st.integers(1, 10**9),
    name=WORDS,
    url=URLS,
    configured=st.booleans(),
    on=st.booleans(),
    template=st.booleans(),
    feeds=COUNTS,
    gone=COUNTS,
    failing=COUNTS,
    waiting=COUNTS,
    failures=COUNTS,
    error=st.none() | WORDS,
    last_success=MOMENTS,
    next_check=MOMENTS,
    entries=COUNTS,
    calls=COUNTS,
    delay=SPANS,
)
VIEWS = st.builds(FeedsView, rows=st.lists(ROWS, max_size=20).map(tuple), delay=SPANS, now=st.just(NOW))
CALLS = st.builds(
    RatingAction,
    ticker=st.none() | WORDS,
    company=st.none() | WORDS,
    firm=st.none() | WORDS,
    rating_action=st.none() | st.sampled_from(RatingMove),
    rating_current=st.none() | WORDS,
)
SAMPLES = st.builds(
    Sample, title=WORDS, published=MOMENTS, url=st.none() | URLS, calls=st.lists(CALLS, max_size=9).map(tuple)
)
TRIALS = st.builds(
    Trial,
    name=WORDS,
    url=URLS,
    entries=COUNTS,
    calls=COUNTS,
    samples=st.lists(SAMPLES, max_size=3).map(tuple),
    error=st.none() | WORDS,
)
BATCHES = st.none() | st.integers(1, 10**9)
IMPORTS = st.builds(
    Import, fresh=st.lists(WORDS, max_size=500).map(tuple), known=COUNTS, left_out=COUNTS, batch=BATCHES
)
LOOKS = st.builds(
    Looked, name=WORDS, stories=COUNTS, calls=COUNTS, alerts=COUNTS, hurried=COUNTS, error=st.none() | WORDS
)


def check(messages: Iterable[Message]) -> None:
    for message in messages:
        parse_html(message.html)
        assert 0 < size(message.html) <= LIMIT
        assert all(len(button.data.encode()) <= 64 for row in message.buttons for button in row)
        assert all(message.buttons)


@given(view=VIEWS, page=st.integers(-5, 9), words=WORDS)
@settings(max_examples=50, deadline=None)
def test_lists(view: FeedsView, page: int, words: str) -> None:
    """Pages, cards and questions are sound messages."""
    check([feeds.feeds_page(view, page), feeds.which_feed(words, list(view.rows), "feeds")])
    check(feeds.feed_card(row, NOW) for row in view.rows)


@given(tried=TRIALS, batch=BATCHES, listed=IMPORTS, looked=LOOKS, names=st.lists(WORDS, min_size=1, max_size=3))
@settings(max_examples=50, deadline=None)
def test_deeds(tried: Trial, batch: int | None, listed: Import, looked: Looked, names: list[str]) -> None:
    """So are trials, lists and receipts."""
    check([trial.trial(tried), trial.offer(Offer(trial=tried, batch=batch)), trial.imported(listed)])
    check([trial.no_list(names[0]), feeds.looked(looked), feeds.added(names)])
    check([feeds.removed(1, names[0], configured=True), feeds.hurried(len(names))])


ROW = FeedRow(id=3, name="Desk", url="https://me:key@a.example/rss?token=abc&s={ticker}", feeds=1)


def test_card_hides_keys() -> None:
    """Neither a login nor a query is shown."""
    shown = plain(feeds.feed_card(ROW, NOW).html)
    assert "https://a.example/rss?…" in shown
    assert "key" not in shown
    assert "abc" not in shown


def test_gone_and_unwatched() -> None:
    """A feed that is gone for good says so, a template that nobody needs says that."""
    assert "Gone for good" in plain(feeds.feed_card(replace(ROW, feeds=0, gone=1), NOW).html)
    assert "first watch" in plain(feeds.feed_card(replace(ROW, feeds=0, template=True), NOW).html)
