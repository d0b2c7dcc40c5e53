"""What is done again and again, each at its own interval."""

import asyncio
import contextlib
import datetime as dt
from collections.abc import Awaitable, Callable

from apscheduler.schedulers.asyncio import AsyncIOScheduler


class Rounds:
    """The scheduler. A round that takes longer than its interval is never started twice.

    It goes by the machine's clock, as APScheduler does: what is due is for others to say.
    """

    def __init__(self) -> None:
        self._scheduler = AsyncIOScheduler(timezone=dt.UTC)

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

    def stop(self) -> None:
        """Begin no more rounds, and cancel those that run."""
        if self._scheduler.running:
            self._scheduler.shutdown(wait=False)
