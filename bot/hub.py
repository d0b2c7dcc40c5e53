"""Where WebSub hubs knock: beside Telegram's webhook, at a path that only they know."""

from aiohttp import web

from services.websub import Hubs

PLACE = "websub"


def hub_routes(hubs: Hubs) -> list[web.RouteDef]:
    """What a web server answers hubs with."""

    async def confirm(request: web.Request) -> web.Response:
        """Say whether we asked for this."""
        asked = request.query
        topic, seconds = asked.get("hub.topic", ""), asked.get("hub.lease_seconds", "")
        if not await hubs.confirm(request.match_info["path"], asked.get("hub.mode", ""), topic, seconds):
            return web.Response(status=404)
        return web.Response(text=asked.get("hub.challenge", ""), content_type="text/plain")

    async def bring(request: web.Request) -> web.Response:
        """Take the news."""
        body, signature = await request.read(), request.headers.get("X-Hub-Signature", "")
        taken = await hubs.bring(request.match_info["path"], signature, body, request.headers.get("Content-Type"))
        return web.Response(status=202 if taken else 404)

    # the TLS proxy may keep the webhook's own path in front, or take it away
    path = rf"/{{before:(?:.*/)?}}{PLACE}/{{path:[\w-]{{8,64}}}}"
    return [web.get(path, confirm), web.post(path, bring)]


def hub_address(webhook_url: str) -> str:
    """Where hubs reach us: below the address that the proxy passes on to us already."""
    return f"{webhook_url.rstrip('/')}/{PLACE}"
