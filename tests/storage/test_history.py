"""Earlier calls are found again, and in their order."""

import datetime as dt
from dataclasses import replace

from ratings.model import RatingEvent, RatingMove
from storage.store import Store
from tests.storage.samples import NOW, TODAY, UPGRADE, add_event, add_feed, add_story

DAY = dt.timedelta(days=1)


def add(store: Store, days: int, **fields: object) -> int:
    """A call of so many days ago."""
    return add_event(store, replace(UPGRADE, **{"date": TODAY - days * DAY} | fields))


def test_by_firm(store: Store) -> None:
    """A firm's earlier calls on a stock come with their days, the newest first, and no more than asked for."""
    for days in (9, 2, 0, 5):
        add(store, days)
    add(store, 3, firm="UBS")
    add(store, 4, ticker="RIOT")
    found = store.history.by_firm("CIFR", "JPMorgan", before=TODAY, limit=2)
    assert [call.date for call in found] == [TODAY - 2 * DAY, TODAY - 5 * DAY]


def test_last_turn(store: Store) -> None:
    """The last upgrade is any broker's, and no model's."""
    add(store, 9, firm="UBS")
    add(store, 5, firm="Zacks", quant=True)
    add(store, 3, rating_action=RatingMove.DOWNGRADE)
    assert store.history.last_turn("CIFR", RatingMove.UPGRADE, before=TODAY) == TODAY - 9 * DAY
    assert store.history.last_turn("CIFR", RatingMove.UPGRADE, before=TODAY - 9 * DAY) is None
    assert store.history.last_turn("CIFR", RatingMove.DOWNGRADE, before=TODAY) == TODAY - 3 * DAY


def test_first_day(store: Store) -> None:
    """A stock's history begins with its oldest call."""
    assert store.history.first_day("CIFR") is None
    add(store, 3)
    add(store, 900, stale=True)
    assert store.history.first_day("CIFR") == TODAY - 900 * DAY


def test_firms_on(store: Store) -> None:
    """The firms of a day are counted once each."""
    for firm in ("UBS", "UBS", "JPMorgan", None):
        add(store, 0, firm=firm)
    add(store, 1, firm="Needham")
    assert store.history.firms_on("CIFR", TODAY) == 2


def test_retracted(store: Store) -> None:
    """A call that was retracted is no past of others, and isn't handed on."""
    store.events.retract(add(store, 5), NOW)
    assert store.history.by_firm("CIFR", "JPMorgan", before=TODAY, limit=2) == []
    assert store.history.last_turn("CIFR", RatingMove.UPGRADE, before=TODAY) is None
    assert store.history.firms_on("CIFR", TODAY - 5 * DAY) == 0
    assert store.events.behind(dt.date.min, 0, ticker=None, limit=9) == []


def test_onward(store: Store) -> None:
    """All calls come page by page in the order of their days, each once, of all stocks or of one."""
    ids = [add(store, days, ticker=ticker) for days, ticker in ((3, "CIFR"), (3, "RIOT"), (9, "CIFR"), (1, "CIFR"))]
    found, day, last = [], dt.date.min, 0
    while page := store.events.behind(day, last, ticker=None, limit=2):
        found += [event.id for event in page]
        day, last = page[-1].date, page[-1].id
    assert found == [ids[2], ids[0], ids[1], ids[3]]
    assert [event.id for event in store.events.behind(TODAY - 3 * DAY, 0, ticker="CIFR", limit=9)] == [ids[0], ids[3]]


def everything(store: Store) -> list[RatingEvent]:
    return store.events.behind(dt.date.min, 0, ticker=None, limit=1_000)


def test_many_sources(store: Store) -> None:
    """Each of very many calls comes with its own sources, the earliest first."""
    feed_id = add_feed(store)
    stories = [add_story(store, feed_id, str(number)) for number in range(1_200)]
    for story_id in stories[:600]:
        add_event(store, story_id=story_id)
    for event, story_id in zip(everything(store), stories[600:], strict=True):
        store.events.add_source(event.id, story_id, UPGRADE)
    found = everything(store)
    assert [[source.story_id for source in event.sources] for event in found] == [
        [one, other] for one, other in zip(stories[:600], stories[600:], strict=True)
    ]


def test_origin(store: Store) -> None:
    """Where old records come from is one feed, inactive and never primed, under its newest name."""
    first = store.archive.origin("backfill:a", "A", NOW)
    again = store.archive.origin("backfill:a", "B", NOW)
    assert (again.id, again.name, again.primed) == (first.id, "B", False)
    assert store.feeds.active() == store.looks.due(NOW + DAY) == []


def test_holds(store: Store) -> None:
    """A story is known by its address and title, whichever feed told it."""
    add_story(store, add_feed(store), "1", title="A call")
    assert store.archive.holds("https://desk.example/1", "A call")
    assert not store.archive.holds("https://desk.example/1", "Another call")
    assert not store.archive.holds("https://desk.example/2", "A call")


def test_indexed(store: Store) -> None:
    """No question about the past reads the whole table."""
    engine = store.history._engine
    asked: list[str] = []
    engine._db.conn.set_trace_callback(asked.append)
    store.history.by_firm("CIFR", "JPMorgan", before=TODAY, limit=2)
    store.history.last_turn("CIFR", RatingMove.UPGRADE, before=TODAY)
    store.history.first_day("CIFR")
    store.history.firms_on("CIFR", TODAY)
    store.archive.holds("https://desk.example/1", "A call")
    engine._db.conn.set_trace_callback(None)
    plans = [row["detail"] for sql in asked for row in engine.query(f"explain query plan {sql}")]
    used = [plan for plan in plans if not plan.startswith("USE TEMP B-TREE FOR count")]
    assert len(used) == len(asked) == 5
    assert all(plan.startswith("SEARCH") and "INDEX" in plan for plan in used)
