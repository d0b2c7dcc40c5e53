"""One look at one feed: asked politely, read as far as it is new, recorded."""

import asyncio
import hashlib
from collections.abc import Awaitable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from feeds.errors import FetchError, NotAFeedError
from feeds.model import Entry, Fetched, Unchanged, Validators
from feeds.parse import LIMIT, Parsed, Source, anew, remaining, whole
from feeds.sift import Sifted, sifted
from feeds.workshop import WorkshopError
from services.manners import Gate, Manners
from services.ports import Clock, Outlets, Workshop
from services.press import Press
from services.read import Reader, Reading
from services.record import Recorded, Rules
from services.schedule import Brought, is_stuck
from services.scribe import News, Scribe
from services.together import Together
from storage.feeds import FeedState
from storage.store import Memory

T = TypeVar("T")

Guids = tuple[int, Sequence[str]]  # a feed, and the guids that it shows

MOST = 500  # guids that are looked up in one go
INLINE = 300_000  # bytes of a body whose new entries are found here; a larger one would hold up everybody else
NOTHING_KNOWN = Validators()
NOTHING_NEW = Recorded()


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What a look brought, and what came of it.

    ``present`` holds the mark of every entry's guid in the feed's order (feeds.identity.mark), where the feed changed
    and its answer was whole; else None. ``traces`` is to be remembered once all is stored; None leaves them alone.
    """

    brought: Brought
    recorded: Recorded = NOTHING_NEW
    present: tuple[bytes, ...] | None = None
    traces: bytes | None = None


class Looker:
    """Looks at feeds and records what they bring."""

    def __init__(
        self,
        memory: Memory,
        outlets: Outlets,
        workshop: Workshop,
        clock: Clock,
        manners: Manners,
        *,
        rules: Rules,
        articles: bool,
        linger: float,
    ) -> None:
        """``articles``: whether an article is fetched where its headline lacks the facts.

        ``linger``: the seconds that news waits for others before it is parsed, and again before it is stored.
        """
        self._memory = memory
        self._outlets = outlets
        self._workshop = workshop
        self._press = Press(workshop, clock, linger=linger)
        self._clock = clock
        self._manners = manners
        self.reader = Reader(outlets, workshop, clock, manners)
        self._guids: Together[Guids, set[str]] = Together(
            self._look_up, weigh=_count, most=MOST, clock=clock, linger=0.0
        )
        self._scribe = Scribe(memory, rules, clock, linger=linger)
        self._articles = articles

    async def look(self, feed: FeedState, gate: Gate, *, away: bool) -> Look:
        """Ask the outlet, and record what is new. Raises FeedError, and RestingError where its host wants a pause.

        ``gate`` is passed before the outlet is asked. ``away``: the news came while nobody was there to see.
        """
        answer = await self._ask(feed, gate)
        if isinstance(answer, Unchanged):
            again = feed.body if answer.whole else None
            known = answer.validators if answer.whole else _latest(feed, answer.validators)
            return Look(brought=Brought(validators=known, terms=answer.terms, body=again))
        body = marked(answer.body, answer.wire)
        if _content(body) == _content(feed.body):
            return Look(brought=Brought(validators=answer.validators, terms=answer.terms, body=body))
        parsed = await self._parse(feed, answer)
        recorded = await self._take_in(feed, await self._unseen(feed, parsed.entries), away=away)
        brought = Brought(
            validators=answer.validators,
            terms=answer.terms,
            body=body,
            facts=parsed.facts,
            new=recorded.stories,
            calls=len(recorded.events),
        )
        return Look(brought=brought, recorded=recorded, present=parsed.present, traces=parsed.traces)

    async def pushed(self, feed: FeedState, body: bytes, content_type: str | None) -> Recorded:
        """Record what a hub brought: some of a feed's entries, never all. Raises FeedError."""
        source = Source(feed.address or feed.url, feed.name, content_type)
        parsed = await self._work(feed, self._workshop.do(whole, body, source))
        return await self._take_in(feed, await self._unseen(feed, parsed.entries), away=False)

    async def _ask(self, feed: FeedState, gate: Gate) -> Fetched | Unchanged:
        known = Validators(etag=feed.etag, modified=feed.modified, wire=_wire(feed.body))
        url = feed.address or feed.url
        async with self._manners.turn(url, gate):
            answer = await self._outlets.fetch(url, NOTHING_KNOWN if is_stuck(feed, self._clock.now()) else known)
        if isinstance(answer, Unchanged) and not feed.primed and known == NOTHING_KNOWN:
            raise FetchError(feed.url, "the outlet says that nothing changed (304), though we have seen nothing yet")
        return answer

    async def _parse(self, feed: FeedState, answer: Fetched) -> Parsed:
        """What is new in a body: what is cheap here, what may hang or swell in a process of its own."""
        source = Source(answer.url, feed.name, answer.content_type)
        traces = await self._memory.ask(lambda store: store.looks.traces(feed.id))
        if len(answer.body) > INLINE:
            return await self._work(feed, self._workshop.do(anew, answer.body, source, traces))
        sieved = sifted(answer.body, source.content_type, source.url, traces, LIMIT)
        found = None if sieved is None else await self._remaining(feed, sieved, source)
        if found is not None:
            return found
        return await self._work(feed, self._workshop.do(whole, answer.body, source))

    async def _remaining(self, feed: FeedState, sieved: Sifted, source: Source) -> Parsed | None:
        if not sieved.fresh:
            return remaining(sieved, source)  # nothing is left that would have to be parsed
        return await self._work(feed, self._press.remaining(sieved, source))

    @staticmethod
    async def _work(feed: FeedState, work: Awaitable[T]) -> T:
        try:
            return await work
        except WorkshopError as error:
            raise NotAFeedError(feed.url, f"parsing it {error}") from error

    async def _unseen(self, feed: FeedState, entries: Sequence[Entry]) -> list[Entry]:
        """The entries that are new, oldest first: outlets put the newest on top."""
        if not entries:
            return []
        new = await self._guids.do((feed.id, [entry.guid for entry in entries]))
        return [entry for entry in reversed(entries) if entry.guid in new]

    async def _look_up(self, shown: Sequence[Guids]) -> Sequence[set[str]]:
        return await self._memory.ask(lambda store: [store.stories.unseen(*one) for one in shown])

    async def _take_in(self, feed: FeedState, entries: Sequence[Entry], *, away: bool) -> Recorded:
        """Read and store new entries; those whose article has to be read come last, so that they delay no other."""
        if not entries:
            return NOTHING_NEW
        readings = [await self.reader.read(entry) for entry in entries]
        # The past that a feed's first poll brings is no reason to fetch a hundred articles.
        follow = self._articles and feed.primed
        recorded = await self._record(feed, [one for one in readings if not (follow and one.lacking)], away=away)
        async with asyncio.TaskGroup() as group:  # side by side, since the manners keep each host's own pace
            waiting = [one for one in readings if follow and one.lacking]
            looks = [group.create_task(self._follow(feed, reading, away=away)) for reading in waiting]
        return sum((look.result() for look in looks), recorded)

    async def _follow(self, feed: FeedState, reading: Reading, *, away: bool) -> Recorded:
        return await self._record(feed, [await self.reader.complete(reading)], away=away)

    async def _record(self, feed: FeedState, readings: Sequence[Reading], *, away: bool) -> Recorded:
        return await self._scribe.record(News(feed=feed, readings=readings, now=self._clock.now(), away=away))


def marked(body: bytes, wire: str) -> str:
    """The marks of a body and of what it came packed in: each the same for the same."""
    return f"{hashlib.blake2b(body, digest_size=16).hexdigest()} {wire}".rstrip()


def _count(shown: Guids) -> int:
    return len(shown[1])


def _content(marks: str | None) -> str | None:
    return None if marks is None else marks.partition(" ")[0]


def _wire(marks: str | None) -> str | None:
    return None if marks is None else marks.partition(" ")[2] or None


def _latest(feed: FeedState, came: Validators) -> Validators:
    """The validators to ask with next time: those that came with "unchanged", where they did (RFC 9111, 3.2)."""
    if came.etag and (came.modified or not feed.modified):
        return came
    return Validators(etag=came.etag or feed.etag, modified=came.modified or feed.modified)
