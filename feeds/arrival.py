"""A body on its way, known again by its bytes as they come: the same gzip need not be unpacked to hold the same."""

import hashlib
from collections.abc import AsyncIterable, AsyncIterator

HELD = 131_072  # bytes that are kept back until it is clear whether they are new


class Arrival:
    """The pieces of a body. ``mark`` tells those that came by now from all others, whatever they are packed in."""

    def __init__(self, pieces: AsyncIterable[bytes]) -> None:
        self._pieces = aiter(pieces)
        self._held: list[bytes] = []
        self._hash = hashlib.blake2b(digest_size=16)

    @property
    def mark(self) -> str:
        """The same for the same."""
        return self._hash.hexdigest()

    async def repeats(self, mark: str | None) -> bool:
        """Whether all of it is the body of that mark; one that is too large to be kept back counts as another."""
        if mark is None:
            return False
        size = 0
        async for piece in self._pieces:
            self._hash.update(piece)
            self._held.append(piece)
            if (size := size + len(piece)) > HELD:
                return False
        return self.mark == mark

    async def __aiter__(self) -> AsyncIterator[bytes]:
        """Every piece, those that were kept back first."""
        for piece in self._held:
            yield piece
        async for piece in self._pieces:
            self._hash.update(piece)
            yield piece
