"""Outlets for benchmarks: one process, as many hosts as loopback has addresses, no more work than must be.

Paths: /KIND/NUMBER.rss. "still" answers 304 to whoever has the edition, "same" 200 with an unchanged body, "news" 200
with the present edition, "hang" nothing. /edition/N sets the edition.
"""

import asyncio
import sys

from benchmarks.feeds.bodies import packed

VARIANTS = 20  # of the bodies that never change
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/rss+xml\r\nContent-Encoding: gzip\r\nETag: "
UNCHANGED = b'HTTP/1.1 304 Not Modified\r\nETag: "e1"\r\n\r\n'
DONE = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"


class State:
    """What all connections share."""

    edition = 1


class Answering(asyncio.Protocol):
    """One connection; requests without bodies, one after the other."""

    def __init__(self, state: State) -> None:
        self._state = state
        self._buffer = b""
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Remember where answers go."""
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        """Answer every whole request."""
        self._buffer += data
        while b"\r\n\r\n" in self._buffer:
            request, _, self._buffer = self._buffer.partition(b"\r\n\r\n")
            answer = self._answer(request)
            if answer and self._transport is not None:
                self._transport.write(answer)

    def _answer(self, request: bytes) -> bytes:
        kind, _, name = request.split(b" ", 2)[1].strip(b"/").partition(b"/")
        number = int(name.partition(b".")[0] or 0)
        match kind:
            case b"still" if b'\r\nIf-None-Match: "e1"' in request:
                return UNCHANGED
            case b"still" | b"same":
                return whole(packed(number % VARIANTS, 0), b'"e1"')
            case b"news":
                return whole(packed(number, self._state.edition), b'"n%d"' % self._state.edition)
            case b"hang":
                return b""
            case b"edition":
                self._state.edition = number
                return DONE
        return b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"


def whole(body: bytes, tag: bytes) -> bytes:
    """A whole answer."""
    return b"%s%s\r\nContent-Length: %d\r\n\r\n%s" % (HEAD, tag, len(body), body)


def hosts(count: int) -> list[str]:
    """So many addresses of loopback."""
    return [f"127.0.{1 + n // 250}.{1 + n % 250}" for n in range(count)]


async def serve(count: int, news: int) -> None:
    """Serve until the input ends; the first line tells the port."""
    loop = asyncio.get_running_loop()
    for number in range(VARIANTS):
        packed(number, 0)
    for number in range(news):
        for edition in (1, 2):
            packed(number, edition)
    state = State()
    server = await loop.create_server(lambda: Answering(state), "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    await loop.create_server(lambda: Answering(state), hosts(count), port, backlog=1024)
    print(port, flush=True)
    await loop.run_in_executor(None, sys.stdin.read)


if __name__ == "__main__":
    asyncio.run(serve(int(sys.argv[1]), int(sys.argv[2])))
