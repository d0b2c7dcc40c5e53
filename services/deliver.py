"""From the outbox to the chats: leased, sent, marked. A restart loses nothing and repeats nothing that was marked."""

import asyncio
import datetime as dt
from collections.abc import Callable
from typing import TypeVar

import structlog

from services.digests import queue_due
from services.endings import Ending, arrived, backoff, failed, settle
from services.errors import TransportError
from services.outgoing import View, Withheld, outgoing
from services.ports import Clock, Transport
from services.restart import Timekeeper
from storage.errors import StorageError
from storage.outbox import Job
from storage.store import Memory, Store

T = TypeVar("T")

log = structlog.get_logger()

IN_FLIGHT = 8  # as many alerts a crash may repeat; few, but enough to fill Telegram's pace
LEASE = dt.timedelta(seconds=120)
LOOK_AGAIN = 0.5  # seconds between two looks at an empty outbox
STORAGE_PAUSE = 5.0  # seconds


class Deliverer:
    """Sends what the outbox holds, a few at a time."""

    def __init__(
        self,
        memory: Memory,
        transport: Transport,
        clock: Clock,
        *,
        owner: str,
        fresh: dt.timedelta,
        beat: Callable[[], None] = lambda: None,
        digests: Transport | None = None,
    ) -> None:
        """``owner`` names this process in its leases; an alert older than ``fresh`` is not sent any more.

        ``beat`` is called whenever the outbox was looked at. ``digests`` carries what gathers calls, by default as
        the alerts are carried.
        """
        self._memory = memory
        self._transport = transport
        self._digests = digests or transport
        self._clock = clock
        self._owner = owner
        self._time = Timekeeper(clock)
        self._looked = clock.monotonic()  # when the outbox was looked at last
        self._fresh = fresh
        self._beat = beat
        self._flights: set[asyncio.Task[None]] = set()
        self._launching: asyncio.Task[int] | None = None

    async def run(self) -> None:
        """Send until cancelled; what is in flight then, ``stop`` waits for."""
        await self._lasting(self._take_over)
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

    def _take_over(self, store: Store) -> None:
        """Take what an earlier process left, whatever its clock said."""
        now = self._clock.now()
        with store.transaction():
            store.outbox.release(now)
            store.outbox.redate(now)

    async def launch(self) -> int:
        """Gather what is due, lease what may go and put it into flight. Gives how many."""
        # To its end even when cancelled: what is leased but never put into flight would count as doubtful.
        self._launching = asyncio.create_task(self._launch())
        return await asyncio.shield(self._launching)

    async def _launch(self) -> int:
        free = IN_FLIGHT - len(self._flights)
        now = self._clock.now()
        looked, self._looked = self._looked, self._clock.monotonic()
        if (moved := self._time.moved()) < 0:
            since = now - dt.timedelta(seconds=self._looked - looked)  # by which the clock was set
            await self._memory.ask(lambda store: store.outbox.redate(now, -moved, since))
        jobs = await self._memory.ask(self._due, now, free)
        self._beat()
        for job in jobs:
            flight = asyncio.create_task(self._fly(job), name=f"send {job.id}")
            self._flights.add(flight)
            flight.add_done_callback(self._flights.discard)
        return len(jobs)

    def _due(self, store: Store, now: dt.datetime, free: int) -> list[Job]:
        queue_due(store, now)
        return store.outbox.lease(self._owner, now=now, until=now + LEASE, limit=free)

    async def halt(self) -> None:
        """Wait until nothing more is put into flight; ``run`` must have been cancelled."""
        if self._launching is not None:
            await asyncio.wait({self._launching})

    async def stop(self) -> None:
        """Wait for what is in flight."""
        await self.halt()
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
            ending = Ending(state="retry", reason="internal error", after=backoff(job))
        now = self._clock.now()
        # What was sent must be noted, or it is sent again: however long the disk takes, nothing else goes to this chat.
        await self._lasting(lambda store: settle(store, job, self._owner, ending, now))
        log.info("alert " + ending.state, alert=job.alert_id, chat=job.chat_id, kind=job.kind, reason=ending.reason)

    async def _lasting(self, work: Callable[[Store], T]) -> T:
        """Do it on the storage thread, however often it takes."""
        while True:
            try:
                return await self._memory.ask(work)
            except StorageError as error:
                log.error("outbox not written", reason=str(error))
                await self._clock.sleep(STORAGE_PAUSE)

    async def _attempt(self, job: Job) -> Ending:
        now = self._clock.now()
        if now - job.created > self._fresh:
            return Ending(state="dead", reason="expired")
        view = await self._memory.ask(outgoing, job, now)
        if isinstance(view, Withheld):
            return Ending(state="dead", reason=view.reason)
        try:
            return arrived(await self._hand_over(job, view), view)
        except TransportError as error:
            trouble, at = error, self._clock.now()
        return await self._lasting(lambda store: failed(store, job, trouble, at))

    async def _hand_over(self, job: Job, view: View) -> int:
        if job.kind == "edit":
            assert job.message_id is not None
            await self._transport.edit(job.chat_id, job.message_id, view.message)
            return job.message_id
        transport = self._transport if job.occasion is None else self._digests
        return await transport.send(
            job.chat_id, view.message, thread_id=view.thread_id, silent=view.silent, reply_to=job.message_id
        )
