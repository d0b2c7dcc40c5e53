"""Lines as they are typed or piped, without holding up anything else."""

import asyncio
import codecs
import contextlib
import os
import threading
from collections.abc import AsyncIterator

LONGEST = 100_000  # characters of a line; what is longer comes in parts
_AHEAD = 16  # chunks that are read before somebody takes them, so that endless input takes no room


async def typed_lines(descriptor: int) -> AsyncIterator[str]:
    """The lines of an open file descriptor, be it a terminal, a pipe or a file, until it ends."""
    loop = asyncio.get_running_loop()
    chunks: asyncio.Queue[bytes] = asyncio.Queue()
    room = threading.Semaphore(_AHEAD)

    def read() -> None:
        # RuntimeError: the loop was closed meanwhile, so nobody listens.
        with contextlib.suppress(RuntimeError):
            while room.acquire() and (chunk := read_chunk(descriptor)):
                loop.call_soon_threadsafe(chunks.put_nowait, chunk)
            loop.call_soon_threadsafe(chunks.put_nowait, b"")

    # A daemon, for nothing can wake a thread that waits for a key; os.read, for it takes no lock of sys.stdin with
    # it when the interpreter exits meanwhile.
    threading.Thread(target=read, daemon=True, name="keyboard").start()
    decoder = codecs.getincrementaldecoder("utf-8")("replace")
    rest = ""
    while chunk := await chunks.get():
        room.release()
        *lines, rest = (rest + decoder.decode(chunk)).split("\n")
        for line in lines:
            yield line.removesuffix("\r")
        if len(rest) > LONGEST:
            yield rest
            rest = ""
    if rest:
        yield rest


def read_chunk(descriptor: int) -> bytes:
    """What there is to read; nothing at the end, which a terminal that went away has reached too."""
    try:
        return os.read(descriptor, 4096)
    except OSError:
        return b""
