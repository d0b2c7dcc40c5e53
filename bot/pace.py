"""The pace at which the bot speaks: each message waits for its turn, and none is lost to Telegram's limits."""

import asyncio
import datetime as dt
import math
from collections.abc import Callable, Coroutine
from enum import IntEnum
from typing import Any

from telegram.error import NetworkError, RetryAfter
from telegram.ext import BaseRateLimiter

from bot.pace_line import ChatKey, Line, Ticket
from services.ports import Clock

RETRIES = 5
PATIENCE = 60.0  # seconds; who is told to wait longer is told so at once, since the outbox waits better than we do
MARGIN = 0.5  # seconds added to what Telegram asks for: its clock is not ours
TOGETHER = 2.0  # seconds within which refusals from two chats mean that all of it is too fast
PACED = ("send", "edit", "copy", "forward")  # what the names of the methods that Telegram counts begin with

Answer = bool | dict[str, Any] | list[dict[str, Any]]


class Priority(IntEnum):
    """Who goes first, passed to the bot's methods as ``rate_limit_args``; without it a message is a reply."""

    REPLY = 0
    ALERT = 1
    EDIT = 2
    DIGEST = 3


class PaceStoppedError(NetworkError):
    """The bot stopped while the message waited for its turn: it was surely not sent."""


def wait_seconds(error: RetryAfter) -> float:
    """How long Telegram asks us to wait, in seconds."""
    wait = error.retry_after
    return wait.total_seconds() if isinstance(wait, dt.timedelta) else float(wait)


class Pace(BaseRateLimiter[int]):
    """python-telegram-bot's rate limiter with priorities, smooth over the second, that survives a 429.

    A refusal holds its chat, refusals from two chats at once hold everyone and lower the rate for a while; the message
    keeps its place and is sent again, up to RETRIES times. A wait over PATIENCE is raised as RetryAfter to everyone
    it concerns. ``sent`` and ``refused`` count the requests that were taken, and those answered with 429.
    """

    def __init__(self, clock: Clock, *, per_second: float) -> None:
        self._clock = clock
        self._line = Line(per_second)
        self._turns: dict[Ticket, asyncio.Future[None]] = {}
        self._refusals: dict[ChatKey, float] = {}
        self._joined = asyncio.Event()
        self._caller: asyncio.Task[None] | None = None
        self.sent = 0
        self.refused = 0

    @property
    def rate(self) -> float:
        """Messages a second that go at the most, now."""
        return self._line.rate(self._clock.monotonic())

    @property
    def waiting(self) -> int:
        """How many messages wait for their turn."""
        return len(self._line)

    async def initialize(self) -> None:
        """Nothing to prepare; the application and its updater both call it."""

    async def shutdown(self) -> None:
        """Send everyone home who still waits."""
        self._dismiss(lambda _: True, PaceStoppedError("stopped before it was sent"))
        caller, self._caller = self._caller, None  # who joins from now on begins a new line
        if caller is not None:
            caller.cancel()
            await asyncio.wait([caller])

    async def process_request(
        self,
        callback: Callable[..., Coroutine[Any, Any, Answer]],
        args: Any,
        kwargs: dict[str, Any],
        endpoint: str,
        data: dict[str, Any],
        rate_limit_args: int | None,
    ) -> Answer:
        """Make the request when its turn has come; what is no message goes at once."""
        chat = chat_key(data.get("chat_id"))
        if chat is None or not endpoint.startswith(PACED) or endpoint == "sendChatAction":
            return await callback(*args, **kwargs)
        ticket = self._line.ticket(chat, rate_limit_args or Priority.REPLY)
        for _ in range(RETRIES):
            await self._turn(ticket)
            try:
                return await self._counted(callback(*args, **kwargs))
            except RetryAfter as error:
                self._hold(chat, wait_seconds(error) + MARGIN)
        await self._turn(ticket)
        return await self._counted(callback(*args, **kwargs))

    async def _counted(self, request: Coroutine[Any, Any, Answer]) -> Answer:
        try:
            answer = await request
        except RetryAfter:
            self.refused += 1
            raise
        self.sent += 1
        return answer

    async def _turn(self, ticket: Ticket) -> None:
        held = self._line.held(ticket.chat, self._clock.monotonic())
        if held > PATIENCE:
            raise RetryAfter(math.ceil(held))
        turn = self._turns[ticket] = asyncio.get_running_loop().create_future()
        self._line.join(ticket)
        self._joined.set()
        if self._caller is None or self._caller.done():
            self._caller = asyncio.create_task(self._call_out())
        try:
            await turn
        finally:
            self._line.leave(ticket)
            del self._turns[ticket]

    async def _call_out(self) -> None:
        """Give everyone their turn; lives as long as anyone waits."""
        while (seconds := self._line.wait(self._clock.monotonic())) is not None:
            if seconds > 0:
                await self._pause(seconds)
            while (ticket := self._line.next(self._clock.monotonic())) is not None:
                turn = self._turns[ticket]
                if not turn.done():
                    turn.set_result(None)

    async def _pause(self, seconds: float) -> None:
        """Wait for the time or for someone new, who may be allowed to speak sooner."""
        self._joined.clear()
        waits = {asyncio.ensure_future(self._clock.sleep(seconds)), asyncio.ensure_future(self._joined.wait())}
        try:
            await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for wait in waits:
                wait.cancel()

    def _hold(self, chat: ChatKey, seconds: float) -> None:
        now = self._clock.monotonic()
        self._refusals = {other: at for other, at in self._refusals.items() if now - at <= TOGETHER}
        self._refusals[chat] = now
        everyone = len(self._refusals) > 1
        self._line.hold(chat, now + seconds)
        if everyone:
            self._line.slow(now)
            self._line.hold_all(now + seconds)
        if seconds > PATIENCE:
            self._dismiss(lambda ticket: everyone or ticket.chat == chat, RetryAfter(math.ceil(seconds)))

    def _dismiss(self, concerned: Callable[[Ticket], bool], error: Exception) -> None:
        for ticket, turn in self._turns.items():
            if concerned(ticket) and not turn.done():
                turn.set_exception(error)


def chat_key(chat_id: Any) -> ChatKey | None:
    """One key for a chat however its id is written; None where a request is for no chat."""
    if isinstance(chat_id, str) and chat_id.lstrip("-").isdecimal():
        return int(chat_id)
    return chat_id if isinstance(chat_id, int | str) else None
