"""Ways into the outbox and the watch lists: they came later than the data."""

import sqlite3
from contextlib import closing
from pathlib import Path

from sqlite_utils import Database

from storage.migrations import migrations
from storage.store import Store
from tests.storage.samples import NOW, add_event

OLD_ALERTS = (
    "insert into chats (id, kind, since) values (7, 'private', 0)",
    (
        "insert into events (id, ticker, analysts, stale, quant, disputed, date, seen, updated) "
        "values (1, 'CIFR', '[]', 0, 0, '[]', '2025-11-24', 0, 0), (2, 'CIFR', '[]', 0, 0, '[]', '2025-11-24', 0, 0)"
    ),
    "insert into outbox (id, chat_id, kind, topic, not_before, created) values (3, 7, 'alert', 'UBS', 0, 0)",
    "insert into outbox_events (outbox_id, event_id) values (3, 2), (3, 1)",
)


def test_old_alerts(tmp_path: Path) -> None:
    """An alert that was queued before still tells of all its calls, and goes with its chat."""
    path = tmp_path / "old.db"
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("pragma journal_mode = wal")
        migrations.apply(Database(connection), stop_before="crowd_lookups")
        for statement in OLD_ALERTS:
            connection.execute(statement)
    with closing(Store(path)) as store:
        assert [event.id for event in store.events.of_alert(3)] == [1, 2]
        store.personal.wipe(7, NOW)
        assert store.events.of_alert(3) == []


def test_watchers_stand_in_the_index(store: Store) -> None:
    """Who watches a stock is read off an index in its order, however many lists there are."""
    seen: list[str] = []
    store._engine._db.conn.set_trace_callback(seen.append)
    store.chats.watchers("CIFR", NOW)
    store._engine._db.conn.set_trace_callback(None)
    plan = [row["detail"] for row in store._engine.query(f"explain query plan {seen[0]}")]
    assert any("USING COVERING INDEX watches_ticker" in step for step in plan)
    assert not any("TEMP B-TREE" in step for step in plan)


def test_crowd_is_told(store: Store) -> None:
    """Each chat of a crowd, larger than a statement has places for, gets one alert of its own calls."""
    crowd = range(1, 40_001)
    with store.transaction():
        for chat_id in crowd:
            store.chats.meet(chat_id, "private", NOW)
    first, second = add_event(store), add_event(store)
    told = {chat_id: [first] if chat_id % 2 else [first, second] for chat_id in crowd}
    alerts = store.outbox.queue_alerts(told, "UBS", now=NOW, not_before=NOW)
    assert set(alerts) == set(crowd)
    assert len(set(alerts.values())) == len(crowd)
    for chat_id in (1, 2, 40_000):
        assert [event.id for event in store.events.of_alert(alerts[chat_id])] == told[chat_id]
