"""Messages that gather calls show the weightiest first, fit, and always parse."""

import datetime as dt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from messages import preferences as panels
from messages.digest import nothing_new, on_its_way, summary, topic_lost
from messages.html import size
from messages.model import LIMIT
from messages.reasons import reason
from messages.refusals import too_fast
from messages.views import DeliveryView
from tests.fakes.telegram_html import parse_html
from tests.messages.builders import event

DAY = dt.date(2025, 11, 24)
NOW = dt.datetime(2025, 11, 24, 14, 0, tzinfo=dt.UTC)
UPGRADE = {
    "ticker": "CIFR",
    "firm": "JPMorgan",
    "rating_action": "upgrade",
    "rating_current": "Buy",
    "rating_prior": "Hold",
}
CUT = {
    "id": 2,
    "ticker": "RIOT",
    "firm": "UBS",
    "pt_action": "lower",
    "pt_current": "17",
    "pt_prior": "19",
    "currency": "USD",
}
BARE = {"id": 3, "ticker": "MARA", "rating_action": "downgrade"}


def shown(occasion: str, **details: Any) -> list[str]:
    """The lines of a message on these three calls."""
    events = [event(row) for row in (CUT, BARE, {**UPGRADE, "id": 1})]
    message = summary(events, occasion=occasion, key=9, day=DAY, importance={1: 4, 2: 1, 3: 2}, **details)
    assert [button.data for button in message.buttons[0]] == ["history:9", "why:9"]
    return parse_html(message.html)[0].splitlines()


def test_lines() -> None:
    """Each call has its firm, where it stands, and its facts; the head counts what happened."""
    assert shown("quiet") == [
        "🌙 While quiet: 📉 1 × target cut, ⬇️ 1 × downgrade, ⬆️ 1 × upgrade",
        "",
        "⬆️ $CIFR · JPMorgan · outlet.example",
        "    Hold → Buy",
        "⬇️ $MARA · firm not stated · outlet.example",
        "    downgrade",
        "📉 $RIOT · UBS · outlet.example",
        "    $19 → $17 (−11 %)",
    ]


@pytest.mark.parametrize(
    ("occasion", "head"),
    [
        ("digest", "🗞 Digest, Mon 24 Nov: "),
        ("pause", "⏯ While paused: "),
        ("limit", "📬 Beyond your limit: "),
        ("quiet", "🌙 While quiet: "),
    ],
)
def test_heads(occasion: str, head: str) -> None:
    """The head says why it comes as one."""
    assert shown(occasion)[0].startswith(head)


def test_marks() -> None:
    """What was not told yet is marked, where the rest was; what may come twice says so; the rest is counted."""
    lines = shown("digest", known={2}, hidden=3, may_repeat=True)
    assert [line[0] for line in lines if "$" in line and "·" in line] == ["🔔", "🔔", "📉"]
    assert "… and 3 more calls: /latest" in lines
    assert lines[-2].startswith("🔔 marks what")
    assert "twice" in lines[-1]
    assert "🔔" not in "".join(shown("quiet"))


def test_retracted() -> None:
    """A call that was retracted since is struck through."""
    gone = event(UPGRADE)
    object.__setattr__(gone, "retracted", True)
    message = summary([gone], occasion="quiet", key=1, day=DAY, importance={})
    text, entities = parse_html(message.html)
    assert "RETRACTED" not in text
    assert "❌ 1 × retracted" in text
    assert [entity["type"] for entity in entities if entity["type"] == "strikethrough"] == ["strikethrough"]


@given(st.integers(1, 300), st.integers(0, 500), st.text(max_size=50))
def test_fits(count: int, hidden: int, firm: str) -> None:
    """However many calls and whatever their firms are called, it fits and parses."""
    events = [event({**CUT, "id": number, "firm": firm or "X"}) for number in range(count)]
    message = summary(events, occasion="digest", key=1, day=DAY, importance={}, known={0}, hidden=hidden)
    assert size(message.html) <= LIMIT
    parse_html(message.html)


VIEWS = st.builds(
    DeliveryView,
    now=st.just(NOW),
    zone=st.sampled_from(["UTC", "<b>", "Europe/Berlin"]),
    quiet=st.sampled_from([None, "22:00-07:00 hold", "22:00-07:00 silent"]),
    quiet_until=st.sampled_from([None, NOW]),
    digest=st.sampled_from([None, "daily 08:00", "weekly Sun 18:00"]),
    digest_next=st.sampled_from([None, NOW]),
    limit=st.sampled_from([None, 0, 1, 5]),
    spent=st.integers(0, 9),
    paused=st.sampled_from([None, NOW]),
    held=st.integers(0, 3),
    gathered=st.integers(0, 3),
)


@given(VIEWS, st.none() | st.sampled_from(["off", "22:00-07:00 silent"]))
def test_panels(view: DeliveryView, undo: str | None) -> None:
    """Every panel parses, and its buttons' data fits."""
    made = [panel(view, undo) for panel in (panels.quiet, panels.digest, panels.limit, panels.timezone)]
    for message in (
        *made,
        panels.paused(view),
        panels.resumed(view),
        too_fast(),
        nothing_new(),
        on_its_way(),
        topic_lost(),
    ):
        text, _ = parse_html(message.html)
        assert text
        buttons = [button for row in message.buttons for button in row]
        assert all(1 <= len(button.data.encode()) <= 64 and len(button.label) <= 20 for button in buttons)


@given(st.text(max_size=200))
def test_refusals(words: str) -> None:
    """What cannot be read is shown back harmlessly, with an example."""
    for message in (
        panels.unclear_quiet(words),
        panels.unclear_digest(words),
        panels.unclear_limit(words),
        panels.unclear_zone(words, ("Tokyo",)),
    ):
        text, entities = parse_html(message.html)
        assert "For example: /" in text
        assert {entity["type"] for entity in entities} == {"code"}
    assert parse_html(reason(words)) is not None
