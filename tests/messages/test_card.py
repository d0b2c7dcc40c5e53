"""What a stock's cards say of each firm."""

import datetime as dt
from typing import Any

import pytest

from messages.card import rating_card, target_card
from messages.html import plain
from messages.model import LIMIT, Message
from messages.pages import Again, Leaf, history, latest, of_firm
from messages.rows import newest
from ratings.model import RatingEvent
from tests.fakes.telegram_html import parse_html
from tests.messages.builders import cases, event

NOW = dt.datetime(2025, 11, 26, 9, 0, tzinfo=dt.UTC)
NAME = "Cipher Mining"


def render(case: dict[str, Any]) -> Message:
    """The card that a row asks for."""
    events = [event(row) for row in case["events"]]
    cards = {
        "rating": lambda: rating_card("CIFR", NAME, events, now=NOW, watched=case.get("watched", False)),
        "target": lambda: target_card("CIFR", NAME, events, now=NOW),
        "history": lambda: history("CIFR", NAME, leaf(newest(events)), Again("past", "CIFR")),
        "latest": lambda: latest(leaf(newest(events)), Again("newest", "")),
        "firm": lambda: of_firm("Cowen", "CIFR", leaf(events), Again("house", "Cowen CIFR")),
    }
    return cards[case["card"]]()


def leaf(events: list[RatingEvent]) -> Leaf:
    """All of them on one page."""
    return Leaf(events=tuple(events), total=len(events))


def many(count: int) -> list[RatingEvent]:
    """Calls of as many firms, one each."""
    return [
        event({"id": n, "ticker": "CIFR", "firm": f"House {n}", "pt_current": f"{n + 1}", "currency": "USD"})
        for n in range(count)
    ]


@pytest.mark.parametrize("case", cases("cards"))
def test_card(case: dict[str, Any]) -> None:
    """What is stored gives exactly these lines and buttons."""
    message = render(case)
    assert plain(message.html) == case["lines"].strip()
    assert [button.data for row in message.buttons for button in row] == case.get("buttons", [])


def test_days_link_to_stories() -> None:
    """The day of a call leads to the story that told of it first."""
    _, entities = parse_html(history("CIFR", NAME, leaf(many(1)), Again("past", "CIFR")).html)
    assert [entity["url"] for entity in entities if "url" in entity] == ["https://outlet.example/0"]


@pytest.mark.parametrize("count", [13, 40])
def test_cards_tell_how_many_more(count: int) -> None:
    """A card shows a dozen firms and counts the others."""
    events = many(count)
    for message in (
        rating_card("CIFR", NAME, events, now=NOW, watched=True),
        target_card("CIFR", NAME, events, now=NOW),
    ):
        left = count - 12
        assert f"… and {left} more firm{'s' if left > 1 else ''}" in plain(message.html)


def test_figures_count_hidden_firms() -> None:
    """Low and high are those of all firms, shown or not."""
    assert "40 targets: low $1 · median $20.50 · mean $20.50 · high $40" in plain(
        target_card("CIFR", NAME, many(40), now=NOW).html
    )


def test_long_page_is_one_message() -> None:
    """Calls that a message has no room for are counted."""
    message = history("CIFR", NAME, leaf(many(500)), Again("past", "CIFR"))
    shown = plain(message.html).count("Rating:")
    assert len(message.html) <= LIMIT
    assert f"… and {500 - shown} more calls" in plain(message.html)
