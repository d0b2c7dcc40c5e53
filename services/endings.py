"""How a job ended, and what storage notes of it."""

import datetime as dt
from dataclasses import dataclass

from services.errors import (
    ChatGoneError,
    ChatMovedError,
    ChatShutError,
    DoubtfulError,
    RefusedError,
    SlowDownError,
    TopicLostError,
    TransportError,
)
from services.outgoing import TOPIC_LOST, View
from services.shown import Shown, read_shown, write_shown
from services.watchlist import leave_chat
from storage.outbox import Job
from storage.store import Store

DOUBT_PAUSE = dt.timedelta(seconds=30)  # an answer may be late; a repeat can't be taken back
BACKOFF_LIMIT = 300.0  # seconds
JITTER = 0.25  # of the wait: what failed together is not tried again together
# A chat that can't be written to though nobody blocked us: it is said to happen to chats that are well.
SHUT_PAUSES = (dt.timedelta(hours=1), dt.timedelta(hours=24), dt.timedelta(hours=72))
SHUT_FOR = dt.timedelta(hours=72)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ending:
    """What became of a job: "sent", "dead", "retry" or "doubtful"; the last two after a while."""

    state: str
    reason: str = ""
    after: dt.timedelta = dt.timedelta(0)
    message_id: int | None = None
    shown: Shown | None = None


def arrived(message_id: int, view: View) -> Ending:
    """It was sent under this number."""
    return Ending(state="sent", message_id=message_id, shown=view.shown)


def failed(store: Store, job: Job, error: TransportError, now: dt.datetime) -> Ending:
    """What an error means for the job, and for the chat, which may be asleep or elsewhere now."""
    with store.transaction():
        return _consequence(store, job, error, now)


def _consequence(store: Store, job: Job, error: TransportError, now: dt.datetime) -> Ending:
    match error:
        case ChatGoneError():
            leave_chat(store, job.chat_id, error.reason)
            return Ending(state="dead", reason=f"gone {error.reason}")
        case ChatShutError():
            return _shut_out(store, job, error, now)
        case ChatMovedError():
            store.chats.move(job.chat_id, error.new_chat_id, now)
            return Ending(state="retry", reason=error.reason)
        case TopicLostError():
            _leave_topic(store, job, now)
            return Ending(state="retry", reason=error.reason)
        case RefusedError():
            return Ending(state="dead", reason=f"refused {error.reason}")
        case SlowDownError():
            pause = dt.timedelta(seconds=error.seconds)
            store.outbox.hold_chat(job.chat_id, now + pause)  # all that waits for it, and after a restart too
            return Ending(state="retry", reason=error.reason, after=pause)
        case DoubtfulError():
            return Ending(state="doubtful", reason=error.reason, after=max(DOUBT_PAUSE, backoff(job)))
    return Ending(state="retry", reason=error.reason, after=backoff(job))


def settle(store: Store, job: Job, owner: str, ending: Ending, now: dt.datetime) -> None:
    """Note how the job ended, and what the chat sees now."""
    with store.transaction():
        if ending.state == "sent":
            store.outbox.sent(job.id, owner, now=now, message_id=ending.message_id)
            store.preferences.reached(job.chat_id)
            _note_shown(store, job, ending.shown, now)
        elif ending.state == "dead":
            store.outbox.dead(job.id, owner, reason=ending.reason)
        else:
            store.outbox.retry(
                job.id,
                owner,
                not_before=now + ending.after,
                reason=ending.reason,
                doubtful=ending.state == "doubtful" and job.kind != "edit",
            )


def backoff(job: Job) -> dt.timedelta:
    """How long to wait before the next try: twice as long each time, and not as long for everybody."""
    share = (job.id * 0x9E3779B1 + job.attempts * 0x85EBCA6B) % 2**32 / 2**32
    return dt.timedelta(seconds=min(2.0 ** min(job.attempts, 10), BACKOFF_LIMIT) * (1 + JITTER * share))


def _shut_out(store: Store, job: Job, error: ChatShutError, now: dt.datetime) -> Ending:
    """Try again after an hour, a day, three days; a chat that was shut for so long is asleep until it speaks."""
    failures, since = store.preferences.failed(job.chat_id, now)
    if failures >= len(SHUT_PAUSES) and now - since >= SHUT_FOR:
        leave_chat(store, job.chat_id, error.reason)
        return Ending(state="dead", reason=f"gone {error.reason}")
    pause = SHUT_PAUSES[min(failures, len(SHUT_PAUSES)) - 1]
    store.outbox.hold_chat(job.chat_id, now + pause)
    return Ending(state="retry", reason=error.reason, after=pause)


def _leave_topic(store: Store, job: Job, now: dt.datetime) -> None:
    """Write to the chat itself from now on, and tell it so, once."""
    with store.transaction():
        wishes = store.preferences.of(job.chat_id)
        if wishes is not None and wishes.thread_id is not None:
            store.preferences.set_topic(job.chat_id, None)
            store.outbox.queue_summary(job.chat_id, TOPIC_LOST, (), now=now)


def _note_shown(store: Store, job: Job, shown: Shown | None, now: dt.datetime) -> None:
    if shown is None:
        return
    # A digest only sums up: who was told of a call by an alert is told there that it turned round.
    if shown.turned(read_shown(store.outbox, job.alert_id)) and job.occasion != "digest":
        store.outbox.queue_notice(job.alert_id, now=now)
    write_shown(store.outbox, job.alert_id, shown)
