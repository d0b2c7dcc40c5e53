"""Telegram's Bot API with a life of its own, for tests: it remembers, checks and fails as the real one does."""

import asyncio
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from bot.clock import SystemClock
from services.ports import Clock
from tests.fakes.telegram_faults import Answer, ApiError, Fault, FloodLimits, Plan, Script, error_answer
from tests.fakes.telegram_methods import METHODS
from tests.fakes.telegram_params import Params
from tests.fakes.telegram_people import People
from tests.fakes.telegram_world import File, Shown

T = TypeVar("T")

TOKEN = "4242:AAF-made-up-token-that-opens-nothing-at-all"


@dataclass(frozen=True, slots=True)
class Answered:
    """What the bot was told about a request; ``status`` is None where no answer came."""

    method: str
    chat_id: int | None
    status: int | None


class BotApi(People):
    """The server of one bot. ``history`` is what people saw, ``answered`` what the bot was told.

    ``flood`` makes it strict about limits; ``latency`` is how many seconds of its clock each request takes.
    """

    def __init__(
        self,
        *,
        clock: Clock | None = None,
        token: str = TOKEN,
        flood: FloodLimits | None = None,
        latency: float = 0,
    ) -> None:
        super().__init__(clock or SystemClock())
        self.token = token
        self.flood = flood
        self.latency = latency
        self.answered: list[Answered] = []
        self._script = Script()

    @property
    def history(self) -> list[Shown]:
        """Every message as it was sent, edited or deleted, oldest first."""
        return self.world.history

    def fail(
        self, fault: Fault, *, method: str | None = "sendMessage", chat_id: int | None = None, times: int | None = 1
    ) -> None:
        """Let the next requests fail: of one method or all (None), to one chat or all, so often or until healed."""
        self._script.add(Plan(fault, method, chat_id, times))

    def heal(self) -> None:
        """Nothing fails any more."""
        self._script.heal()

    def calls(self, method: str) -> list[Answered]:
        """The requests of one method so far."""
        return [answered for answered in self.answered if answered.method == method]

    async def call(self, token: str, method: str, values: Mapping[str, Any], files: Mapping[str, File]) -> Answer:
        """One request of the bot."""
        if self.latency:
            await self.world.clock.sleep(self.latency)
        params = Params(values, files)
        chat_id = params.number("chat_id")
        fault = self._script.take(method, chat_id)
        if fault is None:
            answer = await self._answer(token, method, params)
        else:
            if fault.accepted:
                await self._answer(token, method, params)
            answer = fault.answer
        self.answered.append(Answered(method, chat_id, answer.status if answer.way == "answer" else None))
        self.bell.ring()
        return answer

    async def until(self, predicate: Callable[[], T], within: float = 5) -> T:
        """Wait until something is so, and give what the predicate gave; AssertionError where it takes too long."""
        try:
            async with asyncio.timeout(within):
                while not (found := predicate()):
                    await self.bell.heard()
        except TimeoutError:
            seen = "\n".join(f"{shown.what} to {shown.chat_id}: {shown.text}" for shown in self.history[-20:])
            raise AssertionError(f"not so within {within} s; people last saw:\n{seen}") from None
        return found

    async def _answer(self, token: str, method: str, params: Params) -> Answer:
        try:
            result = await self._result(token, method, params)
        except ApiError as error:
            return error_answer(error.status, error.words, error.parameters)
        return Answer(status=200, body=json.dumps({"ok": True, "result": result}).encode())

    async def _result(self, token: str, method: str, params: Params) -> Any:
        if token != self.token:
            raise ApiError(401, "Unauthorized")
        if method == "getUpdates":
            return await self.updates.fetch(
                offset=params.number("offset") or 0,
                limit=params.number("limit") or 100,
                seconds=params.number("timeout") or 0,
                allowed=params.data("allowed_updates"),
            )
        if method not in METHODS:
            raise ApiError(404, "Not Found")
        self._check_flood(method, params.number("chat_id"))
        return METHODS[method](self.world, params)

    def _check_flood(self, method: str, chat_id: int | None) -> None:
        counted = method.startswith(("send", "edit")) and method != "sendChatAction"
        if self.flood is None or chat_id is None or not counted:
            return
        if (seconds := self.flood.refuse(chat_id, self.world.clock.monotonic())) is not None:
            raise ApiError(429, f"Too Many Requests: retry after {seconds}", retry_after=seconds)
