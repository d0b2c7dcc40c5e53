"""What is done again and again is done, however late."""

import asyncio
import datetime as dt

import pytest

from bot.rounds import GLANCE, Rounds
from tests.fakes.clock import FakeClock

LATE = dt.timedelta(minutes=5)


async def test_late_round_runs_once() -> None:
    """A round that is minutes late runs once: it is neither dropped nor made up for many times."""
    rounds = Rounds(FakeClock())
    times, done = 0, asyncio.Event()

    async def work() -> None:
        nonlocal times
        times += 1
        done.set()

    rounds.every(60, work)
    (job,) = rounds._scheduler.get_jobs()
    job.modify(next_run_time=dt.datetime.now(dt.UTC) - LATE)  # as after a loop that stood still
    rounds.start()
    async with asyncio.timeout(5):
        await done.wait()
    rounds.stop()
    rounds.stop()
    assert times == 1


async def test_cut_short(caplog: pytest.LogCaptureFixture) -> None:
    """A round that the end cuts short is no failure, one that breaks is logged by its name."""
    rounds = Rounds(FakeClock())
    begun = asyncio.Event()

    async def lasting() -> None:
        begun.set()
        await asyncio.Event().wait()

    async def broken() -> None:
        raise ValueError

    rounds.every(60, broken)
    rounds.every(60, lasting)
    rounds.start()
    async with asyncio.timeout(5):
        await begun.wait()
    await asyncio.sleep(0)
    rounds.stop()
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    failures = [record.getMessage() for record in caplog.records if record.levelname == "ERROR"]
    assert len(failures) == 1
    assert "broken" in failures[0]


async def test_clock_set_back() -> None:
    """Where the clock is set back by hours, the next round comes within seconds; set ahead, none is added."""
    clock = FakeClock()
    rounds = Rounds(clock)
    times: asyncio.Queue[dt.datetime] = asyncio.Queue()

    async def work() -> None:
        await times.put(clock.now())

    rounds.every(3_600, work)  # the next one lies as far ahead as if the clock had been set back by that
    rounds.start()
    async with asyncio.timeout(5):
        await times.get()
        clock.jump(7_200)
        await clock.run(GLANCE)
        clock.jump(-7_200)
        await clock.run(GLANCE)
        await times.get()
    rounds.stop()
    assert times.empty()
