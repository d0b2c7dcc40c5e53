"""What is told of a chat's wishes: always sendable, and every reason has its words."""

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from messages import filters, mute, notify
from messages import settings as panels
from messages.html import plain, size
from messages.model import LIMIT, Message
from messages.reasons import reason
from messages.sample import sample
from messages.views import Background, DeliveryView
from messages.wish_views import MuteRow, NumberedRule, SampleView, TrialView, WishView
from ratings.filter_words import Unclear
from ratings.filters import Rule, refusal
from ratings.kinds import Kind, Way
from ratings.model import RatingAction
from tests.fakes.rules import some_calls, some_rules
from tests.fakes.telegram_html import parse_html
from tests.messages.builders import event

NOW = dt.datetime(2025, 11, 24, 12, 0, tzinfo=dt.UTC)
DELIVERY = DeliveryView(now=NOW, zone="Europe/Berlin", quiet="22:00-07:00 hold", limit=5, paused=NOW)
WORDS = st.text(max_size=30) | st.sampled_from(["</b>", "&lt;", "/stop", "@all", "&" * 5000, "😀" * 3000])
KINDS = ("term", "firm", "ticker", "value", "twice", "many", "quotes", "long", "full", "days", "empty", "kind", "way")
MUTES = st.builds(MuteRow, name=WORDS, ticker=WORDS, until=st.just(NOW))
VIEWS = st.builds(
    WishView,
    rules=st.lists(st.builds(NumberedRule, number=st.integers(1, 99), rule=some_rules), max_size=20).map(tuple),
    ways=st.dictionaries(st.sampled_from(Kind), st.sampled_from(Way)),
    mutes=st.lists(MUTES, max_size=30).map(tuple),
    undo=st.none() | st.integers(1, 10**9),
)


def assert_sendable(*messages: Message) -> None:
    """Telegram would take each of them, buttons too."""
    for message in messages:
        parse_html(message.html)
        assert plain(message.html).strip()
        assert size(message.html) <= LIMIT
        data = [button.data for row in message.buttons for button in row]
        assert len(data) <= 100
        assert all(data)


@settings(max_examples=40, deadline=None)
@given(VIEWS, st.lists(WORDS, max_size=300))
def test_panels_are_sendable(view: WishView, tickers: list[str]) -> None:
    """Any wishes make panels that Telegram takes."""
    assert_sendable(
        filters.filters(view, DELIVERY),
        notify.grid(view),
        notify.choices(view, Kind.RAISE),
        panels.settings(view, DELIVERY, tickers),
        panels.watchlist(tickers),
        mute.mutes(view.mutes, DELIVERY.zone),
        mute.muted(view.mutes, view.undo),
        mute.unmuted(view.mutes, view.undo),
    )


@pytest.mark.parametrize("kind", [*KINDS, "time", "unwatched", "nobody", "pair"])
@given(words=WORDS, meant=WORDS)
@settings(max_examples=20, deadline=None)
def test_troubles_are_sendable(kind: str, words: str, meant: str) -> None:
    """Whatever was not understood, it is told so that Telegram takes it."""
    unclear = Unclear(kind, words, meant[:40])
    assert_sendable(filters.unclear(unclear), notify.unclear(unclear), mute.unclear(unclear))


@settings(max_examples=40, deadline=None)
@given(some_rules, st.integers(0, 40))
def test_trials_are_sendable(rule: Rule, count: int) -> None:
    """Any trial makes an answer that Telegram takes."""
    told = tuple(event({"id": number, "ticker": "CIFR", "firm": "UBS"}) for number in range(count))
    view = TrialView(days=30, sent=told, total=max(count, 1), stocks=1, draft=rule, more=True)
    assert_sendable(filters.tried(view))


@given(some_rules, some_calls, st.integers(0, 5))
def test_every_reason_has_words(rule: Rule, call: RatingAction, importance: int) -> None:
    """Whatever keeps a call back can be told."""
    missed = refusal([rule], call, importance)
    if missed is not None:
        told = f"filter {missed.term}|{missed.wanted}|{missed.found}"
        assert "your filter wants" in reason(told)


FATES = [
    ("now", "", "it would come at once"),
    ("silent", "quiet", "without a sound now: it came in the quiet hours"),
    ("hold", "paused", "it would wait now: alerts were paused here"),
    ("digest", "limit 5", "in a digest: the day's limit of 5 alerts"),
    ("never", "muted_firm UBS", "it would not come: UBS is muted here"),
]


@pytest.mark.parametrize(("fate", "why", "told"), FATES, ids=[row[0] for row in FATES])
def test_sample(fate: str, why: str, told: str) -> None:
    """A sample says what would become of it, and is the alert below."""
    shown = event({"ticker": "CIFR", "firm": "UBS", "rating_action": "upgrade"})
    view = SampleView(
        event=shown,
        background=Background(call=shown.call, importance=2),
        made_up=True,
        fate=fate,
        reason=why,
    )
    text = plain(sample(view).html)
    assert told in text
    assert "made up" in text.splitlines()[0]
    assert "UPGRADE $CIFR" in text
