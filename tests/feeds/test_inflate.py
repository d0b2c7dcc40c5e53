"""Bodies unpacked within limits."""

import gzip
from collections.abc import AsyncIterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from feeds.inflate import BadBodyError, whole_body

LIMIT = 300_000


async def pieces(body: bytes, size: int) -> AsyncIterator[bytes]:
    """A body as it comes over the wire."""
    for start in range(0, len(body), size):
        yield body[start : start + size]


@settings(deadline=None)
@given(
    st.binary(max_size=500) | st.integers(0, LIMIT).map(bytes), st.integers(1, 3), st.sampled_from([1, 7, 1000, 10**6])
)
async def test_round_trip(body: bytes, members: int, size: int) -> None:
    """What was packed comes out whole, in however many members and pieces it comes."""
    packed = gzip.compress(body) * members + b"\0\0"
    if len(body) * members <= LIMIT:
        assert await whole_body(pieces(packed, size), "gzip", LIMIT) == body * members
    else:
        with pytest.raises(BadBodyError, match="larger"):
            await whole_body(pieces(packed, size), "gzip", LIMIT)


@pytest.mark.parametrize("encoding", ["gzip, gzip, gzip", "br", "deflate", "zstd", "x" * 500])
async def test_other_packing(encoding: str) -> None:
    """Only one layer of gzip is unpacked."""
    with pytest.raises(BadBodyError, match="only gzip"):
        await whole_body(pieces(b"x", 1), encoding, LIMIT)


@pytest.mark.parametrize(
    ("body", "says"), [(b"<rss/>", "is not"), (gzip.compress(b"x" * 999)[:-5], "cut short"), (b"", "cut short")]
)
async def test_bad_gzip(body: bytes, says: str) -> None:
    """Gzip that is none, or not whole, is an error."""
    with pytest.raises(BadBodyError, match=says):
        await whole_body(pieces(body, 10), "gzip", LIMIT)


async def test_plain_limit() -> None:
    """A body that is not packed is cut off too, without waiting for its end."""

    async def endless() -> AsyncIterator[bytes]:
        while True:
            yield b" " * 10_000

    with pytest.raises(BadBodyError, match="larger"):
        await whole_body(endless(), "", LIMIT)
