"""The outbox: pending, leased, sent, again, dead."""

import datetime as dt

import pytest

from storage.outbox import Job
from storage.store import Store
from tests.storage.samples import NOW, add_event

SECOND = dt.timedelta(seconds=1)
LEASE = 60 * SECOND


@pytest.fixture
def chat(store: Store) -> int:
    store.chats.meet(7, "private", NOW)
    return 7


def lease(store: Store, now: dt.datetime = NOW, owner: str = "me", limit: int = 10) -> list[Job]:
    return store.outbox.lease(owner, now=now, until=now + LEASE, limit=limit)


def queue(store: Store, chat: int, *, topic: str = "JPMorgan", not_before: dt.datetime = NOW) -> int:
    return store.outbox.queue_alerts({chat: [add_event(store)]}, topic, now=NOW, not_before=not_before)[chat]


def test_leased_once(store: Store, chat: int) -> None:
    """What is leased is nobody else's while the lease lasts."""
    alert = queue(store, chat)
    assert [job.id for job in lease(store)] == [alert]
    assert lease(store, owner="other") == []


def test_not_before(store: Store, chat: int) -> None:
    """An alert waits for its time."""
    queue(store, chat, not_before=NOW + SECOND)
    assert lease(store) == []
    assert len(lease(store, NOW + SECOND)) == 1


def test_settling_joins(store: Store, chat: int) -> None:
    """Calls of one topic that come while an alert settles join it; later ones and other topics don't."""
    first = queue(store, chat, not_before=NOW + SECOND)
    assert queue(store, chat, not_before=NOW + 2 * SECOND) == first
    assert len(store.events.of_alert(first)) == 2
    assert queue(store, chat, topic="UBS", not_before=NOW + SECOND) != first
    lease(store, NOW + SECOND)
    assert queue(store, chat, not_before=NOW + 9 * SECOND) != first


def test_expired_lease_is_doubtful(store: Store, chat: int) -> None:
    """An alert whose lease ran out may have been sent, and says so when it is leased again."""
    queue(store, chat)
    assert not lease(store)[0].doubtful
    again = lease(store, NOW + LEASE, owner="next")
    assert [(job.doubtful, job.attempts) for job in again] == [(True, 2)]


def test_release_ends_leases(store: Store, chat: int) -> None:
    """A new process takes over at once what the last one held."""
    queue(store, chat)
    lease(store)
    assert store.outbox.release(NOW) == 1
    assert lease(store, owner="next")[0].doubtful


def test_late_owner_changes_nothing(store: Store, chat: int) -> None:
    """Who lost the lease can't say how it ended."""
    alert = queue(store, chat)
    lease(store)
    lease(store, NOW + LEASE, owner="next")
    store.outbox.dead(alert, "me", reason="late")
    assert store.outbox.waiting() == 1
    store.outbox.sent(alert, "next", now=NOW, message_id=5)
    assert store.outbox.waiting() == 0


def test_retry_waits(store: Store, chat: int) -> None:
    """What wasn't sent comes again, not before its time, doubtful only if it is."""
    alert = queue(store, chat)
    lease(store)
    store.outbox.retry(alert, "me", not_before=NOW + SECOND, reason="down", doubtful=False)
    assert lease(store) == []
    assert not lease(store, NOW + SECOND)[0].doubtful
    store.outbox.retry(alert, "me", not_before=NOW, reason="silence", doubtful=True)
    assert lease(store)[0].doubtful


def test_edit_after_alert(store: Store, chat: int) -> None:
    """An edit comes once however often its event changes, carries the message, and waits for its alert."""
    event = add_event(store)
    alert = store.outbox.queue_alerts({chat: [event]}, "JPMorgan", now=NOW, not_before=NOW)[chat]
    assert store.outbox.queue_edits(event, now=NOW, not_before=NOW) == 0  # still pending: it will be told whole
    lease(store)
    assert store.outbox.queue_edits(event, now=NOW, not_before=NOW) == 1
    assert store.outbox.queue_edits(event, now=NOW, not_before=NOW) == 0
    assert lease(store) == []  # the alert itself is in flight
    store.outbox.sent(alert, "me", now=NOW, message_id=99)
    (edit,) = lease(store)
    assert (edit.kind, edit.alert_id, edit.message_id) == ("edit", alert, 99)


def test_alerts_before_edits(store: Store, chat: int) -> None:
    """News goes before amendments."""
    event = add_event(store)
    first = store.outbox.queue_alerts({chat: [event]}, "JPMorgan", now=NOW, not_before=NOW)[chat]
    lease(store)
    store.outbox.sent(first, "me", now=NOW, message_id=1)
    store.outbox.queue_edits(event, now=NOW, not_before=NOW)
    store.chats.meet(8, "private", NOW)
    queue(store, 8, topic="UBS", not_before=NOW + SECOND)
    assert [job.kind for job in lease(store, NOW + SECOND)] == ["alert", "edit"]


def test_digests_come_last(store: Store, chat: int) -> None:
    """What gathers calls waits behind everybody's alerts and their edits."""
    event = add_event(store)
    told = store.outbox.queue_alerts({chat: [event]}, "JPMorgan", now=NOW, not_before=NOW)[chat]
    lease(store)
    store.outbox.sent(told, "me", now=NOW, message_id=1)
    for other in (8, 9):
        store.chats.meet(other, "private", NOW)
    store.outbox.queue_summary(8, "digest", [event], now=NOW, hidden=3)
    store.outbox.queue_edits(event, now=NOW + SECOND, not_before=NOW + SECOND)
    queue(store, 9, topic="UBS", not_before=NOW + 2 * SECOND)
    jobs = lease(store, NOW + 2 * SECOND)
    assert [(job.kind, job.occasion, job.hidden) for job in jobs] == [
        ("alert", None, 0),
        ("edit", None, 0),
        ("alert", "digest", 3),
    ]


def test_held_chat(store: Store, chat: int) -> None:
    """Nothing goes to a chat that is held, and what was to wait longer does."""
    queue(store, chat, topic="UBS")
    queue(store, chat, topic="Needham", not_before=NOW + 9 * SECOND)
    store.outbox.hold_chat(chat, NOW + 5 * SECOND)
    assert lease(store, NOW + 4 * SECOND) == []
    assert [job.topic for job in lease(store, NOW + 5 * SECOND)] == ["UBS"]


def test_leases_are_found_quickly(store: Store) -> None:
    """What was sent long ago is not looked at again: the index of what waits is enough."""
    seen: list[str] = []
    store._engine._db.conn.set_trace_callback(seen.append)
    lease(store)
    store._engine._db.conn.set_trace_callback(None)
    asked = next(sql for sql in seen if sql.startswith("select o.id"))
    plan = store._engine.query(f"explain query plan {asked}")
    assert any("USING INDEX outbox_due" in row["detail"] for row in plan)
    assert not any("TEMP B-TREE" in row["detail"] for row in plan)


def test_one_per_chat(store: Store, chat: int) -> None:
    """A chat with many alerts has one in flight, and doesn't keep others waiting."""
    mine = [queue(store, chat, topic=str(n)) for n in range(40)]
    store.chats.meet(8, "private", NOW)
    other = queue(store, 8)
    assert [job.id for job in lease(store, limit=2)] == [mine[0]]  # more than are looked at are one chat's
    assert [job.id for job in lease(store, limit=2)] == [other]
    store.outbox.sent(mine[0], "me", now=NOW, message_id=1)
    assert [job.id for job in lease(store)] == [mine[1]]


def test_own_lease_never_runs_out(store: Store, chat: int) -> None:
    """A sender that waits longer than its lease doesn't send the same alert beside itself."""
    queue(store, chat)
    lease(store)
    assert lease(store, NOW + 10 * LEASE) == []


def test_dead_alert_has_no_edits(store: Store, chat: int) -> None:
    """What was queued for an alert that can't be sent goes with it."""
    event = add_event(store)
    alert = store.outbox.queue_alerts({chat: [event]}, "JPMorgan", now=NOW, not_before=NOW)[chat]
    lease(store)
    store.outbox.queue_edits(event, now=NOW, not_before=NOW)
    store.outbox.dead(alert, "me", reason="refused")
    assert store.outbox.waiting() == 0


def test_moved_messages_are_not_edited(store: Store, chat: int) -> None:
    """Numbers of messages mean nothing in the chat that a group became."""
    event = add_event(store)
    alert = store.outbox.queue_alerts({chat: [event]}, "JPMorgan", now=NOW, not_before=NOW)[chat]
    lease(store)
    store.outbox.sent(alert, "me", now=NOW, message_id=1)
    store.outbox.queue_edits(event, now=NOW, not_before=NOW)
    store.chats.move(chat, -100, NOW)
    store.outbox.queue_edits(event, now=NOW, not_before=NOW)
    assert lease(store) == []


def test_killed_chat(store: Store, chat: int) -> None:
    """Nothing is sent to a chat that is gone."""
    queue(store, chat)
    store.outbox.kill_chat(chat, "blocked")
    assert lease(store) == []
    assert store.outbox.waiting() == 0
