"""Bodies unpacked while they come, never further than allowed."""

import zlib
from collections.abc import AsyncIterable

CHUNK = 65_536  # bytes that are unpacked at a time
GZIP = zlib.MAX_WBITS | 16
PACKED = frozenset({"gzip", "x-gzip"})


class BadBodyError(ValueError):
    """The body can't be taken; says why."""


async def whole_body(chunks: AsyncIterable[bytes], encoding: str, limit: int) -> bytes:
    """The body in one piece, unpacked. Raises BadBodyError if it is larger than ``limit``, or packed in another way."""
    unpack = unpacker(encoding)
    body = bytearray()
    async for chunk in chunks:
        more = True
        while more:
            piece, chunk = unpack.some(chunk)
            body += piece
            if len(body) > limit:
                raise BadBodyError(f"the answer is larger than {limit:,} bytes; raise polling.max_bytes if it may be")
            more = bool(chunk) or len(piece) >= CHUNK  # a full piece may leave something inside the stream
    unpack.finish()
    return bytes(body)


def unpacker(encoding: str) -> "Plain | Gzip":
    """What unpacks an answer with this Content-Encoding: one layer of gzip, for that is all we ask for."""
    named = encoding.strip().lower()
    if named in ("", "identity"):
        return Plain()
    if named in PACKED:
        return Gzip()
    raise BadBodyError(f"the answer is packed as {named[:40]!r}, though only gzip was asked for")


class Plain:
    """A body that is not packed."""

    def some(self, chunk: bytes) -> tuple[bytes, bytes]:
        """The next bytes of the body, and what is left of the chunk."""
        return chunk, b""

    def finish(self) -> None:
        """Nothing can be missing that the transfer itself would not miss."""


class Gzip:
    """A body packed with gzip, in one member or several."""

    def __init__(self) -> None:
        self._stream = zlib.decompressobj(GZIP)

    def some(self, chunk: bytes) -> tuple[bytes, bytes]:
        """The next bytes of the body, CHUNK at most, and what is left of the chunk."""
        if self._stream.eof:
            if not chunk.startswith(b"\x1f"):
                return b"", b""  # padding after the end, which every browser ignores
            self._stream = zlib.decompressobj(GZIP)
        try:
            piece = self._stream.decompress(chunk, CHUNK)
        except zlib.error as error:
            raise BadBodyError("the answer says that it is gzip, and is not") from error
        return piece, self._stream.unconsumed_tail or self._stream.unused_data

    def finish(self) -> None:
        """Raises BadBodyError if the end is missing."""
        if not self._stream.eof:
            raise BadBodyError("the answer is cut short within its gzip")
