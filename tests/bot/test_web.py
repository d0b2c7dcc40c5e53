"""The doors that others knock at."""

import io
import json
import socket
from collections.abc import AsyncIterator

import aiohttp
import pytest

from bot.exits import RefusedStartError
from bot.pulse import PATIENCE, SENDER, TICKS, UPDATES, Pulse
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


async def nothing() -> bytes:
    """A page without figures."""
    return b""


async def read(url: str) -> str:
    async with aiohttp.ClientSession() as client, client.get(url) as answer:
        return await answer.text()


async def test_taken_address(talk: Talk) -> None:
    """Where somebody else listens, the setting is named, and the address."""
    with socket.create_server(("127.0.0.1", 0)) as other:
        address = f"127.0.0.1:{other.getsockname()[1]}"
        settings = Settings.model_validate({"health": {"listen": address}})
        web = WebServer(settings, talk.app.application, Pulse(talk.clock), nothing)
        with pytest.raises(RefusedStartError, match=f"health.listen: can't listen at {address}: .*in use"):
            await web.start()
        await web.stop()


async def test_health(talk: Talk) -> None:
    """Well only while ticks, sender and updates live; else it says which of them doesn't."""
    address = free_address()
    settings = Settings.model_validate({"health": {"listen": address}})
    pulse = Pulse(talk.clock)
    web = WebServer(settings, talk.app.application, pulse, nothing)
    await web.start()
    for part in PATIENCE:
        assert await status("GET", f"http://{address}/healthz") == 503
        pulse.beat(part)
    assert await status("GET", f"http://{address}/healthz") == 200
    talk.clock.advance(PATIENCE[SENDER] + 1)
    pulse.beat(TICKS)
    pulse.beat(UPDATES)
    assert await read(f"http://{address}/healthz") == "no sign of life: sender\n"
    await web.stop()


FIGURES = (
    'ratingwire_outbox{state="due"} 0.0',
    'ratingwire_outbox{state="dead"} 0.0',
    "ratingwire_oldest_alert_seconds 0.0",
    "ratingwire_sends_total 1.0",
    "ratingwire_refusals_total 0.0",
    'ratingwire_feeds{state="failing"} 0.0',
    'ratingwire_build_info{version="',
    'ratingwire_alive{part="sender"} ',
    'ratingwire_sending_seconds{quantile="0.95"} ',
    'ratingwire_finding_seconds{quantile="0.5"} 0.0',
    "ratingwire_pace 28.0",
)


async def test_metrics(talk: Talk) -> None:
    """Prometheus finds every figure, and no text from a feed."""
    await talk.say("/watch RIOT")
    await talk.tell("UBS Upgrades Riot Platforms (NASDAQ:RIOT) to Buy from Neutral")
    talk.app._pace.sent = 1
    address = free_address()
    settings = Settings.model_validate({"health": {"listen": address}})
    web = WebServer(settings, talk.app.application, talk.app.pulse, talk.app._page)
    await web.start()
    page = await read(f"http://{address}/metrics")
    await web.stop()
    for figure in FIGURES:
        assert figure in page
    assert "UBS" not in page


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
    web = WebServer(Settings.model_validate({"telegram": telegram}), talk.app.application, talk.app.pulse, nothing)
    await web.start()
    sent = io.BytesIO(json.dumps(body).encode())
    assert await status("POST", f"http://{address}/hook", headers=headers, data=sent) == code
    assert talk.app.application.update_queue.qsize() == (code == 200)
    await web.stop()
