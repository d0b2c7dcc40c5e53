"""What is polled, and when."""

import asyncio

from feeds.errors import FetchError
from services.manners import Manners
from services.poll import wanted_feeds
from tests.fakes.clock import FakeClock
from tests.services.house import DESK, LEDGER, House


async def test_tick_polls_what_is_due(house: House) -> None:
    """A tick looks at a feed when its time has come, not before."""
    house.fetcher.asked.clear()
    await tick(house)
    assert not house.fetcher.asked
    house.clock.advance(61)
    await tick(house)
    assert house.fetcher.asked == {DESK: 1, LEDGER: 1}
    await tick(house)
    assert house.fetcher.asked.total() == 2


async def test_failures_wait_longer(house: House) -> None:
    """A feed that keeps failing is asked ever less often, and at once as before when it is well again."""
    house.fetcher.feeds[DESK] = FetchError(DESK, "down")
    waits = []
    for _ in range(4):
        await house.poll_all()
        desk = await state(house)
        waits.append((desk.next_check - house.clock.now()).total_seconds())
    assert waits == sorted(waits)
    assert waits[-1] > 4 * 60
    house.fetcher.publish(DESK)
    await house.poll_all()
    desk = await state(house)
    assert (desk.failures, desk.error) == (0, None)
    assert (desk.next_check - house.clock.now()).total_seconds() <= 60


async def test_retry_after_is_kept(house: House) -> None:
    """An outlet that says when to come back is not asked before."""
    house.fetcher.feeds[DESK] = FetchError(DESK, "busy", retry_after=7200)
    await house.poll_all()
    assert ((await state(house)).next_check - house.clock.now()).total_seconds() >= 7200


async def test_bug_is_contained(house: House) -> None:
    """A bug in reading one feed is noted there; the feed stays on the schedule and the others go on."""
    house.fetcher.feeds[DESK] = None  # type: ignore[assignment]
    reports = await house.poll_all()
    assert [bool(report.error) for report in reports] == [True, False]
    assert "internal error" in str((await state(house)).error)


async def test_template_follows_watches(house: House) -> None:
    """A feed per ticker comes with its first watch and goes with its last."""
    configured = [("Desk", DESK), ("Daily", "https://daily.example/{ticker}.rss")]
    wanted = await house.memory.ask(wanted_feeds, configured)
    assert wanted == [
        ("Desk", DESK),
        ("Daily CIFR", "https://daily.example/CIFR.rss"),
        ("Daily RIOT", "https://daily.example/RIOT.rss"),
    ]
    await house.watchlist.unwatch(7, "RIOT")
    assert len(await house.memory.ask(wanted_feeds, configured)) == 2


async def test_one_host_one_page_a_second() -> None:
    """Pages of one host are asked for a second apart, others' at once."""
    clock = FakeClock()
    manners = Manners(clock)
    at: dict[str, float] = {}

    async def ask(url: str) -> None:
        await manners.turn(url)
        at[url] = clock.monotonic()

    urls = ["https://a.example/1", "https://a.example/2", "https://b.example/1", "https://a.example/3"]
    asking = asyncio.gather(*(ask(url) for url in urls))
    await clock.run(5)
    await asking
    assert at == dict(zip(urls, [0, 1, 0, 2], strict=True))


async def tick(house: House) -> None:
    await house.poller.tick()
    await house.poller.finish()


async def state(house: House):  # type: ignore[no-untyped-def]
    feeds = await house.memory.ask(lambda store: store.feeds.active())
    return next(feed for feed in feeds if feed.url == DESK)
