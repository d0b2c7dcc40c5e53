"""Hubs that bring news: asked, checked, renewed; and the feed itself goes on telling."""

import hashlib
import hmac
from collections.abc import AsyncIterator

import pytest
from aiohttp import ClientSession, web

from bot.hub import hub_address, hub_routes
from feeds.errors import FetchError
from services.manners import Manners
from services.websub import Hubs
from storage.leases import Lease
from tests.services.house import DESK, LEDGER, House

HUB, TOPIC = "https://hub.example/", "https://desk.example/feed"
NEWS = (
    "<rss><channel><item><title>Mizuho starts CIFR at Buy</title><guid>https://desk.example/9</guid>"
    "<link>https://desk.example/9</link></item></channel></rss>"
)


@pytest.fixture
async def hubs(house: House) -> Hubs:
    """Hubs for a house in which the desk's feed names one."""
    (desk,) = [feed for feed in await house.memory.ask(lambda store: store.feeds.active()) if feed.url == DESK]
    await house.memory.ask(lambda store: store.looks.save([desk._replace(hub=HUB, topic=TOPIC)]))
    address = hub_address("https://bot.example/telegram/")
    return Hubs(house.memory, house.fetcher, house.clock, Manners(house.clock, gap=0), house.poller, address=address)


@pytest.fixture
async def door(hubs: Hubs) -> AsyncIterator[str]:
    """The door at which hubs knock, on loopback, with Telegram's behind it."""

    async def telegram(_: web.Request) -> web.Response:
        return web.Response(text="telegram")

    app = web.Application()
    app.add_routes([*hub_routes(hubs), web.post("/{path:.*}", telegram)])
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    host, port = runner.addresses[0][:2]
    yield f"http://{host}:{port}"
    await runner.cleanup()


async def lease_of(house: House) -> Lease:
    feeds = await house.memory.ask(lambda store: store.feeds.active())
    feed_id = next(feed.id for feed in feeds if feed.url == DESK)
    lease = await house.memory.ask(lambda store: store.leases.of(feed_id))
    assert lease is not None
    return lease


async def test_subscribe(house: House, hubs: Hubs) -> None:
    """A feed's hub is asked once for a lease, with a path and a secret that nobody else knows."""
    await hubs.renew()
    await hubs.renew()
    ((url, form),) = house.fetcher.told
    lease = await lease_of(house)
    assert url == HUB
    assert form["hub.topic"] == TOPIC
    assert form["hub.callback"] == f"https://bot.example/telegram/websub/{lease.path}"
    assert form["hub.secret"] == lease.secret
    assert len(lease.path) >= 24
    assert len(lease.secret) == 64


async def test_renewal(house: House, hubs: Hubs) -> None:
    """A lease is renewed before it ends, and asked for again where the hub said nothing or was down."""
    await hubs.renew()
    lease = await lease_of(house)
    assert await hubs.confirm(lease.path, "subscribe", TOPIC, "864000")
    house.clock.advance(8 * 86_400)
    await hubs.renew()
    assert len(house.fetcher.told) == 1
    house.clock.advance(1.5 * 86_400)
    house.fetcher.hub = FetchError(HUB, "down")
    await hubs.renew()
    await hubs.renew()
    assert len(house.fetcher.told) == 2
    house.clock.advance(7 * 3600)
    house.fetcher.hub = None
    await hubs.renew()
    assert len(house.fetcher.told) == 3
    assert {form["hub.callback"] for _, form in house.fetcher.told} == {house.fetcher.told[0][1]["hub.callback"]}
    assert await hubs.bring(lease.path, "", b"", None)


async def test_intent(house: House, hubs: Hubs, door: str) -> None:
    """A hub's question is answered with its challenge only where it is about what we asked for."""
    await hubs.renew()
    lease = await lease_of(house)
    right = {"hub.mode": "subscribe", "hub.topic": TOPIC, "hub.challenge": "c<h>", "hub.lease_seconds": "99"}
    wrong = [right | {"hub.topic": "https://desk.example/other"}, right | {"hub.mode": "unsubscribe"}, {}]
    async with ClientSession() as client:
        for query in wrong:
            async with client.get(f"{door}/telegram/websub/{lease.path}", params=query) as answer:
                assert answer.status == 404
        async with client.get(f"{door}/websub/{'x' * 24}", params=right) as answer:
            assert answer.status == 404
        assert (await lease_of(house)).until is None
        async with client.get(f"{door}/telegram/websub/{lease.path}", params=right) as answer:
            assert (answer.status, await answer.text(), answer.content_type) == (200, "c<h>", "text/plain")
    until = (await lease_of(house)).until
    assert until is not None
    assert (until - house.clock.now()).total_seconds() == 99


async def test_push(house: House, hubs: Hubs, door: str) -> None:
    """What a hub brings is news at once; what it did not sign, or nobody asked for, is dropped."""
    await hubs.renew()
    lease = await lease_of(house)
    proof = hmac.new(lease.secret.encode(), NEWS.encode(), hashlib.sha256).hexdigest()
    place = f"{door}/websub/{lease.path}"
    async with ClientSession() as client:
        for url, header, status in (
            (place, "sha256=00", 202),
            (f"{door}/websub/{'x' * 24}", f"sha256={proof}", 404),
            (f"{door}/elsewhere", "", 200),
        ):
            async with client.post(url, data=NEWS, headers={"X-Hub-Signature": header}) as answer:
                assert answer.status == status
        assert await house.memory.ask(lambda store: store.outbox.waiting()) == 0
        for _ in range(2):  # hubs repeat themselves
            async with client.post(place, data=NEWS, headers={"X-Hub-Signature": f"sha256={proof}"}) as answer:
                assert answer.status == 202
            await hubs.finish()
    assert await house.memory.ask(lambda store: store.outbox.waiting()) == 1


async def test_unreadable_push(house: House, hubs: Hubs) -> None:
    """A push that can't be read, or that holds nothing, has the feed itself looked at."""
    await hubs.renew()
    lease = await lease_of(house)
    house.fetcher.asked.clear()
    for body in (b"", b"<html>"):
        proof = hmac.new(lease.secret.encode(), body, "sha256").hexdigest()
        assert await hubs.bring(lease.path, f"sha256={proof}", body, None)
        await hubs.finish()
    assert house.fetcher.asked == {DESK: 2, LEDGER: 0} or house.fetcher.asked[DESK] == 2


async def test_denied(house: House, hubs: Hubs) -> None:
    """A hub that refuses is noted, and asked again later."""
    await hubs.renew()
    lease = await lease_of(house)
    assert await hubs.confirm(lease.path, "subscribe", TOPIC, "soon")
    assert await hubs.confirm(lease.path, "denied", TOPIC, "")
    assert (await lease_of(house)).until is None
