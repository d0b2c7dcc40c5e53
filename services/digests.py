"""What gathers calls: digests, and what was held back in quiet hours, while paused, beyond a limit."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace

from ratings.model import RatingEvent
from services.background import background
from services.timetable import Timetable, believable
from services.verdict import Fate, digest_time, timing
from services.zones import zone_of
from storage.kept import Kept
from storage.preferences import Preferences
from storage.store import Store

AT_ONCE = 50  # chats that one tick looks after
LISTED = 40  # calls that one message can hold
LOOKED_AT = 400  # of so many calls the weightiest are chosen


def queue_due(store: Store, now: dt.datetime) -> int:
    """Put into the outbox what is due; safe to do twice, since each chat's part is one transaction. Gives how many."""
    count = 0
    for chat_id in store.preferences.digests_due(now, AT_ONCE):
        with store.transaction():
            count += _run_digest(store, chat_id, now)
    for chat_id in store.kept.due(now, AT_ONCE):
        with store.transaction():
            count += release(store, chat_id, now)
    return count


def _run_digest(store: Store, chat_id: int, now: dt.datetime) -> int:
    wishes = store.preferences.of(chat_id)
    timetable = Timetable.read(wishes.digest) if wishes and wishes.digest else None
    if wishes is None or timetable is None:
        return 0
    zone = zone_of(wishes.timezone)
    last = believable(wishes.digest_day, now, zone)
    day = timetable.latest(now, zone)
    due = wishes.digest_next is not None and wishes.digest_next <= now and (last is None or day > last)
    count = 0
    if due and wishes.state == "active" and wishes.paused is None:
        count = send_digest(store, wishes, now)
        wishes = replace(wishes, digest_from=now)
    last = day if due else last
    store.preferences.save(replace(wishes, digest_day=last, digest_next=timetable.next(now, zone, last)))
    return count


def send_digest(store: Store, wishes: Preferences, now: dt.datetime) -> int:
    """Queue the digest of what was told since the last one and of what waits for it; gives 1, or 0 for nothing."""
    timetable = Timetable.read(wishes.digest) if wishes.digest else None
    since = wishes.digest_from or now - (timetable.span if timetable else dt.timedelta(days=1))
    waiting = [one for one in store.kept.waiting(wishes.chat_id) if one.fate == "digest"]
    told = store.told.told_since(wishes.chat_id, since)
    return _queue(store, wishes.chat_id, "digest", waiting, told, now)


def release(store: Store, chat_id: int, now: dt.datetime) -> int:
    """Queue what waits no longer, one message for each occasion; gives how many messages."""
    wishes = store.preferences.of(chat_id)
    if wishes is None:
        return 0
    due = [one for one in store.kept.waiting(chat_id) if one.due(now)]
    count = 0
    for fate in ("hold", "digest"):
        ready = [one for one in due if one.fate == fate]
        if ready and not _postpone(store, wishes, fate, ready, now):
            count += _queue(store, chat_id, _occasion(ready), ready, (), now)
    return count


def retime(store: Store, wishes: Preferences, now: dt.datetime) -> None:
    """Have what waits for a chat wait for what its wishes say now."""
    for fate in ("hold", "digest"):
        waiting = [one for one in store.kept.waiting(wishes.chat_id) if one.fate == fate]
        if waiting and not _postpone(store, wishes, fate, waiting, now) and fate == "hold":
            store.kept.wait_until(wishes.chat_id, [one.event_id for one in waiting], now)


def _postpone(store: Store, wishes: Preferences, fate: str, waiting: Sequence[Kept], now: dt.datetime) -> bool:
    """Let it wait on where the chat's wishes say so now."""
    verdict = timing(wishes, now)
    numbers = [one.event_id for one in waiting]
    if verdict.reason == "paused" or (fate == "digest" and wishes.digest):
        store.kept.wait_until(wishes.chat_id, numbers, None)
        return True
    if fate == "digest":
        undated = [one.event_id for one in waiting if one.until is None]  # a day that was set stays
        store.kept.wait_until(wishes.chat_id, undated, digest_time(wishes, now))
        return bool(undated)
    if verdict.fate is Fate.HOLD:
        store.kept.wait_until(wishes.chat_id, numbers, verdict.until)
        return True
    return False


def _occasion(ready: Sequence[Kept]) -> str:
    reasons = {one.reason.partition(" ")[0] for one in ready}
    if "paused" in reasons or "quiet" in reasons:
        return "pause" if "paused" in reasons else "quiet"
    return "notify" if reasons == {"notify"} else "limit"


def _queue(
    store: Store, chat_id: int, occasion: str, waiting: Sequence[Kept], told: Sequence[int], now: dt.datetime
) -> int:
    """One message of the weightiest of these calls; those that have no room are counted in it."""
    store.kept.close(chat_id, [one.event_id for one in waiting])
    numbers = list(dict.fromkeys([*(one.event_id for one in waiting), *told]))
    watched = {watch.ticker for watch in store.chats.watches(chat_id)}
    events = [
        event for event in store.events.of(numbers[:LOOKED_AT]) if event.ticker in watched and not event.retracted
    ]
    if not events:
        return 0
    fresh = {one.event_id for one in waiting}
    ranked = sorted(events, key=lambda event: (event.id not in fresh, *_rank(store, event)))
    hidden = len(events) + len(numbers[LOOKED_AT:]) - len(ranked[:LISTED])
    store.outbox.queue_summary(chat_id, occasion, [event.id for event in ranked[:LISTED]], now=now, hidden=hidden)
    return 1


def _rank(store: Store, event: RatingEvent) -> tuple[int, dt.datetime]:
    return -background(store, event).importance, event.seen
