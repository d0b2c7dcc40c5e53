"""What is done again and again, each at its own interval."""

import asyncio
import contextlib
import datetime as dt
from collections.abc import Awaitable, Callable

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler

from services.ports import Clock
from services.restart import Timekeeper

log = structlog.get_logger()

GLANCE = 5.0  # seconds between two looks at whether the machine's clock was set back


class Rounds:
    """The scheduler. A round that takes longer than its interval is never started twice.

    What is due is for others to say. APScheduler goes by the machine's clock: where that is set back, it would wait
    until the old time comes again, so the rounds begin anew.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._scheduler = AsyncIOScheduler(timezone=dt.UTC)
        self._watch: asyncio.Task[None] | None = None

    def every(self, seconds: float, work: Callable[[], Awaitable[None]]) -> None:
        """Do it now and then every so many seconds; to be told before ``start``."""

        async def one_round() -> None:
            # APScheduler would log as a failure what the end cuts short.
            with contextlib.suppress(asyncio.CancelledError):
                await work()

        self._scheduler.add_job(
            one_round,
            "interval",
            name=getattr(work, "__qualname__", None),
            seconds=seconds,
            next_run_time=dt.datetime.now(dt.UTC),
            misfire_grace_time=None,  # however late: APScheduler's own second drops rounds after any hiccup
            coalesce=True,
            max_instances=1,
        )

    def start(self) -> None:
        """Begin."""
        self._scheduler.start()
        self._watch = asyncio.create_task(self._watch_clock(), name="clock")

    def stop(self) -> None:
        """Begin no more rounds, and cancel those that run."""
        if self._watch is not None:
            self._watch.cancel()
        if self._scheduler.running:
            self._scheduler.shutdown(wait=False)

    async def _watch_clock(self) -> None:
        time = Timekeeper(self._clock)
        while True:
            await self._clock.sleep(GLANCE)
            if (moved := time.moved()) < 0:
                log.warning("the clock was set back, rounds begin anew", seconds=round(-moved))
                for job in self._scheduler.get_jobs():
                    job.modify(next_run_time=dt.datetime.now(dt.UTC))
