"""The demo's clock: it begins on the same evening each time, goes on by itself, and leaps ahead when asked to."""

import asyncio
import datetime as dt

from bot.clock import SystemClock

EVENING = dt.datetime(2025, 11, 24, 18, 0, tzinfo=dt.UTC)  # a Monday, New York's market is open


class DemoClock(SystemClock):
    """Whoever's sleep has ended by a leap wakes up."""

    def __init__(self, start: dt.datetime = EVENING) -> None:
        self._start = start - super().now()
        self._ahead = dt.timedelta(0)
        self._leapt = asyncio.Event()

    def now(self) -> dt.datetime:
        """The wall clock: aware, UTC."""
        return super().now() + self._start + self._ahead

    def monotonic(self) -> float:
        """Seconds that pass for everybody alike, so that no part takes a leap for a clock set wrong."""
        return super().monotonic() + self._ahead.total_seconds()

    async def sleep(self, seconds: float) -> None:
        """Come back after so many seconds, leaps among them."""
        end = self.monotonic() + seconds
        await asyncio.sleep(0)
        while (left := end - self.monotonic()) > 0:
            waiting = asyncio.ensure_future(self._leapt.wait())
            try:
                await asyncio.wait({waiting}, timeout=left)
            finally:
                waiting.cancel()

    def leap(self, by: dt.timedelta) -> None:
        """Be so much later at once."""
        self._ahead += by
        self._leapt.set()
        self._leapt = asyncio.Event()
