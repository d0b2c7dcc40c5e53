"""Telegram's updates, fetched by one long question after the other, by one bot alone."""

import asyncio
from collections import deque
from collections.abc import Callable
from typing import Any

import structlog
from telegram import Update
from telegram.error import Conflict, InvalidToken, NetworkError, RetryAfter, TelegramError
from telegram.ext import ExtBot
from telegram.request import BaseRequest

from bot.pace import wait_seconds
from services.ports import Clock

log = structlog.get_logger()

KINDS = [Update.MESSAGE, Update.CALLBACK_QUERY, Update.MY_CHAT_MEMBER, Update.INLINE_QUERY, Update.GUEST_MESSAGE]
QUESTION_SECONDS = 10  # that Telegram may wait for an update before it answers
PAUSE, PAUSE_LIMIT = 1.0, 30.0
RENEW_AFTER = 60.0  # seconds without an answer after which the connection itself is given up
# Telegram ends the older of two questions with 409. Who runs asks again at once, who waits gives way at the first
# 409: so one of two goes on, and the other's questions never displace it.
CONFLICTS, CONFLICT_SECONDS = 3, 10.0
WAIT_SECONDS = 30.0  # between two looks at whether the other has gone
CONFIRM_SECONDS = 2.0


class DisplacedError(Exception):
    """Another program fetches this bot's updates; the message is Telegram's."""


class Updates:
    """Puts what people write into the application's queue; ``heard`` is called at every answer of Telegram.

    ``request`` is what the bot fetches updates with.
    """

    def __init__(
        self,
        bot: ExtBot[Any],
        request: BaseRequest,
        queue: "asyncio.Queue[object]",
        clock: Clock,
        heard: Callable[[], None],
    ) -> None:
        self._bot = bot
        self._request = request
        self._queue = queue
        self._clock = clock
        self._heard = heard
        self._offset: int | None = None
        self._conflicts: deque[float] = deque(maxlen=CONFLICTS)

    async def run(self) -> None:
        """Fetch for ever; raises DisplacedError, and InvalidToken where Telegram refuses the token."""
        pause, answered = PAUSE, self._clock.monotonic()
        while True:
            try:
                await self._fetch()
                pause, answered = PAUSE, self._clock.monotonic()
                continue
            except InvalidToken:
                raise
            except Conflict as error:
                self._count(error)
                pause = PAUSE
            except RetryAfter as error:
                pause = wait_seconds(error)
            except TelegramError as error:
                log.warning("updates not fetched", reason=str(error), again_in=pause)
                if isinstance(error, NetworkError) and self._clock.monotonic() - answered > RENEW_AFTER:
                    await self._renew()
            await self._clock.sleep(pause)
            pause = min(pause * 2, PAUSE_LIMIT)

    async def _fetch(self) -> None:
        updates = await self._bot.get_updates(
            offset=self._offset, timeout=QUESTION_SECONDS, allowed_updates=KINDS, pool_timeout=QUESTION_SECONDS
        )
        self._heard()
        for update in updates:
            if self._offset is None or update.update_id >= self._offset:  # told twice is heard once
                self._offset = update.update_id + 1
                await self._queue.put(update)

    def _count(self, error: Conflict) -> None:
        now = self._clock.monotonic()
        self._conflicts.append(now)
        if len(self._conflicts) == CONFLICTS and now - self._conflicts[0] <= CONFLICT_SECONDS:
            self._conflicts.clear()
            raise DisplacedError(error.message)

    async def _renew(self) -> None:
        """New sockets: half-open ones can keep a pool busy for ever."""
        await self._request.shutdown()
        await self._request.initialize()

    async def await_turn(self) -> None:
        """Wait until nobody else fetches the updates any more."""
        while True:
            await self._clock.sleep(WAIT_SECONDS)
            try:
                if await self._alone():
                    return
            except InvalidToken:
                raise
            except TelegramError as error:
                log.info("another program still fetches this bot's updates", reason=str(error))

    async def _alone(self) -> bool:
        """Whether a question runs to its end; raises Conflict where another program ends it."""
        begun = self._clock.monotonic()
        while (left := QUESTION_SECONDS - (self._clock.monotonic() - begun)) > 0:
            # not confirmed by a later offset, so what comes here comes again to whoever goes on
            if await self._bot.get_updates(timeout=int(left) + 1, allowed_updates=KINDS):
                await self._clock.sleep(2 * PAUSE)  # the other's chance to ask
        return True

    async def confirm(self) -> None:
        """Tell Telegram what was taken, or it comes again after the next start."""
        if self._offset is None:
            return
        try:
            async with asyncio.timeout(CONFIRM_SECONDS):
                await self._bot.get_updates(offset=self._offset, timeout=0, limit=1)
        except (TelegramError, TimeoutError) as error:
            log.info("updates not confirmed, the last may come again", reason=str(error))
