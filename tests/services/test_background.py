"""What history tells of a call."""

import datetime as dt
import tomllib
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from messages.views import Background
from ratings.model import RatingAction, RatingEvent, RatingMove, Story, TargetMove
from services.background import background
from storage.store import Store

DATA = Path(__file__).parents[1] / "data" / "history" / "background.toml"
CASES = tomllib.loads(DATA.read_text(encoding="utf-8"))["case"]
TODAY = dt.date(2025, 11, 24)
NOW = dt.datetime(2025, 11, 24, 15, tzinfo=dt.UTC)
READERS: dict[str, Any] = {
    "firm": lambda name: name or None,
    "rating_action": RatingMove,
    "pt_action": TargetMove,
    "pt_current": Decimal,
    "pt_prior": Decimal,
}


@pytest.fixture
def store() -> Iterator[Store]:
    store = Store(":memory:")
    store.archive.origin("backfill:test", "Test", NOW)
    yield store
    store.close()


def add(store: Store, number: int, days: int = 0, **fields: Any) -> RatingEvent:
    """Store a call of so many days ago, by UBS unless it says otherwise."""
    fields = {"firm": "UBS"} | fields
    call = RatingAction(ticker="CLSK", **{name: READERS.get(name, lambda raw: raw)(v) for name, v in fields.items()})
    told = Story(title=str(number))
    story_id = store.stories.add(1, str(number), told, outlet="Test", published=NOW, seen=NOW)
    assert story_id is not None
    event_id = store.events.add(call, date=TODAY - dt.timedelta(days=days), now=NOW)
    store.events.add_source(event_id, story_id, call)
    event = store.events.get(event_id)
    assert event is not None
    return event


def told(found: Background) -> dict[str, Any]:
    """The background in the words of a row: days are counted back from the call's."""
    row: dict[str, Any] = {}
    if found.first_since:
        row["first_since"] = (TODAY - found.first_since).days
    if found.quiet:
        row["quiet"] = {"days": found.quiet.days, "at_least": found.quiet.at_least}
    if found.streak:
        row["streak"] = found.streak
    if prior := found.prior:
        row["prior"] = {"figure": str(prior.figure), "days": (TODAY - prior.day).days}
        row["prior"] |= {"currency": prior.currency} if prior.currency else {}
    return row


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_background(case: dict[str, Any], store: Store) -> None:
    """History tells what it can know, and no more."""
    for number, fields in enumerate(case.get("before", [])):
        add(store, number, **fields)
    event = add(store, -1, **{"rating_action": "upgrade"} | case["call"])
    assert told(background(store, event)) == case["tells"]


def test_importance(store: Store) -> None:
    """The weight counts coverage that begins, and the firms of the day, but neither models nor recaps."""
    first = add(store, 1, rating_action="initiate")
    assert background(store, first).importance == 2
    add(store, 2, firm="Zacks", quant=True, rating_action="upgrade")
    add(store, 3, firm="Needham", stale=True, rating_action="upgrade")
    add(store, 4, firm="Barclays", rating_action="maintain")
    assert background(store, first).importance == 2
    add(store, 5, firm="Jefferies", rating_action="maintain")
    assert background(store, first).importance == 3


def test_first_call_weighs(store: Store) -> None:
    """A firm's first known call on a stock weighs as coverage that begins."""
    add(store, 1, days=400, firm="Needham", rating_action="maintain")
    assert background(store, add(store, 2, rating_action="maintain")).importance == 2
