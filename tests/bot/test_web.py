"""The doors that others knock at."""

import io
import json
import socket
from collections.abc import AsyncIterator

import aiohttp
import pytest

from bot.settings import Settings
from bot.web import SECRET_HEADER, WebServer
from tests.handlers.talk import Talk, open_talk

SECRET = "a-secret-of-enough-letters"
UPDATE = {"update_id": 1, "message": {"message_id": 1, "date": 1, "chat": {"id": 7, "type": "private"}, "text": "hi"}}


def free_address() -> str:
    """An address on loopback that nobody listens at."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return f"127.0.0.1:{probe.getsockname()[1]}"


@pytest.fixture
async def talk() -> AsyncIterator[Talk]:
    async with open_talk() as talk:
        yield talk


async def status(method: str, url: str, **given: object) -> int:
    async with aiohttp.ClientSession() as client, client.request(method, url, **given) as answer:  # type: ignore[arg-type]
        return answer.status


async def test_health(talk: Talk) -> None:
    """Well only while the application runs."""
    address = free_address()
    settings = Settings.model_validate({"health": {"listen": address}})
    web = WebServer(settings, talk.app.application)
    await web.start()
    assert await status("GET", f"http://{address}/healthz") == 503
    await talk.app.application.start()
    assert await status("GET", f"http://{address}/healthz") == 200
    await talk.app.application.stop()
    await web.stop()


WEBHOOKS = [
    ("the right secret", {SECRET_HEADER: SECRET}, UPDATE, 200),
    ("no secret", {}, UPDATE, 403),
    ("a wrong secret", {SECRET_HEADER: SECRET[:-1]}, UPDATE, 403),
    ("no update", {SECRET_HEADER: SECRET}, [], 400),
    ("half an update", {SECRET_HEADER: SECRET}, {"update_id": 1, "message": {}}, 400),
    ("too much", {SECRET_HEADER: SECRET}, {"update_id": 1, "x": "y" * 2_000_000}, 413),
]


@pytest.mark.parametrize(("headers", "body", "code"), [row[1:] for row in WEBHOOKS], ids=[row[0] for row in WEBHOOKS])
async def test_webhook(talk: Talk, headers: dict[str, str], body: object, code: int) -> None:
    """Only Telegram's own updates come in."""
    address = free_address()
    telegram = {
        "mode": "webhook",
        "webhook_url": "https://bot.example/hook",
        "webhook_listen": address,
        "webhook_secret": SECRET,
    }
    web = WebServer(Settings.model_validate({"telegram": telegram}), talk.app.application)
    await web.start()
    sent = io.BytesIO(json.dumps(body).encode())
    assert await status("POST", f"http://{address}/hook", headers=headers, data=sent) == code
    assert talk.app.application.update_queue.qsize() == (code == 200)
    await web.stop()
