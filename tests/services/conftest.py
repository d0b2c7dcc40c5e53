"""The house that the services' tests live in."""

from collections.abc import AsyncIterator

import pytest

from tests.services.house import DESK, LEDGER, House, open_house


@pytest.fixture
async def house() -> AsyncIterator[House]:
    """Two feeds that were empty at first, and a chat that watches CIFR and RIOT."""
    async with open_house() as house:
        await house.open_feeds(DESK, LEDGER)
        await house.watchlist.meet(7, "private")
        await house.watchlist.watch(7, "CIFR RIOT")
        yield house
