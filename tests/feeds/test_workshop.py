"""Work in processes beside the bot."""

import math
import os
from collections.abc import Iterator

import pytest

from feeds.errors import NotAFeedError
from feeds.parse import parse
from feeds.workshop import Workshop, WorkshopError


@pytest.fixture
def workshop() -> Iterator[Workshop]:
    workshop = Workshop(seconds=10)
    yield workshop
    workshop.close()


async def test_answers(workshop: Workshop) -> None:
    """An answer and an exception come back as they are."""
    assert await workshop.do(math.sqrt, 4) == 2
    with pytest.raises(NotAFeedError, match=r"desk\.example"):
        await workshop.do(parse, b"<html></html>", url="https://desk.example/", outlet="Desk")


async def test_death_costs_one_task(workshop: Workshop) -> None:
    """A worker that dies is replaced."""
    with pytest.raises(WorkshopError, match="ended its process"):
        await workshop.do(os._exit, 1)
    assert await workshop.do(math.sqrt, 9) == 3


async def test_hang_is_cut() -> None:
    """Work that takes too long is ended, and the next is done."""
    workshop = Workshop(seconds=0.5)
    try:
        with pytest.raises(WorkshopError, match="longer than"):
            await workshop.do(math.factorial, 10**8)
        assert await workshop.do(math.sqrt, 9) == 3
    finally:
        workshop.close()
