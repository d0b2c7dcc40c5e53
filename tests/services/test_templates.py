"""Feeds per stock come and go with the watches, and nothing else is touched."""

import pytest

from feeds.templates import filled, is_template
from services.poll import Poller
from services.templates import sync
from storage.store import Store
from tests.fakes.clock import START
from tests.services.house import DESK, House

CONFIGURED = [
    ("Desk", DESK),
    ("Daily", "https://daily.example/{ticker}.rss"),
    ("Search", "https://search.example/?q=%22{company}%22&n={ticker}"),
]
UPGRADE = "JPMorgan Upgrades Riot Platforms (NASDAQ:RIOT) to Overweight from Neutral"
RIOT = "https://daily.example/RIOT.rss"

FILLED = [
    # address, ticker, company, what it becomes
    ("https://a.example/{ticker}.xml", "CIFR", "Cipher", "https://a.example/CIFR.xml"),
    ("https://a.example/{ticker}.xml", "BRK.B", "Berkshire", "https://a.example/BRK.B.xml"),
    ("https://feeds.finance.yahoo.com/?s={ticker}", "BRK.B", "Berkshire", "https://feeds.finance.yahoo.com/?s=BRK-B"),
    ("https://a.example/?q=%22{company}%22", "T", "AT&T", "https://a.example/?q=%22AT%26T%22"),
    ("https://a.example/?q={company}", "CIFR", "Cipher Digital", "https://a.example/?q=Cipher+Digital"),
    ("https://a.example/feed", "CIFR", "Cipher", "https://a.example/feed"),
]


@pytest.mark.parametrize(("url", "ticker", "company", "becomes"), FILLED)
def test_filled(url: str, ticker: str, company: str, becomes: str) -> None:
    """Ticker and name stand in an address as a query writes them."""
    assert filled(url, ticker, company) == becomes
    assert is_template(url) == (url != becomes)


async def active(house: House) -> dict[str, str]:
    feeds = await house.memory.ask(lambda store: store.feeds.active())
    return {feed.url: feed.name for feed in feeds}


async def begin(house: House) -> None:
    await house.memory.ask(sync, CONFIGURED, house.clock.now())


async def tick(house: House) -> None:
    await house.poller.tick()
    await house.poller.finish()


async def test_follow_watches(house: House) -> None:
    """A feed per ticker comes with its first watch and goes with its last, by the next tick."""
    await begin(house)
    assert await active(house) == {
        DESK: "Desk",
        "https://daily.example/CIFR.rss": "Daily",
        RIOT: "Daily",
        "https://search.example/?q=%22Cipher+Digital%22&n=CIFR": "Search",
        "https://search.example/?q=%22Riot+Platforms%22&n=RIOT": "Search",
    }
    await house.watchlist.meet(8, "private")
    await house.watchlist.watch(8, "RIOT MARA")
    await tick(house)
    assert len(await active(house)) == 7
    await house.watchlist.unwatch(7, "RIOT")
    await tick(house)
    assert RIOT in await active(house)
    await house.watchlist.unwatch_all(8)
    await tick(house)
    assert RIOT not in await active(house)


async def test_stopped_chats_want_nothing(house: House) -> None:
    """Nobody is asked for the sake of a chat that asked for silence; its feeds come back when it does."""
    await begin(house)
    await house.watchlist.stop(7)
    await tick(house)
    assert list(await active(house)) == [DESK]
    await house.watchlist.wake(7)
    await tick(house)
    assert len(await active(house)) == 5


async def test_begin_follows_what_moved_meanwhile(house: House) -> None:
    """What was watched while nobody polled is there at the start."""
    await house.watchlist.watch(7, "MARA")
    await begin(house)
    assert "https://daily.example/MARA.rss" in await active(house)


async def test_new_watch_is_looked_at_first(house: House) -> None:
    """A fresh watch's feed is looked at with the next tick, ahead of all that wait."""
    await begin(house)
    await tick(house)
    await house.watchlist.watch(7, "MARA")
    await tick(house)
    assert house.fetcher.asked["https://daily.example/MARA.rss"] == 1


async def test_watched_again_after_long(house: House) -> None:
    """What a feed gathered while nobody watched its stock is its past: no flood; what comes then is news again."""
    await begin(house)
    house.fetcher.publish(RIOT)
    await tick(house)
    await house.watchlist.unwatch(7, "RIOT")
    await tick(house)
    house.clock.advance(90 * 86_400)
    house.publish(RIOT, UPGRADE, age=2)
    await house.watchlist.watch(7, "RIOT")
    await tick(house)
    await house.deliver()
    assert not house.transport.texts(7)
    house.publish(RIOT, UPGRADE.replace("JPMorgan", "Needham"), key="2")
    house.clock.advance(3_600)
    await tick(house)
    await house.deliver()
    assert "Needham" in house.transport.texts(7)[-1]


async def test_watched_again_at_once(house: House) -> None:
    """Whoever takes a stock off the list and puts it back misses nothing."""
    await begin(house)
    house.fetcher.publish(RIOT)
    await tick(house)
    await house.watchlist.unwatch(7, "RIOT")
    await tick(house)
    house.publish(RIOT, UPGRADE)
    await house.watchlist.watch(7, "RIOT")
    await tick(house)
    await house.deliver()
    assert "JPMorgan" in house.transport.texts(7)[-1]


async def test_start_writes_only_what_differs(house: House) -> None:
    """A start with nothing new leaves every feed's schedule as it was."""
    await begin(house)
    await tick(house)
    before = await house.memory.ask(lambda store: store.feeds.active())
    house.clock.advance(86_400)
    await begin(house)
    assert await house.memory.ask(lambda store: store.feeds.active()) == before


async def test_new_watch_does_not_queue(house: House) -> None:
    """Where a round of one host's feeds takes minutes, a fresh watch's feed still has its look within an interval."""
    poller = house.new_poller(gap=1)
    await house.memory.ask(watch_many, 150)
    await begin(house)
    for url in [*await active(house), "https://daily.example/MARA.rss"]:
        house.fetcher.publish(url)
    await run(house, poller, 200)
    waiting = await house.memory.ask(lambda store: store.looks.due(house.clock.now()))
    assert len(waiting) > 60
    assert sum(url.startswith("https://daily") for url in house.fetcher.asked) == 152
    await house.watchlist.watch(7, "MARA")
    await run(house, poller, 60)
    assert house.fetcher.asked["https://daily.example/MARA.rss"] == 1
    await poller.finish()


def watch_many(store: Store, count: int) -> None:
    for number in range(count):
        store.chats.watch(7, f"T{number}", START)


async def run(house: House, poller: Poller, seconds: int) -> None:
    for _ in range(seconds):
        await poller.tick()
        await house.clock.run(1)
