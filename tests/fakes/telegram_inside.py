"""The simulator as python-telegram-bot's own request object: a whole Application without a socket."""

import asyncio
from typing import IO, Any

import httpx
from telegram import Update
from telegram.error import NetworkError, TimedOut
from telegram.ext import Application
from telegram.request import BaseRequest, RequestData

from tests.fakes.telegram import BotApi
from tests.fakes.telegram_faults import Answer
from tests.fakes.telegram_world import File


class InProcessRequest(BaseRequest):
    """Carries requests to a BotApi, and fails with what HTTPXRequest would have raised."""

    def __init__(self, api: BotApi) -> None:
        self._api = api

    @property
    def read_timeout(self) -> float | None:
        """As long as HTTPXRequest would wait."""
        return 5.0

    async def initialize(self) -> None:
        """Nothing to open."""

    async def shutdown(self) -> None:
        """Nothing to close."""

    async def do_request(
        self, url: str, method: str, request_data: RequestData | None = None, *timeouts: Any, **named: Any
    ) -> tuple[int, bytes]:
        """One request, answered by the simulator."""
        if "/file/bot" in url:
            return 200, self._api.world.files[url.rpartition("/")[2]].content
        token, _, api_method = url.rpartition("/bot")[2].partition("/")
        values = request_data.json_parameters if request_data else {}
        uploads = request_data.multipart_data if request_data else {}
        files = {part: as_file(name, content) for part, (name, content, _) in uploads.items()}
        answer = await self._api.call(token, api_method, values, files)
        if answer.way != "answer":
            raise_as_httpx(answer)
        return answer.status, answer.body


def as_file(name: str, content: bytes | IO[bytes]) -> File:
    """An upload as the simulator keeps it."""
    return File(name, content if isinstance(content, bytes) else content.read())


def raise_as_httpx(answer: Answer) -> None:
    """The error that HTTPXRequest makes of a broken connection, cause and all."""
    match answer.way:
        case "hang":
            raise TimedOut from httpx.ReadTimeout("")
        case "close":
            cause: httpx.HTTPError = httpx.RemoteProtocolError("Server disconnected without sending a response.")
        case _:
            cause = httpx.ConnectError("All connection attempts failed")
    raise NetworkError(f"httpx.{type(cause).__name__}: {cause}") from cause


async def deliver(api: BotApi, application: Application[Any, Any, Any, Any, Any, Any]) -> None:
    """Hand the waiting updates to an initialized application, one after the other, each to its end."""
    for update in api.updates.take():
        await application.process_update(Update.de_json(update, application.bot))
    await asyncio.sleep(0)
