"""An alert tells each call of its note, once and in full."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from messages.alert import alert
from messages.changes import Change, notice
from messages.html import plain
from messages.model import LIMIT
from messages.views import Background, OldTarget
from ratings.model import RatingEvent, RatingMove
from tests.fakes.telegram_html import parse_html
from tests.messages.builders import cases, event, typed


@pytest.mark.parametrize("case", cases("alerts"))
def test_alert(case: dict[str, Any]) -> None:
    """What is known of the calls gives exactly these lines."""
    events = [event(row) for row in case["events"]]
    changes = [change(events, row) for row in case.get("changes", ())]
    options = {name: case.get(name, False) for name in ("may_repeat", "away")}
    message = alert(events, key=7, changes=changes, **options)
    assert plain(message.html) == case["lines"].strip()


def change(events: list[RatingEvent], row: dict[str, Any]) -> Change:
    """What the event of the row's ticker was before, by the row's own fields."""
    fields = {name: value for name, value in row.items() if name not in ("at", "ticker")}
    after = next(event.call for event in events if event.ticker == row["ticker"])
    unknown = dict.fromkeys(fields.pop("unknown", ()))
    return Change(before=replace(after, **typed(fields), **unknown), after=after, at=row["at"])


@pytest.mark.parametrize("case", cases("alerts"))
def test_first_line_tells_all(case: dict[str, Any]) -> None:
    """The line that a locked phone shows has ticker, action and firm."""
    events = [event(row) for row in case["events"]]
    first = plain(alert(events, key=7).html).partition("\n")[0]
    firm = events[0].call.firm or "firm not stated"
    assert f"${events[0].ticker}" in first
    assert firm in first
    assert any(word.isupper() and len(word) > 3 for word in first.split())


def test_history_stands_with_its_call() -> None:
    """What came before, and how much a call weighs, is told with it."""
    calls = [event({"id": n, "ticker": ticker, "pt_action": "raise"}) for n, ticker in ((1, "CIFR"), (2, "RIOT"))]
    known = {
        2: Background(
            call=calls[1].call, importance=3, prior=OldTarget(figure=Decimal(9), currency="USD", day=calls[1].date)
        )
    }
    first, second = plain(alert(calls, key=1, history=known).html).split("\n\n")[:2]
    assert "Importance" not in first
    assert "Prior target from our history: $9 (24 Nov 2025)\nImportance: 3/5" in second


def test_one_call_is_short() -> None:
    """A single call with every fact and six outlets stays under 600 characters."""
    fullest = event(
        {
            "ticker": "CIFR",
            "company": "Some Company With A Rather Long Name, Incorporated",
            "firm": "Some Securities House Of Renown",
            "analysts": ["Bartholomew Featherstone", "Wilhelmina Abernathy"],
            "rating_action": "upgrade",
            "rating_current": "Sector Outperform",
            "rating_prior": "Sector Perform",
            "pt_action": "raise",
            "pt_current": "1250.50",
            "pt_prior": "1100.25",
            "currency": "USD",
            "pt_horizon": "December 2026",
            "sources": ["First Outlet", "Second Outlet", "Third Outlet", "Fourth Outlet", "Fifth Outlet", "Sixth One"],
        }
    )
    assert len(plain(alert([fullest], key=1).html)) <= 600


def test_buttons_carry_the_key() -> None:
    """Every button comes back with the alert's key."""
    (row,) = alert([event({"ticker": "CIFR"})], key=123).buttons
    assert [(button.label, button.data) for button in row] == [
        ("History", "history:123"),
        ("Mute 7d", "mute:123"),
        ("Why", "why:123"),
        ("Wrong?", "wrong:123"),
    ]


def test_sources_are_links() -> None:
    """Outlets link to their stories; a story without a trustworthy address is named only."""
    sources = ["Benzinga", {"outlet": "TheFly", "url": "javascript:alert(1)"}, {"outlet": "Barron's", "url": ""}]
    text, entities = parse_html(alert([event({"ticker": "CIFR", "sources": sources})], key=1).html)
    links = [entity for entity in entities if entity["type"] == "text_link"]
    assert "3 sources: Benzinga (outlet.example) · TheFly · Barron's" in text
    assert [link["url"] for link in links] == ["https://outlet.example/0"]


def test_many_calls_stay_one_message() -> None:
    """Calls beyond what a message holds are counted, and none is cut in two."""
    events = [event({"ticker": f"T{number}", "firm": "Citi", "rating_current": "Buy"}) for number in range(120)]
    message = alert(events, key=1)
    shown = plain(message.html).count("Rating: Buy")
    assert len(message.html) <= LIMIT
    assert f"… and {120 - shown} more calls: /latest" in plain(message.html)
    assert plain(message.html).count("Target: not stated") == shown > 20


def test_long_links_leave_room_for_facts() -> None:
    """Addresses that would fill the message are left out, the outlets stay."""
    sources = [{"outlet": f"Outlet {n}", "url": "https://outlet.example/" + "a" * 900} for n in range(6)]
    message = alert([event({"ticker": "CIFR", "sources": sources})], key=1)
    assert "Outlet 5" in plain(message.html)
    assert message.html.count("<a ") == 2


def test_notice_tells_the_turn() -> None:
    """The reply says what it is and what it is not."""
    now = event({"ticker": "CIFR", "rating_action": "downgrade"})
    turned = Change(before=replace(now.call, rating_action=RatingMove.UPGRADE), after=now.call, at=now.seen)
    assert turned.is_turn
    assert "$CIFR is a DOWNGRADE, not an UPGRADE" in plain(notice([turned]).html)
