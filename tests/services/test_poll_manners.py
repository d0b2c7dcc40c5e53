"""How politely outlets are asked, and how none of them holds up the others."""

import asyncio
import datetime as dt
import tomllib
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from feeds.errors import FetchError
from feeds.timing import Hours
from services.calendar import EXCHANGE_ZONE
from services.hours import hours
from services.lanes import Lanes
from services.manners import Manners, RestingError
from services.restart import Timekeeper
from services.robots import CrawlDelays
from services.slots import PATIENCE, Slot, Slots
from storage.looks import Due
from tests.fakes.clock import FakeClock, settle
from tests.fakes.fetcher import FakeFetcher

HOURS = Path(__file__).parents[1] / "data/outlets/hours.toml"
PAGE = "https://a.example/1"


@pytest.mark.parametrize("case", tomllib.loads(HOURS.read_text())["case"], ids=lambda case: case["at"])
def test_hours(case: dict[str, Any]) -> None:
    """Wall Street's day is told by New York's clock and calendar."""
    moment = dt.datetime.fromisoformat(case["at"]).replace(tzinfo=EXCHANGE_ZONE).astimezone(dt.UTC)
    assert hours(moment) is Hours(case["hours"])


async def test_one_host_one_page_a_second() -> None:
    """Pages of one host are asked for a second apart, others' at once."""
    clock = FakeClock()
    manners = Manners(clock)
    at: dict[str, float] = {}

    async def ask(url: str) -> None:
        async with manners.turn(url):
            at[url] = clock.monotonic()

    urls = ["https://a.example/1", "https://a.example/2", "https://b.example/1", "https://a.example:443/3"]
    asking = asyncio.gather(*(ask(url) for url in urls))
    await clock.run(5)
    await asking
    assert at == dict(zip(urls, [0, 1, 0, 2], strict=True))


async def test_connections() -> None:
    """No host has more connections than it may, however long it takes to answer."""
    clock = FakeClock()
    manners = Manners(clock, connections=2, gap=0.5)
    inside, most = Counter[str](), Counter[str]()

    async def ask(host: str) -> None:
        async with manners.turn(f"https://{host}/"):
            inside[host] += 1
            most[host] = max(most[host], inside[host])
            await clock.sleep(7)
            inside[host] -= 1

    asking = asyncio.gather(*(ask(host) for host in "aab" * 5))
    await clock.run(100)
    await asking
    assert most == {"a": 2, "b": 2}


async def test_rest() -> None:
    """A host that wants a pause is not asked before it is over, not even by those that wait already."""
    clock = FakeClock()
    manners = Manners(clock)
    async with manners.turn(PAGE):
        manners.rest("https://a.example/other", 60)
    with pytest.raises(RestingError) as caught:
        async with manners.turn(PAGE):
            pytest.fail("it is asked")
    assert caught.value.seconds == 60
    clock.advance(61)
    async with manners.turn(PAGE):
        pass


async def test_room() -> None:
    """Only as many are let go as may ask before the next tick."""
    clock = FakeClock()
    manners = Manners(clock, gap=1)
    assert manners.room(PAGE, 0.9) == 1
    async with manners.turn(PAGE):
        assert manners.room(PAGE, 0.9) == 0
    clock.advance(1)
    assert manners.room(PAGE, 0.9) == 1
    assert Manners(clock, gap=0.25).room(PAGE, 0.9) == 4


async def test_crawl_delay() -> None:
    """A host's robots.txt is asked for once a day, and what it wants lies between two of its articles."""
    clock, fetcher = FakeClock(), FakeFetcher()
    manners = Manners(clock, gap=0)
    delays = CrawlDelays(fetcher, clock, manners)
    fetcher.pages["https://a.example/robots.txt"] = b"User-agent: *\nCrawl-delay: 4"
    assert [await delays.of(PAGE), await delays.of(PAGE), await delays.of("https://b.example/")] == [4, 4, 0]
    assert fetcher.asked["https://a.example/robots.txt"] == 1
    clock.advance(86_401)
    fetcher.pages["https://a.example/robots.txt"] = FetchError(PAGE, "down")
    assert await delays.of(PAGE) == 0
    async with manners.turn(PAGE, gap=4):
        pass
    waiting = asyncio.create_task(manners.turn(PAGE).__aenter__())
    await clock.run(3.9)
    assert not waiting.done()
    await clock.run(0.2)
    assert waiting.done()


async def test_slow_look_lends_its_place() -> None:
    """Whoever waits for an outlet for long holds up nobody, and gives back only what it still has."""
    clock = FakeClock()
    slots = Slots(clock, 1)
    slow, quick = Slot(slots), Slot(slots)
    await slow.enter()
    waiting = asyncio.create_task(quick.enter())
    await settle()
    slots.relieve()
    await settle()
    assert not waiting.done()
    clock.advance(PATIENCE + 1)
    slots.relieve()
    await settle()
    assert waiting.done()
    slow.leave()
    slow.leave()
    third = asyncio.create_task(Slot(slots).enter())
    await settle()
    assert not third.done()
    quick.leave()
    await settle()
    assert third.done()


def test_lanes() -> None:
    """A thousand feeds of one host hold up no other's; a new one goes first, and nobody waits twice."""
    lanes = Lanes()
    crowd = [Due(float(number), number, f"https://crowd.example/{number}") for number in range(1, 1001)]
    lanes.add([*crowd, Due(2000.0, 2000, "https://lone.example/"), Due(0.0, 3000, "https://crowd.example/new")])
    lanes.add(crowd)
    one_each = lambda _: 1  # noqa: E731
    assert lanes.take(one_each, 10) == [3000, 2000]
    assert lanes.take(one_each, 10) == [1]
    lanes.add([crowd[0]])
    assert lanes.take(one_each, 10) == [2]
    lanes.done(1)
    lanes.add([crowd[0]])
    assert lanes.take(one_each, 10) == [1]
    lanes.clear("crowd.example")
    assert lanes.take(one_each, 10) == []
    lanes.add(crowd[5:6])
    assert lanes.take(lambda _: 9, 10) == [6]


def test_timekeeper() -> None:
    """A clock that goes on as it should moved by nothing; one that was set did."""

    class Wanderer(FakeClock):
        off = dt.timedelta(0)

        def now(self) -> dt.datetime:
            return super().now() + self.off

    clock = Wanderer()
    keeper = Timekeeper(clock)
    clock.advance(100_000)
    assert keeper.moved() == 0
    clock.off = dt.timedelta(hours=-3)
    assert keeper.moved() == pytest.approx(-10_800)
    assert keeper.moved() == 0
    clock.off += dt.timedelta(seconds=2)
    assert keeper.moved() == 0
