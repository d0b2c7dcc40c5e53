"""What is polled, and when."""

import asyncio
import datetime as dt
from typing import Any

import pytest
from structlog.testing import capture_logs

from feeds.errors import FeedGoneError, FetchError
from feeds.model import Unchanged, Validators
from services import ledger
from services.look import marked
from services.press import Press
from services.schedule import DOUBTS, ENOUGH
from storage.errors import StorageError
from storage.feeds import FeedState
from tests.fakes.workshop import InlineWorkshop
from tests.services.house import DESK, LEDGER, House

OTHER = "https://desk.example/other"


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


async def test_unchanged_body(house: House) -> None:
    """A body that was read before is not parsed again, though the outlet sends it anew each time."""
    house.fetcher.validators = False
    await house.tell(DESK, "Mizuho cuts Cipher Mining (CIFR) to Sell")
    before = await state(house)
    house.poller._looker._workshop = None  # type: ignore[assignment]  # whoever works now breaks
    report = await house.poll_all()
    assert [one.error for one in report] == [None, None]
    assert (await state(house)).body == before.body is not None


async def test_repeated_body(house: House) -> None:
    """A body that was known again by its bytes counts as one that came whole, and its marks stay."""
    desk = await state(house)
    desk = desk._replace(body=marked(b"<rss/>", "wire"), etag="old", modified="old")
    asked: list[Validators] = []

    async def fetch(url: str, validators: Validators) -> Unchanged:
        asked.append(validators)
        return Unchanged(whole=True, validators=Validators(etag="new"))

    house.fetcher.fetch = fetch  # type: ignore[method-assign,assignment]
    house.clock.advance(61)
    await house.poller.poll(desk)
    after = await state(house)
    assert [one.wire for one in asked] == ["wire"]
    assert (after.body, after.whole, after.etag, after.modified) == (desk.body, house.clock.now(), "new", None)


async def test_look_that_ends_meanwhile(house: House) -> None:
    """A look that ends between a tick's writing and its search for due feeds is not done again."""
    house.clock.advance(61)
    ask = house.memory.ask

    async def slow(work: Any, *args: Any, **kwargs: Any) -> Any:
        if getattr(work, "__name__", "") == "_due":
            await asyncio.gather(*house.poller._running.values())
        return await ask(work, *args, **kwargs)

    house.fetcher.asked.clear()
    await house.poller.tick()
    house.memory.ask = slow  # type: ignore[method-assign]
    await house.poller.tick()
    await house.poller.finish()
    assert house.fetcher.asked == {DESK: 1, LEDGER: 1}


async def test_only_new_parsed(house: House) -> None:
    """Of a changed body only what is new goes to the parser, and is told."""
    house.publish(DESK, "Mizuho starts RIOT at Buy", key="a")
    await house.poll_all()
    asked: list[Any] = []

    class Watching(InlineWorkshop):
        async def do(self, work: Any, *args: Any, **kwargs: Any) -> Any:
            asked.extend(args[0])
            return await super().do(work, *args, **kwargs)

    house.poller._looker._press = Press(Watching(), house.clock)
    report = await house.tell(DESK, "Mizuho starts CIFR at Buy", key="b")
    assert report.stories == 1
    assert [sieved.text.count("<item>") for sieved, _ in asked] == [1]


async def test_unchanged_for_ever(house: House) -> None:
    """An outlet that says "unchanged" for a day is asked once without conditions."""
    etags = []

    async def fetch(url: str, validators: Validators) -> Unchanged:
        etags.append(validators.etag)
        return Unchanged()

    house.fetcher.fetch = fetch  # type: ignore[method-assign,assignment]
    for hours in (1, 22, 2, 1):
        house.clock.advance(hours * 3600)
        await house.poll_all()
    assert [etag is None for etag in etags[::2]] == [False, False, True, True]


async def test_host_rests(house: House) -> None:
    """Who is asked too often is left alone, all its feeds, and at once well again."""
    await house.open_feeds(DESK, OTHER, LEDGER)
    house.fetcher.feeds[DESK] = FetchError(DESK, "too often (429)", retry_after=600)
    house.clock.advance(300)
    house.fetcher.asked.clear()
    await house.poll_all()
    await house.poller.poll(await state(house, OTHER))
    assert house.fetcher.asked == {DESK: 1, OTHER: 0, LEDGER: 1} or house.fetcher.asked[OTHER] == 0
    for url in (DESK, OTHER):
        assert ((await state(house, url)).next_check - house.clock.now()).total_seconds() >= 599
    assert (await state(house, OTHER)).failures == 0
    house.fetcher.publish(DESK)
    house.fetcher.feeds[DESK] = b""
    house.clock.advance(700)
    await tick(house)
    assert ((await state(house)).failures, (await state(house)).error) == (0, None)


async def test_gone(house: House) -> None:
    """A feed that is gone twice, a day apart, is retired and the log says so; once is not enough."""
    house.fetcher.feeds[DESK] = FeedGoneError(DESK, "gone for good (410)")
    await house.poll_all()
    assert ((await state(house)).next_check - house.clock.now()).total_seconds() >= 86_400
    house.clock.advance(3600)
    await house.poller.poll(await state(house))
    house.clock.advance(86_400)
    with capture_logs() as logs:
        await house.poller.poll(await state(house))
    assert [line["event"] for line in logs if line["log_level"] == "error"] == ["feed retired"]
    assert [feed.url for feed in await house.memory.ask(lambda store: store.feeds.active())] == [LEDGER]


async def test_moved(house: House) -> None:
    """A permanent redirect is remembered once it proved lasting, and forgotten when the new place fails."""
    new = "https://new.example/rss"
    house.fetcher.moved[DESK] = new
    for _ in range(ENOUGH - 1):
        house.clock.advance(3600 * 10)
        await house.poller.poll(await state(house))
    assert (await state(house)).address is None
    house.clock.advance(3600 * 10)
    await house.poller.poll(await state(house))
    assert (await state(house)).address == new
    house.fetcher.publish(new)
    await house.poller.poll(await state(house))
    assert house.fetcher.asked[new] == 1
    house.fetcher.feeds[new] = FetchError(new, "down")
    for _ in range(DOUBTS):
        await house.poller.poll(await state(house))
    assert (await state(house)).address is None


async def test_spread_after_start(house: House) -> None:
    """After a start what is overdue is looked at one after the other, all of it within an interval."""
    urls = [f"https://h{number}.example/rss" for number in range(1000)]
    await house.open_feeds(*urls)
    house.clock.advance(86_400)
    await house.new_poller().catch_up()
    now = house.clock.now()
    times = sorted([(feed.next_check - now).total_seconds() for feed in await active(house)])
    assert times[0] >= 0
    assert times[-1] <= 60
    assert max(sum(second <= time < second + 1 for time in times) for second in range(60)) <= 20


async def test_clock_set_back(house: House) -> None:
    """A clock that is set back by a year silences nobody, running or at the next start."""
    house.clock._start -= dt.timedelta(days=365)
    await tick(house)
    house.clock.advance(61)
    house.fetcher.asked.clear()
    await tick(house)
    assert house.fetcher.asked == {DESK: 1, LEDGER: 1}
    house.clock._start -= dt.timedelta(days=365)
    again = house.new_poller()
    await again.catch_up()
    house.clock.advance(2)
    house.fetcher.asked.clear()
    await again.tick()
    await again.finish()
    assert house.fetcher.asked == {DESK: 1, LEDGER: 1}


async def test_states_kept_when_disk_is_full(house: House) -> None:
    """A look whose state can't be written is not repeated; it is written when it can be."""
    house.clock.advance(61)
    write = house.memory.ask

    async def refuse(work: Any, *args: Any, **kwargs: Any) -> Any:
        if work is ledger._write:
            raise StorageError("disk full")
        return await write(work, *args, **kwargs)

    house.memory.ask = refuse  # type: ignore[method-assign]
    house.fetcher.asked.clear()
    await house.poller.tick()
    await asyncio.gather(*house.poller._running.values())
    await house.poller.tick()
    assert house.fetcher.asked == {DESK: 1, LEDGER: 1}
    house.memory.ask = write  # type: ignore[method-assign]
    await tick(house)
    assert house.fetcher.asked == {DESK: 1, LEDGER: 1}
    assert (await state(house)).next_check > house.clock.now()


async def test_lanes_survive_storage(house: House) -> None:
    """Feeds whose states could not be read are looked at as soon as they can be."""
    house.clock.advance(61)
    ask = house.memory.ask
    due = False

    async def refuse(work: Any, *args: Any, **kwargs: Any) -> Any:
        nonlocal due
        if due:
            raise StorageError("busy")
        due = getattr(work, "__name__", "") == "_due"
        return await ask(work, *args, **kwargs)

    house.memory.ask = refuse  # type: ignore[method-assign]
    house.fetcher.asked.clear()
    with pytest.raises(StorageError):
        await house.poller.tick()
    assert not house.fetcher.asked
    house.memory.ask = ask  # type: ignore[method-assign]
    await tick(house)
    assert house.fetcher.asked == {DESK: 1, LEDGER: 1}


async def test_stop_with_full_disk(house: House) -> None:
    """A disk that is full at the end keeps nobody from stopping."""
    write = house.memory.ask

    async def refuse(work: Any, *args: Any, **kwargs: Any) -> Any:
        if work is ledger._write:
            raise StorageError("disk full")
        return await write(work, *args, **kwargs)

    house.clock.advance(61)
    await house.poller.tick()
    await asyncio.gather(*house.poller._running.values())
    house.memory.ask = refuse  # type: ignore[method-assign]
    with capture_logs() as logs:
        await house.poller.stop()
    assert [line["event"] for line in logs if line["log_level"] == "error"] == ["feed states not written"]


async def test_resting_host_says_so(house: House) -> None:
    """Who asks for a look at a feed of a resting host hears that it rests, and the feed is not asked."""
    house.fetcher.feeds[DESK] = FetchError(DESK, "too often (429)", retry_after=600)
    desk = await state(house)
    await house.poller.look(desk)
    report = await house.poller.look(desk)
    assert "pause of 600 s" in (report.error or "")
    assert house.fetcher.asked[DESK] == 2  # one of them before


async def test_one_feed_holds_its_host_for_an_hour(house: House) -> None:
    """A feed that asks for two days waits for them; the others of its host, which may be anybody's, wait an hour."""
    await house.open_feeds(DESK, OTHER)
    house.fetcher.feeds[DESK] = FetchError(DESK, "too often (429)", retry_after=172_800)
    await house.poller.look(await state(house))
    now = house.clock.now()
    assert (await state(house)).next_check - now >= dt.timedelta(days=2)
    assert dt.timedelta(hours=1) <= (await state(house, OTHER)).next_check - now <= dt.timedelta(hours=2)


async def test_look_that_overlaps_a_pause(house: House) -> None:
    """A look that ends after its host asked for a pause comes back after that pause, also after a restart."""
    await house.open_feeds(DESK, OTHER)
    other = await state(house, OTHER)
    fetch = house.fetcher.fetch

    async def slowly(url: str, validators: Validators) -> Any:
        answer = await fetch(url, validators)
        if url == OTHER:
            house.poller.manners.rest(OTHER, 600)
        return answer

    house.fetcher.fetch = slowly  # type: ignore[method-assign]
    await house.poller.look(other)
    assert (await state(house, OTHER)).next_check - house.clock.now() >= dt.timedelta(seconds=600)


async def active(house: House) -> list[FeedState]:
    return await house.memory.ask(lambda store: store.feeds.active())


async def tick(house: House) -> None:
    await house.poller.tick()
    await house.poller.finish()


async def state(house: House, url: str = DESK) -> FeedState:
    return next(feed for feed in await active(house) if feed.url == url)
