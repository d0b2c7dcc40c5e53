"""The fake clock keeps time as a real one would, but only when told."""

import asyncio
import datetime as dt

from tests.fakes.clock import START, FakeClock, settle


async def test_run_in_order() -> None:
    """Sleepers wake at their own moments, also those who go to sleep again on the way."""
    clock, woken = FakeClock(), []

    async def rings(name: str, every: float) -> None:
        for _ in range(3):
            await clock.sleep(every)
            woken.append((name, clock.monotonic()))

    tasks = [asyncio.create_task(rings("a", 1)), asyncio.create_task(rings("b", 1.5))]
    await clock.run(10)
    assert woken == [("a", 1), ("b", 1.5), ("a", 2), ("b", 3), ("a", 3), ("b", 4.5)]
    assert all(task.done() for task in tasks)
    assert clock.now() == START + dt.timedelta(seconds=10)


async def test_advance_at_once() -> None:
    """A jump wakes those whose time has come, and nobody else."""
    clock = FakeClock()
    early, late = asyncio.create_task(clock.sleep(5)), asyncio.create_task(clock.sleep(50))
    await settle()
    clock.advance(10)
    await settle()
    assert (early.done(), late.done(), clock.monotonic()) == (True, False, 10)
    late.cancel()
    await clock.run(100)
    assert late.cancelled()


def test_jump() -> None:
    """Somebody who sets the wall clock makes no time pass."""
    clock = FakeClock()
    before = clock.now(), clock.monotonic()
    clock.jump(-3600)
    assert (clock.now() - before[0]).total_seconds() == -3600
    assert clock.monotonic() == before[1]
