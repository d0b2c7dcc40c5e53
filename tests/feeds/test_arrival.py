"""Bodies known again while they come."""

from collections.abc import AsyncIterator, Sequence

from hypothesis import given
from hypothesis import strategies as st

from feeds.arrival import HELD, Arrival


async def coming(pieces: Sequence[bytes]) -> AsyncIterator[bytes]:
    """Pieces of a body as they come over the wire."""
    for piece in pieces:
        yield piece


async def mark_of(pieces: Sequence[bytes]) -> str:
    """The mark of a body that came whole."""
    arrival = Arrival(coming(pieces))
    assert [piece async for piece in arrival] == list(pieces)
    return arrival.mark


@given(st.lists(st.binary(min_size=1, max_size=20)), st.integers(1, 7))
async def test_known_again(pieces: list[bytes], size: int) -> None:
    """A body is known again however it is cut into pieces, and another is not."""
    body = b"".join(pieces)
    again = [body[start : start + size] for start in range(0, len(body), size)]
    mark = await mark_of(pieces)
    assert await Arrival(coming(again)).repeats(mark)
    assert not await Arrival(coming([*again, b"x"])).repeats(mark)
    assert not await Arrival(coming(again)).repeats(None)


@given(st.lists(st.binary(min_size=1, max_size=20), min_size=1))
async def test_whole_after_look(pieces: list[bytes]) -> None:
    """What was kept back to be looked at comes all the same, and is marked like any other."""
    arrival = Arrival(coming(pieces))
    assert not await arrival.repeats("another")
    assert b"".join([piece async for piece in arrival]) == b"".join(pieces)
    assert arrival.mark == await mark_of(pieces)


async def test_large() -> None:
    """A body that is too large to be kept back is not waited for."""
    pieces = [b"x" * HELD, b"y", b"z"]
    arrival = Arrival(coming(pieces))
    assert not await arrival.repeats(await mark_of(pieces))
    assert [piece async for piece in arrival] == pieces
