"""How long a story takes from its publication to the outbox: by polling, and brought by a hub."""

import asyncio
import datetime as dt
import hashlib
import hmac
import json
import random
import sqlite3
import time
from contextlib import closing
from pathlib import Path

from aiohttp import web

from benchmarks.feeds.past import WATCHED
from benchmarks.feeds.stage import Stage, open_stage
from bot.logs import configure
from bot.process import drive
from services.websub import Hubs
from storage.leases import Lease
from storage.store import Store

INTERVAL = 5.0
POLLED, PUSHED = 100, 50
FIRMS = ("Mizuho", "Jefferies", "Barclays", "UBS", "Needham")


class Desk:
    """One outlet on loopback whose feeds tell what is published, when it is."""

    def __init__(self) -> None:
        self.items: dict[str, str] = {}
        self.told: dict[str, float] = {}

    async def answer(self, request: web.Request) -> web.Response:
        """A feed."""
        return web.Response(
            text=feed(self.items.get(request.match_info["name"], "")), content_type="application/rss+xml"
        )

    def publish(self, name: str, key: str) -> str:
        """Put a call into a feed; gives the feed's text."""
        self.items[name] = item(key) + self.items.get(name, "")
        self.told[title(key)] = time.time()
        return feed(item(key))


def title(key: str) -> str:
    """A call that is told once only: another ticker and another firm for each."""
    number = int(key)
    ticker = WATCHED[number % len(WATCHED)]
    return (
        f"{FIRMS[number // 5 % 5]} raises {ticker} price target to ${number + 20} from ${number + 10}, keeps Buy rating"
    )


def item(key: str) -> str:
    """The call as an entry."""
    return f"<item><title>{title(key)}</title><guid>{key}</guid><link>https://desk.example/{key}</link></item>"


def feed(items: str) -> str:
    """A feed with these entries."""
    return f'<rss version="2.0"><channel><title>Desk</title>{items}</channel></rss>'


async def latency() -> dict[str, float]:
    """The 99th percentiles in seconds, as far as so few can tell: the worst but one."""
    desk = Desk()
    app = web.Application()
    app.add_routes([web.get("/{name}.rss", desk.answer)])
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    base = "http://{}:{}".format(*runner.addresses[0][:2])
    async with open_stage(interval=INTERVAL, gap=0) as stage:
        await stage.memory.ask(_open, base, stage.clock.now())
        done = asyncio.Event()
        polling = asyncio.create_task(stage.ticks(done.is_set))
        await asyncio.sleep(INTERVAL + 2)
        draw = random.Random(7)
        for number in range(POLLED):
            desk.publish(f"f{number}", str(number))
            await asyncio.sleep(draw.uniform(0, 0.2))
        await asyncio.sleep(INTERVAL + 2)
        polled = await _waits(stage, desk, 0)
        pushed = await _push(stage, desk, base)
        done.set()
        await polling
    await runner.cleanup()
    return {
        "interval": INTERVAL, "polled": len(polled), "polled_p99": polled[-2],
        "pushed": len(pushed), "pushed_p99": pushed[-2],
    }  # fmt: skip


async def _push(stage: Stage, desk: Desk, base: str) -> list[float]:
    manners = stage.poller.manners
    hubs = Hubs(stage.memory, stage.fetcher, stage.clock, manners, stage.poller, address=base)
    feeds = await stage.memory.ask(lambda store: store.feeds.active())
    first = POLLED
    for number, known in enumerate(feeds[:PUSHED], first):
        lease = Lease(
            feed_id=known.id, hub=base, topic=known.url, path=f"path{number:08}", secret="s" * 64,
            asked=stage.clock.now(), until=None,
        )  # fmt: skip
        await stage.memory.ask(_lease, lease)
        body = desk.publish("hub", str(number)).encode()
        proof = hmac.new(lease.secret.encode(), body, hashlib.sha256).hexdigest()
        assert await hubs.bring(lease.path, f"sha256={proof}", body, None)
        await asyncio.sleep(0.05)
    await hubs.finish()
    return await _waits(stage, desk, first)


async def _waits(stage: Stage, desk: Desk, first: int) -> list[float]:
    """From publication to the outbox, in seconds, the longest last."""
    found = await asyncio.to_thread(_seen, stage.path)
    titles = [title(str(number)) for number in range(first, len(desk.told))]
    missing = [one for one in titles if one not in found]
    assert not missing, missing[:3]
    return sorted(found[one] - desk.told[one] for one in titles)


def _open(store: Store, base: str, now: dt.datetime) -> None:
    store.chats.meet(1, "private", now)
    for ticker in WATCHED:
        store.chats.watch(1, ticker, now)
    store.feeds.sync([(f"f{number}", f"{base}/f{number}.rss") for number in range(POLLED)], now)


def _lease(store: Store, lease: Lease) -> None:
    store.leases.ask(lease)


def _seen(path: Path) -> dict[str, float]:
    """When each story was stored: its event and its alerts are of the same transaction."""
    with closing(sqlite3.connect(path)) as data:
        return dict(data.execute("select title, seen from stories"))


if __name__ == "__main__":
    configure(level="error")
    print(json.dumps(drive(latency())))
