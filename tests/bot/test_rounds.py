"""What is done again and again is done, however late."""

import asyncio
import datetime as dt

from bot.clock import SystemClock
from bot.rounds import Rounds

LATE = dt.timedelta(minutes=5)


class LateClock(SystemClock):
    """A clock by which a round should have begun long ago, as after a loop that stood still."""

    def now(self) -> dt.datetime:
        """Some minutes ago."""
        return super().now() - LATE


async def test_late_round_runs_once() -> None:
    """A round that is minutes late runs once: it is neither dropped nor made up for many times."""
    rounds = Rounds(LateClock())
    times, done = 0, asyncio.Event()

    async def work() -> None:
        nonlocal times
        times += 1
        done.set()

    rounds.every(60, work)
    rounds.start()
    async with asyncio.timeout(5):
        await done.wait()
    rounds.stop()
    rounds.stop()
    assert times == 1
