"""The link to Telegram: reached however long it takes, listened to, and left."""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

import structlog
from telegram.error import BadRequest, InvalidToken, TelegramError
from telegram.ext import Application

from bot.exits import RefusedStartError
from bot.updates import Updates
from handlers.menus import announce
from services.ports import Clock

log = structlog.get_logger()

RETRY_LIMIT = 60.0
WATCH_SECONDS = 60.0  # between two looks at whether Telegram still knows our webhook
REFUSED_TOKEN = "Telegram refuses the token: copy it anew from @BotFather into telegram.token"  # noqa: S105


class Link:
    """One application's way to Telegram.

    ``owners`` see a menu of their own. Updates are fetched, where ``updates`` are given, or brought by Telegram, where
    ``call_in`` asks it to.
    """

    def __init__(
        self,
        application: Application[Any, Any, Any, Any, Any, Any],
        clock: Clock,
        *,
        heard: Callable[[], None],
        owners: Sequence[int] = (),
        updates: Updates | None = None,
        call_in: Callable[[], Awaitable[object]] | None = None,
    ) -> None:
        self._application = application
        self._clock = clock
        self._heard = heard
        self._owners = owners
        self._updates = updates
        self._call_in = call_in

    async def open(self) -> None:
        """Reach Telegram and have updates handled; raises RefusedStartError where it doesn't want us."""
        await self._until_reached(self._application.initialize)
        log.info("connected", bot=f"@{self._application.bot.username}")
        await self._application.start()
        self._heard()

    async def listen(self) -> None:
        """Have updates come in and the menus shown, for ever; raises DisplacedError and RefusedStartError."""
        if self._call_in is not None:
            await self._until_reached(self._call_in)
        elif self._updates is not None:
            await self._until_reached(self._drop_webhook)
        menus = asyncio.create_task(self._show_menus(), name="menus")
        try:
            if self._updates is not None:
                await self._updates.run()
            await self._watch()
        except InvalidToken:
            raise RefusedStartError(REFUSED_TOKEN) from None
        finally:
            menus.cancel()
            await asyncio.gather(menus, return_exceptions=True)

    async def _drop_webhook(self) -> None:
        # A server without webhooks says just what it would say to a wrong token, and the first fetch tells of that.
        with contextlib.suppress(InvalidToken):
            await self._application.bot.delete_webhook()

    async def _show_menus(self) -> None:
        """Once Telegram takes them; what it can't do with them keeps nobody from being heard."""
        try:
            await self._until_reached(self.announce)
        except Exception as error:  # an answer of another shape raises whatever happens inside
            log.warning("menus not shown", reason=str(error))

    async def _watch(self) -> None:
        """Without updates of our own to fetch, ask now and then whether Telegram is there and knows us."""
        while True:
            try:
                await self._application.bot.get_me()
                self._heard()
            except InvalidToken:
                raise
            except TelegramError as error:
                log.warning("telegram not reached", reason=str(error), again_in=WATCH_SECONDS)
            await self._clock.sleep(WATCH_SECONDS)

    async def await_turn(self) -> None:
        """Wait until no other program fetches the updates; raises RefusedStartError."""
        assert self._updates is not None
        try:
            await self._updates.await_turn()
        except InvalidToken:
            raise RefusedStartError(REFUSED_TOKEN) from None

    async def close(self) -> None:
        """Finish the updates that came."""
        if self._application.running:
            if self._updates is not None:
                await self._updates.confirm()
            await self._application.stop()
        await self._application.shutdown()

    async def announce(self) -> None:
        """Give Telegram the menus of commands, for clients in each language."""
        await announce(self._application.bot, self._owners)

    async def _until_reached(self, call: Callable[[], Awaitable[object]]) -> None:
        """Call until Telegram answers: it may be down when we start."""
        pause = 1.0
        while True:
            try:
                await call()
                return
            except InvalidToken:
                # its text holds the token, so it is neither shown nor chained
                raise RefusedStartError(REFUSED_TOKEN) from None
            except BadRequest as error:
                raise RefusedStartError(f"Telegram refuses what the settings ask for: {error.message}") from None
            except TelegramError as error:
                log.warning("telegram not reached", reason=str(error), again_in=pause)
                await self._clock.sleep(pause)
                pause = min(pause * 2, RETRY_LIMIT)
