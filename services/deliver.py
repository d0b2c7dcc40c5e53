"""From the outbox to the chats: leased, sent, marked. A restart loses nothing and repeats nothing that was marked."""

import asyncio
import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

import structlog

from messages.alert import alert
from messages.changes import notice
from messages.model import Message
from services.background import background
from services.errors import (
    ChatGoneError,
    ChatMovedError,
    DoubtfulError,
    RefusedError,
    SlowDownError,
    TransportError,
)
from services.match import AWAY_TOPIC, wanted_tickers
from services.ports import Clock, Transport
from services.shown import Shown, read_shown, write_shown
from services.watchlist import leave_chat
from storage.errors import StorageError
from storage.outbox import Job
from storage.store import Memory, Store

log = structlog.get_logger()

IN_FLIGHT = 8  # as many alerts a crash may repeat; few, but enough to fill Telegram's pace
LEASE = dt.timedelta(seconds=120)
LOOK_AGAIN = 0.5  # seconds between two looks at an empty outbox
STORAGE_PAUSE = 5.0  # seconds
DOUBT_PAUSE = dt.timedelta(seconds=30)  # an answer may be late; a repeat can't be taken back
BACKOFF_LIMIT = 300.0


@dataclass(frozen=True, slots=True)
class _Ending:
    """How a job ended: the outbox call that says so."""

    state: str
    reason: str = ""
    after: dt.timedelta = dt.timedelta(0)
    message_id: int | None = None
    shown: Shown | None = None


@dataclass(frozen=True, slots=True)
class _View:
    """What is sent, and for an alert what the chat sees of it then."""

    message: Message
    shown: Shown | None


class Deliverer:
    """Sends what the outbox holds, a few at a time."""

    def __init__(self, memory: Memory, transport: Transport, clock: Clock, *, owner: str, fresh: dt.timedelta) -> None:
        """``owner`` names this process in its leases; an alert older than ``fresh`` is not sent any more."""
        self._memory = memory
        self._transport = transport
        self._clock = clock
        self._owner = owner
        self._fresh = fresh
        self._flights: set[asyncio.Task[None]] = set()

    async def run(self) -> None:
        """Send until cancelled; what is in flight then, ``stop`` waits for."""
        await self._lasting(lambda store: store.outbox.release(self._clock.now()))
        while True:
            try:
                started = await self.launch()
            except StorageError as error:
                log.error("outbox not read", reason=str(error))
                await self._clock.sleep(STORAGE_PAUSE)
                continue
            if not started:
                await self._clock.sleep(LOOK_AGAIN)
            elif len(self._flights) >= IN_FLIGHT:
                await asyncio.wait(self._flights, return_when=asyncio.FIRST_COMPLETED)

    async def launch(self) -> int:
        """Lease what is due and put it into flight. Gives how many."""
        free = IN_FLIGHT - len(self._flights)
        now = self._clock.now()
        jobs = await self._memory.ask(
            lambda store: store.outbox.lease(self._owner, now=now, until=now + LEASE, limit=free)
        )
        for job in jobs:
            flight = asyncio.create_task(self._fly(job), name=f"send {job.id}")
            self._flights.add(flight)
            flight.add_done_callback(self._flights.discard)
        return len(jobs)

    async def stop(self) -> None:
        """Wait for what is in flight."""
        if self._flights:
            await asyncio.wait(self._flights)

    @property
    def busy(self) -> bool:
        """Whether something is in flight."""
        return bool(self._flights)

    async def _fly(self, job: Job) -> None:
        try:
            ending = await self._attempt(job)
        except Exception:  # a bug must not end the sender; the alert waits for a version that can send it
            log.exception("alert broke", alert=job.alert_id, chat=job.chat_id)
            ending = _Ending("retry", "internal error", _backoff(job))
        now = self._clock.now()
        # What was sent must be noted, or it is sent again: however long the disk takes, nothing else goes to this chat.
        await self._lasting(lambda store: _settle(store, job, self._owner, ending, now))
        log.info("alert " + ending.state, alert=job.alert_id, chat=job.chat_id, kind=job.kind, reason=ending.reason)

    async def _lasting(self, work: Callable[[Store], object]) -> None:
        """Do it on the storage thread, however often it takes."""
        while True:
            try:
                await self._memory.ask(work)
                return
            except StorageError as error:
                log.error("outbox not written", reason=str(error))
                await self._clock.sleep(STORAGE_PAUSE)

    async def _attempt(self, job: Job) -> _Ending:
        now = self._clock.now()
        if now - job.created > self._fresh:
            return _Ending("dead", "too old")
        view = await self._memory.ask(_view, job, now)
        if view is None:
            return _Ending("dead", "not wanted any more")
        try:
            return _Ending("sent", message_id=await self._hand_over(job, view.message), shown=view.shown)
        except TransportError as error:
            return await self._failed(job, error)

    async def _hand_over(self, job: Job, message: Message) -> int:
        if job.kind != "edit":
            return await self._transport.send(job.chat_id, message, reply_to=job.message_id)
        assert job.message_id is not None
        await self._transport.edit(job.chat_id, job.message_id, message)
        return job.message_id

    async def _failed(self, job: Job, error: TransportError) -> _Ending:
        match error:
            case ChatGoneError():
                await self._memory.ask(leave_chat, job.chat_id, error.reason)
                return _Ending("dead", error.reason)
            case ChatMovedError():
                now = self._clock.now()
                await self._memory.ask(lambda store: store.chats.move(job.chat_id, error.new_chat_id, now))
                return _Ending("retry", error.reason)
            case RefusedError():
                return _Ending("dead", error.reason)
            case SlowDownError():
                return _Ending("retry", error.reason, dt.timedelta(seconds=error.seconds))
            case DoubtfulError():
                return _Ending("doubtful", error.reason, max(DOUBT_PAUSE, _backoff(job)))
            case _:
                return _Ending("retry", error.reason, _backoff(job))


def _backoff(job: Job) -> dt.timedelta:
    return dt.timedelta(seconds=min(2.0 ** min(job.attempts, 10), BACKOFF_LIMIT))


def _view(store: Store, job: Job, now: dt.datetime) -> _View | None:
    """The alert as its events are now: what came while it waited is in it."""
    if store.chats.state(job.chat_id) != "active":
        return None
    before = read_shown(store.outbox, job.alert_id)
    if job.kind == "notice":
        turned = tuple(change for change in before.changes if change.is_turn)
        return _View(notice(turned[-1:]), None) if turned else None
    events = store.events.of_alert(job.alert_id)
    if not before.calls:  # what was never sent is sent only if it is still wanted
        watched = wanted_tickers(store, job.chat_id, now)
        events = [event for event in events if event.ticker in watched and not event.retracted]
    if not events:
        return None
    shown = before.now(events, now)
    message = alert(
        events,
        key=job.alert_id,
        history={event.id: background(store, event) for event in events},
        changes=shown.changes,
        may_repeat=job.doubtful,
        away=job.topic == AWAY_TOPIC,
    )
    return _View(message, shown)


def _settle(store: Store, job: Job, owner: str, ending: _Ending, now: dt.datetime) -> None:
    with store.transaction():
        if ending.state == "sent":
            store.outbox.sent(job.id, owner, now=now, message_id=ending.message_id)
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


def _note_shown(store: Store, job: Job, shown: Shown | None, now: dt.datetime) -> None:
    if shown is None:
        return
    if shown.turned(read_shown(store.outbox, job.alert_id)):
        store.outbox.queue_notice(job.alert_id, now=now)
    write_shown(store.outbox, job.alert_id, shown)
