"""The doors that others knock at: Telegram's webhook, and /healthz for whoever watches the process."""

import hmac
import json
from typing import Any

import structlog
from aiohttp import web
from telegram import Update
from telegram.ext import Application

from bot.settings import Settings

log = structlog.get_logger()

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 (the header's name)
ALLOWED_UPDATES = [Update.MESSAGE, Update.CALLBACK_QUERY, Update.MY_CHAT_MEMBER]
LARGEST_UPDATE = 1_000_000  # bytes


class WebServer:
    """Serves what the settings ask for, and nothing where they ask for none."""

    def __init__(self, settings: Settings, application: Application[Any, Any, Any, Any, Any, Any]) -> None:
        self._settings = settings
        self._application = application
        self._runners: list[web.AppRunner] = []

    async def start(self) -> None:
        """Open the doors; raises OSError where an address is taken."""
        if self._settings.health.listen:
            await self._serve(self._settings.health.listen, [web.get("/healthz", self._health)])
        if self._settings.telegram.mode == "webhook":
            await self._serve(self._settings.telegram.webhook_listen, [web.post("/{path:.*}", self._update)])

    async def _serve(self, listen: str, routes: list[web.RouteDef]) -> None:
        app = web.Application(client_max_size=LARGEST_UPDATE)
        app.add_routes(routes)
        runner = web.AppRunner(app, access_log=None)
        self._runners.append(runner)
        await runner.setup()
        host, _, port = listen.rpartition(":")
        await web.TCPSite(runner, host, int(port)).start()
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
            allowed_updates=ALLOWED_UPDATES,
        )

    async def _health(self, _: web.Request) -> web.Response:
        well = self._application.running
        return web.Response(text="ok\n" if well else "not connected to Telegram\n", status=200 if well else 503)

    async def _update(self, request: web.Request) -> web.Response:
        secret = self._settings.telegram.webhook_secret.get_secret_value()
        # compared in constant time: an answer's delay must not tell how much of a guess was right
        if not hmac.compare_digest(request.headers.get(SECRET_HEADER, "").encode(), secret.encode()):
            return web.Response(status=403)
        try:
            update = Update.de_json(json.loads(await request.read()), self._application.bot)
        except (
            ValueError,
            TypeError,
            KeyError,
            AttributeError,
            RecursionError,
        ):  # what is no update trips the library somewhere
            return web.Response(status=400)
        await self._application.update_queue.put(update)
        return web.Response()
