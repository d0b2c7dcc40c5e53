"""The doors that others knock at: Telegram's webhook, /healthz and /metrics for whoever watches the process."""

import hmac
import json
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

import structlog
from aiohttp import web
from prometheus_client import CONTENT_TYPE_LATEST
from telegram import Update
from telegram.ext import Application

from bot.exits import RefusedStartError
from bot.pulse import Pulse
from bot.settings import Settings
from bot.updates import KINDS
from storage.errors import StorageError

log = structlog.get_logger()

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 (the header's name)
LARGEST_UPDATE = 1_000_000  # bytes
# What is no update trips the library somewhere.
NO_UPDATE = (ValueError, TypeError, KeyError, AttributeError, RecursionError)


class WebServer:
    """Serves what the settings ask for, and nothing where they ask for none."""

    def __init__(
        self,
        settings: Settings,
        application: Application[Any, Any, Any, Any, Any, Any],
        pulse: Pulse,
        page: Callable[[], Awaitable[bytes]],
        doors: Sequence[web.RouteDef] = (),
    ) -> None:
        """``page`` gives what /metrics shows; ``doors`` are served beside the webhook."""
        self._settings = settings
        self._application = application
        self._pulse = pulse
        self._page = page
        self._doors = doors
        self._runners: list[web.AppRunner] = []

    async def start(self) -> None:
        """Open the doors; raises RefusedStartError where nobody can listen at an address."""
        health, telegram = self._settings.health, self._settings.telegram
        if health.listen:
            routes = [web.get("/healthz", self._health), web.get("/metrics", self._metrics)]
            await self._serve("health.listen", health.listen, routes)
        if telegram.mode == "webhook":
            routes = [*self._doors, web.post("/{path:.*}", self._update)]
            await self._serve("telegram.webhook_listen", telegram.webhook_listen, routes)

    async def _serve(self, name: str, listen: str, routes: list[web.RouteDef]) -> None:
        app = web.Application(client_max_size=LARGEST_UPDATE)
        app.add_routes(routes)
        runner = web.AppRunner(app, access_log=None)
        self._runners.append(runner)
        await runner.setup()
        host, _, port = listen.rpartition(":")
        try:
            await web.TCPSite(runner, host, int(port)).start()
        except OSError as error:
            raise RefusedStartError(f"{name}: can't listen at {listen}: {error.strerror}") from error
        log.info("listening", address=listen)

    async def stop(self) -> None:
        """Close them."""
        for runner in self._runners:
            await runner.cleanup()

    async def set_webhook(self) -> None:
        """Tell Telegram where to bring updates."""
        telegram = self._settings.telegram
        await self._application.bot.set_webhook(
            telegram.webhook_url,
            secret_token=telegram.webhook_secret.get_secret_value(),
            allowed_updates=KINDS,
        )

    async def _health(self, _: web.Request) -> web.Response:
        silent = self._pulse.silent()
        return web.Response(
            text=f"no sign of life: {', '.join(silent)}\n" if silent else "ok\n", status=503 if silent else 200
        )

    async def _metrics(self, _: web.Request) -> web.Response:
        try:
            page = await self._page()
        except StorageError as error:
            return web.Response(text=f"{error}\n", status=503)
        return web.Response(body=page, headers={"Content-Type": CONTENT_TYPE_LATEST})

    async def _update(self, request: web.Request) -> web.Response:
        secret = self._settings.telegram.webhook_secret.get_secret_value()
        # compared in constant time: an answer's delay must not tell how much of a guess was right
        if not hmac.compare_digest(request.headers.get(SECRET_HEADER, "").encode(), secret.encode()):
            return web.Response(status=403)
        try:
            update = Update.de_json(json.loads(await request.read()), self._application.bot)
        except NO_UPDATE:
            return web.Response(status=400)
        await self._application.update_queue.put(update)
        return web.Response()
