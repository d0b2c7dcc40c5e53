"""The simulator behind a real socket on loopback, for tests that start the bot as a process."""

import asyncio
import contextlib
import threading
from collections.abc import Callable, Iterator, Mapping
from typing import Any, TypeVar

from aiohttp import web

from tests.fakes.telegram import BotApi
from tests.fakes.telegram_world import Bubble, File

T = TypeVar("T")


class HttpFront:
    """Serves a BotApi at ``url`` plus token and method: JSON, forms and multipart uploads."""

    def __init__(self, api: BotApi) -> None:
        self._api = api
        self._runner: web.AppRunner | None = None
        self._port = 0

    @property
    def url(self) -> str:
        """What goes into telegram.api_url."""
        return f"http://127.0.0.1:{self._port}/bot"

    async def start(self) -> None:
        """Listen; at the same port as before where it was stopped in between."""
        application = web.Application(client_max_size=60_000_000)
        application.router.add_route("*", "/bot{token}/{method}", self._handle)
        application.router.add_get("/file/bot{token}/documents/{file_id}", self._file)
        self._runner = web.AppRunner(application, access_log=None, handler_cancellation=True, shutdown_timeout=0.1)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", self._port).start()
        self._port = self._runner.addresses[0][1]

    async def stop(self) -> None:
        """Nobody listens any more, and open requests are cut."""
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None

    async def __aenter__(self) -> "HttpFront":
        await self.start()
        return self

    async def __aexit__(self, *error: object) -> None:
        await self.stop()

    async def _handle(self, request: web.Request) -> web.StreamResponse:
        values, files = await read_request(request)
        answer = await self._api.call(request.match_info["token"], request.match_info["method"], values, files)
        if answer.way == "hang":
            await asyncio.Event().wait()
        if answer.way != "answer" and request.transport is not None:
            request.transport.abort()
        return web.Response(status=answer.status or 500, body=answer.body, content_type="application/json")

    async def _file(self, request: web.Request) -> web.StreamResponse:
        return web.Response(body=self._api.world.files[request.match_info["file_id"]].content)


async def read_request(request: web.Request) -> tuple[Mapping[str, Any], Mapping[str, File]]:
    """The parameters and files of a request, however they were encoded."""
    if request.content_type == "application/json":
        return dict(request.query) | await request.json(), {}
    values: dict[str, Any] = dict(request.query)
    files: dict[str, File] = {}
    for name, value in (await request.post()).items():
        if isinstance(value, web.FileField):
            files[name] = File(value.filename, value.file.read())
        else:
            values[name] = value
    return values, files


class BotApiThread:
    """A BotApi that lives in a thread of its own; every method may be called from the test's thread."""

    def __init__(self, api: BotApi, front: HttpFront, loop: asyncio.AbstractEventLoop) -> None:
        self._api = api
        self._front = front
        self._loop = loop

    @property
    def url(self) -> str:
        """What goes into telegram.api_url."""
        return self._front.url

    @property
    def token(self) -> str:
        """What goes into telegram.token."""
        return self._api.token

    def do(self, action: Callable[[BotApi], T]) -> T:
        """Run something on the api inside its thread: ``server.do(lambda api: api.block(7))``."""

        async def run() -> T:
            return action(self._api)

        return asyncio.run_coroutine_threadsafe(run(), self._loop).result(timeout=10)

    def say(self, chat_id: int, text: str, **details: Any) -> int:
        """Someone writes into a chat."""
        return self.do(lambda api: api.say(chat_id, text, **details))

    def press(self, chat_id: int, message_id: int | None, button: str, **details: Any) -> str:
        """Someone presses a button."""
        return self.do(lambda api: api.press(chat_id, message_id, button, **details))

    def shown(self, chat_id: int | None = None) -> list[Bubble]:
        """The bot's messages that stand in a chat now, or in all of them."""
        return self.do(lambda api: api.shown(chat_id))

    def texts(self, chat_id: int) -> list[str]:
        """What these messages say."""
        return self.do(lambda api: api.texts(chat_id))

    def wait_for(self, predicate: Callable[[BotApi], T], timeout: float = 10) -> T:
        """Wait until something is so; AssertionError with what people saw last where it takes too long."""
        waiting = self._api.until(lambda: predicate(self._api), timeout)
        return asyncio.run_coroutine_threadsafe(waiting, self._loop).result(timeout=timeout + 5)

    def stop(self) -> None:
        """Telegram is down."""
        asyncio.run_coroutine_threadsafe(self._front.stop(), self._loop).result(timeout=10)

    def start(self) -> None:
        """Telegram is back."""
        asyncio.run_coroutine_threadsafe(self._front.start(), self._loop).result(timeout=10)


@contextlib.contextmanager
def bot_api_thread(make: Callable[[], BotApi] = BotApi) -> Iterator[BotApiThread]:
    """A simulator on loopback beside a test that isn't asynchronous; gone when the block ends."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, name="bot-api")
    thread.start()
    api = make()
    server = BotApiThread(api, HttpFront(api), loop)
    try:
        server.start()
        yield server
    finally:
        server.stop()
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()
