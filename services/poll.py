"""Looking at the feeds that are due, each for itself: one that fails is one log line and stops no other."""

import asyncio
import datetime as dt
import random
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

import structlog

from feeds.address import inside
from feeds.errors import FeedError, FetchError
from feeds.links import site
from ratings.model import RatingEvent
from services.articles import SecondTries
from services.lanes import Lanes
from services.ledger import Ledger
from services.look import Look, Looker
from services.manners import Manners, RestingError
from services.ports import Clock, Outlets, Workshop
from services.record import Rules
from services.restart import Timekeeper, spread
from services.schedule import failed, is_gone, rested, succeeded
from services.slots import Slot, Slots
from services.templates import follow
from services.vanish import Vanishing
from storage.errors import StorageError
from storage.feeds import FeedState
from storage.looks import Due
from storage.store import Memory, Store

log = structlog.get_logger()

ABSENCE = dt.timedelta(minutes=30)  # without a look at any feed
TICK = 0.5  # seconds between two ticks, for which feeds are let go
EVERYTHING = dt.timedelta(seconds=30)  # between two searches for all feeds that are due, whatever their time was
PIECE = 100  # looks that are started in one go; others have their turn in between
LONGEST_REST = 3_600.0  # seconds for which one feed's word holds for its whole host: others may share it
MOST_AT_ONCE = 64  # times as many looks as there are places may be under way, the most of them waiting for their host


@dataclass(frozen=True, slots=True, kw_only=True)
class PollReport:
    """What one look at a feed brought; ``error`` says why it brought nothing."""

    feed: FeedState
    stories: int = 0
    events: tuple[RatingEvent, ...] = ()
    alerts: int = 0
    error: str | None = None


class Poller:
    """Polls feeds and records what they bring."""

    def __init__(
        self,
        memory: Memory,
        outlets: Outlets,
        workshop: Workshop,
        clock: Clock,
        *,
        rules: Rules,
        concurrency: int,
        articles: bool,
        manners: Manners,
        linger: float = 0.0,
    ) -> None:
        """``articles``: whether an article is fetched where its headline lacks the facts.

        ``linger``: the seconds that news waits for others before it is parsed, and again before it is stored.
        """
        self._memory = memory
        self._looker = Looker(memory, outlets, workshop, clock, manners, rules=rules, articles=articles, linger=linger)
        self._second_tries = SecondTries(memory, self._looker.reader, clock, rules=rules)
        self._vanishing = Vanishing(memory, clock)
        self._clock = clock
        self._rules = rules
        self._manners = manners
        self._slots = Slots(clock, concurrency)
        self._most = concurrency * MOST_AT_ONCE
        self._lanes = Lanes()
        self._ledger = Ledger(memory)
        self._time = Timekeeper(clock)
        self._asked: dt.datetime | None = None  # when due feeds were last searched for
        self._searched: dt.datetime | None = None  # when all of them were
        self._running: dict[int, asyncio.Task[PollReport]] = {}
        self._missed: set[int] = set()  # feeds that told news while nobody looked

    async def catch_up(self) -> None:
        """Begin: feeds that are overdue are spread out, so that no outlet and no network sees a herd.

        After a long absence, what the first look at each feed brings comes as one message, not as a flood.
        """
        now = self._clock.now()
        feeds = await self._memory.ask(lambda store: store.feeds.active())
        looks = [feed.last_success for feed in feeds if feed.last_success]
        if looks and now - max(looks) > ABSENCE:
            self._missed = {feed.id for feed in feeds if feed.primed}
        await self._memory.ask(spread, now, self._rules.interval)

    async def tick(self) -> None:
        """Start a look at every feed that is due, isn't being looked at, and whose host may be asked."""
        self._slots.relieve()
        try:
            await self._ledger.flush()
        except StorageError as error:
            log.error("feed states not written", reason=str(error))
            return  # feeds whose state can't be kept would be asked again and again
        await self._second_tries.tick()
        now = self._clock.now()
        if moved := self._time.moved():
            log.warning("the clock was moved", seconds=round(moved))
            await self._memory.ask(lambda store: store.looks.shift(moved))
            self._searched = None
        due = await self._memory.ask(_due, now, self._since(now))
        self._lanes.add(one for one in due if not self._ledger.holds(one.id))
        room = partial(self._manners.room, seconds=TICK)
        chosen = self._lanes.take(room, self._most - len(self._running))
        try:
            await self._launch(chosen, now)
        except StorageError:
            self._searched = None  # what is due by now must be found again
            raise
        finally:
            for feed_id in chosen:
                if feed_id not in self._running:
                    self._lanes.done(feed_id)

    async def _launch(self, chosen: Sequence[int], now: dt.datetime) -> None:
        ready = await self._memory.ask(lambda store: store.looks.states(chosen, now)) if chosen else []
        for place, feed in enumerate(ready, 1):
            if feed.id not in self._running:
                self._start(feed)
            if place % PIECE == 0:
                await asyncio.sleep(0)

    def _since(self, now: dt.datetime) -> dt.datetime | None:
        """Since when feeds may have become due; None for whenever."""
        since, self._asked = self._asked, now
        if since is None or self._searched is None or not self._searched <= now < self._searched + EVERYTHING:
            self._searched = now
            return None
        return since

    def _start(self, feed: FeedState) -> asyncio.Task[PollReport]:
        task = asyncio.create_task(self._poll(feed), name=f"poll {feed.name}")
        self._running[feed.id] = task
        task.add_done_callback(partial(self._done, feed.id))
        return task

    def _done(self, feed_id: int, task: asyncio.Task[PollReport]) -> None:
        del self._running[feed_id]
        self._lanes.done(feed_id)
        if not task.cancelled() and (error := task.exception()):
            log.error("feed state not written", feed=feed_id, reason=str(error))

    async def look(self, feed: FeedState) -> PollReport:
        """Look at one feed at once, whatever its time; a look that is under way is shared."""
        report = await asyncio.shield(self._running.get(feed.id) or self._start(feed))
        await self._ledger.flush()
        return report

    async def finish(self) -> None:
        """Wait until every look that was started is over."""
        await asyncio.gather(*self._running.values(), self._second_tries.finish())
        await self._ledger.flush()

    async def stop(self) -> None:
        """Drop what is being looked at; nothing of it was recorded, so nothing is lost."""
        tasks = list(self._running.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, self._second_tries.stop(), return_exceptions=True)
        try:
            await self._ledger.flush()
        except StorageError as error:
            log.error("feed states not written", reason=str(error))

    @property
    def manners(self) -> Manners:
        """The turns at each host, for whoever else asks there."""
        return self._manners

    @property
    def busy(self) -> bool:
        """Whether a feed is being looked at."""
        return bool(self._running)

    async def poll(self, feed: FeedState) -> PollReport:
        """Look at one feed now, and keep what came of it."""
        report = await self._poll(feed)
        await self._ledger.flush()
        return report

    async def push(self, feed: FeedState, body: bytes, content_type: str | None) -> PollReport:
        """Take what a hub brought; where that can't be read, the feed itself is looked at."""
        slot = Slot(self._slots)
        await slot.enter()
        try:
            recorded = await self._looker.pushed(feed, body, content_type)
        except FeedError as error:
            log.info("push not read", feed=feed.name, reason=error.reason)
            recorded = None
        finally:
            slot.leave()
        if recorded is None:
            return await self.look(feed)
        log.info("feed pushed", feed=feed.name, new=recorded.stories, calls=len(recorded.events))
        return PollReport(feed=feed, stories=recorded.stories, events=recorded.events, alerts=recorded.alerts)

    async def _poll(self, feed: FeedState) -> PollReport:
        slot = Slot(self._slots)
        try:
            look = await self._looker.look(feed, slot, away=feed.id in self._missed)
            now = self._clock.now()
            await self._vanishing.judge(feed.id, look.present, now)
            return await self._succeeded(feed, look, now)
        except RestingError as error:
            self._ledger.note(feed, rested(feed, error.seconds, now=self._clock.now()))
            return PollReport(feed=feed, error=str(error))
        except FeedError as error:
            return await self._failed(feed, error)
        except Exception as error:  # a bug of ours is loud, but must not take the feed off the schedule
            log.exception("feed poll broke", feed=feed.name, host=site(feed.url))
            return await self._failed(feed, FeedError(feed.url, f"internal error: {type(error).__name__}"))
        finally:
            slot.leave()

    async def _succeeded(self, feed: FeedState, look: Look, now: dt.datetime) -> PollReport:
        # After the stories, never before: validators that are ahead of what is stored would hide it for good.
        known = succeeded(feed, look.brought, now=now, interval=self._rules.interval, jitter=_jitter())
        self._ledger.note(feed, self._spared(known, now), look.traces)
        if not feed.primed:
            await self._ledger.flush()  # what comes next is news
        if known.address != feed.address:
            log.info("feed moved", feed=feed.name, host=site(known.address or feed.url))
        self._missed.discard(feed.id)
        new = look.recorded
        if new.stories:  # ten thousand lines a minute that say nothing would hide those that do
            log.info("feed polled", feed=feed.name, new=new.stories, calls=len(new.events), alerts=new.alerts)
        return PollReport(feed=feed, stories=new.stories, events=new.events, alerts=new.alerts)

    async def _failed(self, feed: FeedState, error: FeedError) -> PollReport:
        now = self._clock.now()
        known = failed(feed, error, now=now, interval=self._rules.interval, jitter=_jitter())
        self._ledger.note(feed, self._spared(known, now))
        log.warning("feed failed", feed=feed.name, host=site(feed.url), reason=error.reason, failures=known.failures)
        if isinstance(error, FetchError) and error.retry_after:
            await self._rest(feed.address or feed.url, error.retry_after, now)
        if is_gone(feed, error, now):
            await self._ledger.flush()
            await self._memory.ask(lambda store: store.feeds.retire([feed.id]))
            log.error("feed retired", feed=feed.name, host=site(feed.url), reason=error.reason)
        return PollReport(feed=feed, error=error.reason)

    def _spared(self, known: FeedState, now: dt.datetime) -> FeedState:
        """A state that a look left while its host was told to us to want a pause: it waits for the pause's end."""
        if not (rest := self._manners.resting(known.address or known.url)):
            return known
        return known._replace(next_check=max(known.next_check, now + dt.timedelta(seconds=rest)))

    async def _rest(self, url: str, seconds: float, now: dt.datetime) -> None:
        """Leave a whole host alone that said for how long; one's own machines speak for one address each.

        The feed that was told so waits for all of that time by itself.
        """
        host, seconds = site(url), min(seconds, LONGEST_REST)
        if inside(host):
            return
        await self._ledger.flush()  # what was noted before must not be written after
        self._manners.rest(url, seconds)
        self._lanes.clear(host)
        await self._memory.ask(_postpone, host, now + dt.timedelta(seconds=seconds))


def _due(store: Store, now: dt.datetime, since: dt.datetime | None) -> list[Due]:
    follow(store, now)
    return store.looks.due(now, since)


def _postpone(store: Store, host: str, until: dt.datetime) -> None:
    feeds = [feed.id for feed in store.feeds.active() if site(feed.address or feed.url) == host]
    store.looks.postpone(feeds, until)


def _jitter() -> float:
    return random.random()  # noqa: S311 (spreads the load, guards nothing)
