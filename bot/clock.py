"""The real clock."""

import asyncio
import datetime as dt
import time


class SystemClock:
    """Time as the machine tells it."""

    def now(self) -> dt.datetime:
        """The wall clock: aware, UTC."""
        return dt.datetime.now(dt.UTC)

    def monotonic(self) -> float:
        """Seconds that never jump."""
        return time.monotonic()

    async def sleep(self, seconds: float) -> None:
        """Come back after so many seconds."""
        await asyncio.sleep(seconds)
