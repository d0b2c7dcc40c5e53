"""Questions over HTTP/1.1: aiohttp's connections and its parser, without all that its session does for browsers.

A session takes three times the processor for each question, which tells where ten thousand are asked a minute. What a
connection's protocol has for sessions (``exchanged``) is nothing that aiohttp promises: its version is locked.
"""

import base64
import re
from collections.abc import Awaitable, Callable, Mapping
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from functools import cached_property, partial
from urllib.parse import unquote

import aiohttp
from aiohttp.client_reqrep import ConnectionKey
from aiohttp.connector import Connection
from aiohttp.http import HttpProcessingError, RawResponseMessage
from multidict import CIMultiDictProxy
from yarl import URL

Head = tuple[RawResponseMessage, aiohttp.StreamReader]

CONTROL = re.compile(r"[\x00-\x08\x0a-\x1f\x7f]")
NO_LIMIT = aiohttp.ClientTimeout(total=None, sock_connect=None)  # whoever asks has a limit for all of it
HOSTS = 20_000  # whose connections' description is kept


class BadAnswerError(aiohttp.ClientError):
    """What came is no HTTP."""


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer whose head is here; ``content`` is its body, packed as it comes."""

    place: URL
    status: int
    headers: CIMultiDictProxy[str]
    content: aiohttp.StreamReader


class Host(aiohttp.ClientRequest):
    """How the connector wants to be told where to connect to; kept, though it expects to be told each time anew."""

    @cached_property
    def connection_key(self) -> ConnectionKey:
        """What tells connections apart that may be used for one another."""
        return super().connection_key


class Exchange:
    """One question and its answer, on a connection that is held until the body was read or isn't wanted."""

    __slots__ = ("_connect", "_connection", "_place", "_question", "_tries")

    def __init__(self, connect: Callable[[], Awaitable[Connection]], place: URL, question: bytes, tries: int) -> None:
        self._connect = connect
        self._connection: Connection | None = None
        self._place = place
        self._question = question
        self._tries = tries

    async def __aenter__(self) -> Answer:
        """The answer's head; asked once more where a connection that was kept had been closed at the other end."""
        while True:
            self._tries -= 1
            connection = await self._connect()
            try:
                answer = await exchanged(connection, self._place, self._question)
            except (aiohttp.ClientOSError, aiohttp.ServerDisconnectedError):
                connection.close()
                if self._tries <= 0:
                    raise
            except BaseException:
                connection.close()
                raise
            else:
                self._connection = connection
                return answer

    async def __aexit__(self, kind: type[BaseException] | None, *_: object) -> None:
        assert self._connection is not None
        if kind is None:
            self._connection.release()  # which closes it, unless the body was read to its end
        else:
            self._connection.close()


class Wire:
    """Asks one question at a time on each of a connector's connections. No cookies, no redirects, no unpacking."""

    def __init__(self, connector: aiohttp.BaseConnector, headers: Mapping[str, str]) -> None:
        """``headers`` go with every question."""
        self._connector = connector
        self._headers = dict(headers)
        self._hosts: dict[tuple[str, str | None, int | None], Host] = {}

    def ask(
        self, place: URL, headers: Mapping[str, str], form: bytes | None = None
    ) -> AbstractAsyncContextManager[Answer]:
        """The answer to a GET, or to a POST of a form. Raises aiohttp.ClientError, OSError or ValueError."""
        connect = partial(self._connector.connect, self._host(place), traces=[], timeout=NO_LIMIT)
        question = worded(place, {**self._headers, **headers}, form)
        return Exchange(connect, place, question, tries=1 if form is not None else 2)

    async def close(self) -> None:
        """Let go of every connection."""
        await self._connector.close()

    def _host(self, place: URL) -> Host:
        key = (place.scheme, place.raw_host, place.port)
        if (known := self._hosts.get(key)) is None:
            if len(self._hosts) >= HOSTS:
                self._hosts.clear()
            known = self._hosts[key] = Host("GET", place.origin())
        return known


async def exchanged(connection: Connection, place: URL, question: bytes) -> Answer:
    """Send a question and read the head of its answer."""
    protocol = connection.protocol
    if protocol is None or protocol.transport is None:
        raise aiohttp.ServerDisconnectedError
    protocol.set_response_params(read_until_eof=True, auto_decompress=False)
    protocol.transport.write(question)
    message, content = await final(protocol.read)
    return Answer(place, message.code, message.headers, content)


async def final(read: Callable[[], Awaitable[Head]]) -> Head:
    """The head of the final answer; those that only say that it will come are passed over."""
    while True:
        try:
            message, content = await read()
        except HttpProcessingError as error:
            raise BadAnswerError(error.message) from error
        if not 100 <= message.code < 200 or message.code == 101:
            return message, content


def worded(place: URL, headers: Mapping[str, str], form: bytes | None) -> bytes:
    """A question as it goes over the wire. Raises ValueError for a header that would not stay one."""
    lines = [
        f"{'GET' if form is None else 'POST'} {place.raw_path_qs} HTTP/1.1",
        f"Host: {place.host_port_subcomponent}",
    ]
    lines += (f"{name}: {value}" for name, value in headers.items())
    if place.raw_user is not None:
        login = f"{unquote(place.raw_user)}:{unquote(place.raw_password or '')}"
        lines.append(f"Authorization: Basic {base64.b64encode(login.encode()).decode()}")
    if form is not None:
        lines += ("Content-Type: application/x-www-form-urlencoded", f"Content-Length: {len(form)}")
    told = " ".join(lines)
    if not told.isprintable() and CONTROL.search(told):
        raise ValueError("a header holds control characters")
    return "\r\n".join([*lines, "", ""]).encode() + (form or b"")
