"""The demo's clock goes on by itself and leaps."""

import asyncio
import datetime as dt

from bot.demo_clock import EVENING, DemoClock

HOUR = dt.timedelta(hours=1)


async def test_begins_on_its_evening() -> None:
    """It shows the same evening each time, and goes on from there."""
    clock = DemoClock()
    assert EVENING <= clock.now() < EVENING + HOUR
    before = clock.monotonic()
    await clock.sleep(0.001)
    assert clock.monotonic() - before >= 0.001


async def test_leap() -> None:
    """A leap moves both of its times alike and wakes those whose sleep is over, nobody else."""
    clock = DemoClock()
    short, long = (asyncio.create_task(clock.sleep(seconds)) for seconds in (3_000, 30_000))
    await asyncio.sleep(0)
    now, seconds = clock.now(), clock.monotonic()
    clock.leap(HOUR)
    async with asyncio.timeout(5):
        await short
    assert clock.now() - now >= HOUR
    assert clock.monotonic() - seconds >= HOUR.total_seconds()
    assert not long.done()
    long.cancel()
