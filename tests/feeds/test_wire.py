"""HTTP as it goes over the wire, against a server that says exactly what it is told to."""

import asyncio
from collections.abc import AsyncIterator

import aiohttp
import pytest
from yarl import URL

from feeds.wire import BadAnswerError, Wire, worded

OK = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"
CLOSE = b""


class Script:
    """A server whose connections answer question by question, and close where the answer is CLOSE."""

    def __init__(self) -> None:
        self.answers: list[bytes] = []
        self.asked: list[bytes] = []
        self.connections = 0
        self.base = URL()

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One connection."""
        self.connections += 1
        try:
            while question := await reader.readuntil(b"\r\n\r\n"):
                self.asked.append(question)
                answer = self.answers.pop(0)
                if answer == CLOSE:
                    break
                writer.write(answer)
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            writer.close()


@pytest.fixture
async def script() -> AsyncIterator[Script]:
    """A server on loopback."""
    script = Script()
    server = await asyncio.start_server(script.serve, "127.0.0.1", 0)
    script.base = URL("http://{}:{}/".format(*server.sockets[0].getsockname()))
    yield script
    server.close()


@pytest.fixture
async def wire() -> AsyncIterator[Wire]:
    """A wire of its own."""
    wire = Wire(aiohttp.TCPConnector(limit_per_host=1), {"User-Agent": "Test"})
    yield wire
    await wire.close()


async def told(wire: Wire, place: URL, form: bytes | None = None) -> tuple[int, bytes]:
    """The status and the body of an answer."""
    async with wire.ask(place, {"Accept": "a/b"}, form) as answer:
        return answer.status, await answer.content.read()


async def test_one_connection(script: Script, wire: Wire) -> None:
    """Questions to one host share a connection, one after the other."""
    script.answers = [OK, OK, b"HTTP/1.1 304 Not Modified\r\n\r\n", OK]
    assert [await told(wire, script.base / str(n)) for n in range(4)] == [(200, b"ok")] * 2 + [(304, b""), (200, b"ok")]
    assert script.connections == 1
    assert script.asked[1].startswith(
        b"GET /1 HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nUser-Agent: Test\r\n" % script.base.port
    )


@pytest.mark.parametrize("early", [b"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n", b"HTTP/1.1 100 Continue\r\n\r\n"])
async def test_early_answers(script: Script, wire: Wire, early: bytes) -> None:
    """What only says that an answer will come is no answer."""
    script.answers = [early + OK]
    assert await told(wire, script.base) == (200, b"ok")


async def test_kept_connection_closed(script: Script, wire: Wire) -> None:
    """A kept connection that the outlet closes costs one more try, and no more than one."""
    script.answers = [OK, CLOSE, OK]
    assert [await told(wire, script.base) for _ in range(2)] == [(200, b"ok")] * 2
    script.answers = [CLOSE, CLOSE, OK]
    with pytest.raises(aiohttp.ServerDisconnectedError):
        await told(wire, script.base)


async def test_form_is_sent_once(script: Script, wire: Wire) -> None:
    """A form is never sent a second time by itself."""
    script.answers = [CLOSE, OK]
    with pytest.raises(aiohttp.ClientError):
        await told(wire, script.base, b"a=b")
    assert len(script.asked) == 1


@pytest.mark.parametrize("answer", [b"SSH-2.0-OpenSSH\r\n\r\n", b"HTTP/1.1 200 OK\r\nContent-Length: 2, 3\r\n\r\nok"])
async def test_no_http(script: Script, wire: Wire, answer: bytes) -> None:
    """Another protocol, and lengths that contradict each other, are no answer."""
    script.answers = [answer]
    with pytest.raises(BadAnswerError):
        await told(wire, script.base)


async def test_unread_body(script: Script, wire: Wire) -> None:
    """A connection with an unread body is not used again: its rest would pass for the next answer."""
    script.answers = [b"HTTP/1.1 500 Oh\r\nContent-Length: 99\r\n\r\nHTTP/1.1 200 OK", OK]
    async with wire.ask(script.base, {}) as answer:
        assert answer.status == 500
    assert await told(wire, script.base) == (200, b"ok")
    assert script.connections == 2


@pytest.mark.parametrize(
    ("place", "says"),
    [
        ("http://desk.example/a?b=c d", b"GET /a?b=c+d HTTP/1.1\r\nHost: desk.example\r\n\r\n"),
        ("https://desk.example:443/#part", b"GET / HTTP/1.1\r\nHost: desk.example\r\n\r\n"),
        ("http://[2001:db8::1]:81/", b"GET / HTTP/1.1\r\nHost: [2001:db8::1]:81\r\n\r\n"),
        (
            "http://me:p%3Aw@desk.example/",
            b"GET / HTTP/1.1\r\nHost: desk.example\r\nAuthorization: Basic bWU6cDp3\r\n\r\n",
        ),
        ("http://desk.example/\r\nX-Evil: 1", b"GET /X-Evil:%201 HTTP/1.1\r\nHost: desk.example\r\n\r\n"),
    ],
)
def test_question(place: str, says: bytes) -> None:
    """A question names its host and path as HTTP wants them, whatever the address holds."""
    assert worded(URL(place), {}, None) == says


@pytest.mark.parametrize("value", ["a\r\nX-Evil: 1", "a\nb", "a\0"])
def test_no_smuggling(value: str) -> None:
    """A header that would become two is refused."""
    with pytest.raises(ValueError, match="control"):
        worded(URL("http://desk.example/"), {"If-None-Match": value}, None)
