"""Looking at the feeds that are due, each for itself: one that fails is one log line and stops no other."""

import asyncio
import datetime as dt
import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import partial

import structlog

from feeds.errors import FeedError, FetchError, NotAFeedError
from feeds.model import Entry, Fetched, Validators
from feeds.parse import parse
from feeds.timing import next_check
from feeds.workshop import WorkshopError
from ratings.model import RatingEvent
from services.ports import Clock, Outlets, Workshop
from services.read import Reader, Reading
from services.record import Recorded, Rules, record
from storage.feeds import FeedState
from storage.store import Memory, Store

log = structlog.get_logger()

ABSENCE = dt.timedelta(minutes=30)  # without a look at any feed


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
    ) -> None:
        """``articles``: whether an article is fetched where its headline lacks the facts."""
        self._memory = memory
        self._outlets = outlets
        self._workshop = workshop
        self._reader = Reader(outlets, workshop, clock)
        self._articles = articles
        self._clock = clock
        self._rules = rules
        self._concurrency = concurrency
        self._running: dict[int, asyncio.Task[PollReport]] = {}
        self._rest: dict[int, dt.datetime] = {}  # due times that couldn't be stored: the outlet is not to suffer for it
        self._missed: set[int] = set()  # feeds that told news while nobody looked

    async def catch_up(self) -> None:
        """After a long absence, what the first look at each feed brings comes as one message, not as a flood."""
        feeds = await self._memory.ask(lambda store: store.feeds.active())
        looks = [feed.last_success for feed in feeds if feed.last_success]
        if looks and self._clock.now() - max(looks) > ABSENCE:
            self._missed = {feed.id for feed in feeds if feed.primed}

    async def tick(self) -> None:
        """Start a look at every feed that is due and isn't being looked at."""
        limit = self._concurrency + len(self._running)
        now = self._clock.now()
        due = await self._memory.ask(lambda store: store.feeds.due(now, limit))
        free = self._concurrency - len(self._running)
        ready = [feed for feed in due if feed.id not in self._running and self._rest.get(feed.id, now) <= now]
        for feed in ready[:free]:
            task = asyncio.create_task(self.poll(feed), name=f"poll {feed.name}")
            self._running[feed.id] = task
            task.add_done_callback(partial(self._done, feed.id))

    def _done(self, feed_id: int, task: asyncio.Task[PollReport]) -> None:
        del self._running[feed_id]
        if not task.cancelled() and (error := task.exception()):
            log.error("feed state not written", feed=feed_id, reason=str(error))

    async def finish(self) -> None:
        """Wait until every look that was started is over."""
        await asyncio.gather(*self._running.values())

    async def stop(self) -> None:
        """Drop what is being looked at; nothing of it was recorded, so nothing is lost."""
        tasks = list(self._running.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    @property
    def busy(self) -> bool:
        """Whether a feed is being looked at."""
        return bool(self._running)

    async def poll(self, feed: FeedState) -> PollReport:
        """Look at one feed now."""
        try:
            report = await self._poll(feed)
        except FeedError as error:
            report = await self._failed(feed, error)
            log.warning("feed failed", feed=feed.name, url=feed.url, reason=report.error, failures=feed.failures + 1)
        except Exception as error:  # a bug of ours is loud, but must not take the feed off the schedule
            log.exception("feed poll broke", feed=feed.name, url=feed.url)
            report = await self._failed(feed, FeedError(feed.url, f"internal error: {type(error).__name__}"))
        else:
            log.info("feed polled", feed=feed.name, new=report.stories, calls=len(report.events), alerts=report.alerts)
        return report

    async def _poll(self, feed: FeedState) -> PollReport:
        validators = Validators(etag=feed.etag, modified=feed.modified)
        fetched = await self._outlets.fetch(feed.url, validators)
        recorded = Recorded()
        if fetched is not None:
            validators = fetched.validators
            recorded = await self._take_in(feed, await self._unseen(feed, await self._parse(feed, fetched)))
        await self._succeeded(feed, validators, recorded)
        self._missed.discard(feed.id)
        return PollReport(feed=feed, stories=recorded.stories, events=recorded.events, alerts=recorded.alerts)

    async def _take_in(self, feed: FeedState, entries: Sequence[Entry]) -> Recorded:
        """Read and store new entries; those whose article has to be read come last, so that they delay no other."""
        readings = [await self._reader.read(entry) for entry in entries]
        # The past that a feed's first poll brings is no reason to fetch a hundred articles.
        follow = self._articles and feed.primed
        recorded = await self._record(feed, [one for one in readings if not (follow and one.lacking)])
        for reading in readings:
            if follow and reading.lacking:
                recorded += await self._record(feed, [await self._reader.complete(reading)])
        return recorded

    async def _record(self, feed: FeedState, readings: Sequence[Reading]) -> Recorded:
        away = feed.id in self._missed
        return await self._memory.ask(record, feed, readings, now=self._clock.now(), rules=self._rules, away=away)

    async def _parse(self, feed: FeedState, fetched: Fetched) -> tuple[Entry, ...]:
        try:
            return await self._workshop.do(
                parse, fetched.body, url=fetched.url, outlet=feed.name, content_type=fetched.content_type
            )
        except WorkshopError as error:
            raise NotAFeedError(feed.url, f"parsing it {error}") from error

    async def _unseen(self, feed: FeedState, entries: Sequence[Entry]) -> list[Entry]:
        """The entries that are new, oldest first: outlets put the newest on top."""
        new = await self._memory.ask(lambda store: store.stories.unseen(feed.id, [e.guid for e in entries]))
        return [entry for entry in reversed(entries) if entry.guid in new]

    async def _succeeded(self, feed: FeedState, validators: Validators, recorded: Recorded) -> None:
        # After the stories, never before: validators that are ahead of what is stored would hide it for good.
        now = self._clock.now()
        due = next_check(now, interval=self._rules.interval, failures=0, retry_after=None, jitter=_jitter())
        await self._memory.ask(
            lambda store: store.feeds.succeeded(
                feed.id,
                now=now,
                next_check=due,
                etag=validators.etag,
                modified=validators.modified,
                entries=recorded.stories,
                calls=len(recorded.events),
            )
        )

    async def _failed(self, feed: FeedState, error: FeedError) -> PollReport:
        due = next_check(
            self._clock.now(),
            interval=self._rules.interval,
            failures=feed.failures + 1,
            retry_after=error.retry_after if isinstance(error, FetchError) else None,
            jitter=_jitter(),
        )
        self._rest[feed.id] = due
        await self._memory.ask(lambda store: store.feeds.failed(feed.id, error=str(error), next_check=due))
        del self._rest[feed.id]
        return PollReport(feed=feed, error=str(error))


def _jitter() -> float:
    return random.random()  # noqa: S311 (spreads the load, guards nothing)


def wanted_feeds(store: Store, configured: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """The (name, url) pairs to poll: a URL with {ticker} stands for one feed per watched ticker."""
    tickers = store.chats.watched()
    wanted = []
    for name, url in configured:
        if "{ticker}" in url:
            wanted += [(f"{name} {ticker}", url.replace("{ticker}", ticker)) for ticker in tickers]
        else:
            wanted.append((name, url))
    return wanted
