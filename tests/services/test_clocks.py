"""What waits to be sent, where somebody sets the clock."""

import asyncio
import contextlib

import pytest

from services.errors import DoubtfulError, TransportError
from tests.services.house import DESK, House

UPGRADE = "JPMorgan Upgrades Cipher Mining (NASDAQ:CIFR) to Overweight from Neutral, Raises Target to $18 from $12"
HOUR = 3_600
JUMPS = [-60, -HOUR, -24 * HOUR, -87_600 * HOUR]  # seconds

jumps = pytest.mark.parametrize("jump", JUMPS, ids=lambda jump: f"{-jump / HOUR:g} h back")


@jumps
async def test_settles_as_long(house: House, jump: float) -> None:
    """An alert that settles while the clock is set back goes out when it would have."""
    await house.tell(DESK, UPGRADE)
    house.clock.jump(jump)
    await house.deliver(after=10)
    assert house.transport.pings == []
    await house.deliver(after=60 + 20)  # a minute: the clock may be set so far without anybody's noticing
    assert len(house.transport.pings) == 1


@jumps
@pytest.mark.parametrize("error", [TransportError(7, "not reached"), DoubtfulError(7, "no answer")])
async def test_tried_again(house: House, error: TransportError, jump: float) -> None:
    """What has failed, hours after it was found, is tried again as soon as without the jump."""
    await house.tell(DESK, UPGRADE)
    house.clock.advance(5 * HOUR)
    house.transport.failures.append(error)
    await house.deliver()
    house.clock.jump(jump)
    await house.deliver(after=60)
    assert len(house.transport.pings) == 1


@jumps
async def test_next_process(house: House, jump: float) -> None:
    """The clock is set back while no bot runs: the next one sends what waits."""
    await house.tell(DESK, UPGRADE)
    house.clock.jump(jump)
    sending = asyncio.create_task(house.sender("next").run())
    await house.clock.run(0)
    for _ in range(200):
        if house.transport.pings:
            break
        await house.memory.ask(lambda _: None)  # the storage's thread, which the clock doesn't know, has done the rest
        await house.clock.run(1)
    sending.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await sending
    assert len(house.transport.pings) == 1


@jumps
async def test_told_since(house: House, jump: float) -> None:
    """What is told after the clock was set back, before anybody has noticed, is as new as it is."""
    house.clock.jump(jump)
    await house.tell(DESK, UPGRADE)
    await house.deliver()
    assert len(house.transport.pings) == 1


async def test_age_goes_on(house: House) -> None:
    """Setting the clock back makes no alert younger: a day after the call it is given up as before."""
    await house.tell(DESK, UPGRADE)
    house.transport.failures.append(TransportError(7, "not reached"))
    await house.deliver(after=20 * HOUR)
    house.clock.jump(-10 * HOUR)
    await house.deliver(after=5 * HOUR)
    assert house.transport.pings == []
