"""What is done again and again, each at its own interval."""

import datetime as dt
from collections.abc import Awaitable, Callable

from apscheduler.schedulers.asyncio import AsyncIOScheduler

from services.ports import Clock


class Rounds:
    """The scheduler. A round that takes longer than its interval is never started twice."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._scheduler = AsyncIOScheduler(timezone=dt.UTC)

    def every(self, seconds: float, work: Callable[[], Awaitable[None]]) -> None:
        """Do it now and then every so many seconds; to be told before ``start``."""
        self._scheduler.add_job(
            work,
            "interval",
            seconds=seconds,
            next_run_time=self._clock.now(),
            misfire_grace_time=None,  # however late: APScheduler's own second drops rounds after any hiccup
            coalesce=True,
            max_instances=1,
        )

    def start(self) -> None:
        """Begin."""
        self._scheduler.start()

    def stop(self) -> None:
        """Begin no more rounds, and cancel those that run."""
        if self._scheduler.running:
            self._scheduler.shutdown(wait=False)
