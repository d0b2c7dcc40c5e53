"""A clock that moves only when a test moves it."""

import asyncio
import datetime as dt
import heapq
import itertools

START = dt.datetime(2025, 11, 24, 14, 0, tzinfo=dt.UTC)  # a Monday, New York's market opens half an hour later


class FakeClock:
    """services.ports.Clock in the hands of a test: sleepers wake when ``advance`` or ``run`` reaches their time."""

    def __init__(self, start: dt.datetime = START) -> None:
        self._start = start
        self._elapsed = 0.0
        self._sleepers: list[tuple[float, int, asyncio.Future[None]]] = []
        self._order = itertools.count()

    def now(self) -> dt.datetime:
        """The wall clock: aware, UTC."""
        return self._start + dt.timedelta(seconds=self._elapsed)

    def monotonic(self) -> float:
        """Seconds since the clock was made."""
        return self._elapsed

    async def sleep(self, seconds: float) -> None:
        """Come back when a test has let so many seconds pass."""
        if seconds <= 0:
            await asyncio.sleep(0)
            return
        woken = asyncio.get_running_loop().create_future()
        heapq.heappush(self._sleepers, (self._elapsed + seconds, next(self._order), woken))
        await woken

    def advance(self, seconds: float) -> None:
        """Jump ahead at once; whoever's sleep has ended by then runs when the loop next turns."""
        self._reach(self._elapsed + seconds)

    def jump(self, seconds: float) -> None:
        """Set the wall clock, as somebody does who finds it wrong; no time passes."""
        self._start += dt.timedelta(seconds=seconds)

    async def run(self, seconds: float) -> None:
        """Let the time pass sleeper by sleeper, each finishing what it does at its own moment."""
        end = self._elapsed + seconds
        await settle()
        while (due := self._next_due()) is not None and due <= end:
            self._reach(due)
            await settle()
        self._reach(end)
        await settle()

    def _reach(self, time: float) -> None:
        self._elapsed = max(self._elapsed, time)
        while self._sleepers and self._sleepers[0][0] <= self._elapsed:
            _, _, woken = heapq.heappop(self._sleepers)
            if not woken.done():
                woken.set_result(None)

    def _next_due(self) -> float | None:
        while self._sleepers and self._sleepers[0][2].done():
            heapq.heappop(self._sleepers)
        return self._sleepers[0][0] if self._sleepers else None


async def settle() -> None:
    """Come back when every task waits for something outside: a sleeper's time, a socket, a thread."""
    ready = asyncio.get_running_loop()._ready  # type: ignore[attr-defined]
    await asyncio.sleep(0)
    while ready:  # noqa: ASYNC110  # there is no event for an idle loop
        await asyncio.sleep(0)
