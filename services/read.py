"""From an entry to its calls, with the article where the headline lacks the facts."""

import asyncio
import datetime as dt
from dataclasses import dataclass, replace

import structlog

from feeds.article import article_text
from feeds.errors import FeedError
from feeds.model import Entry
from feeds.workshop import WorkshopError
from ratings.extract import extract, lacks_facts
from ratings.model import RatingAction, Story
from services.manners import Manners, RestingError
from services.ports import Clock, Outlets, Workshop
from services.robots import CrawlDelays

log = structlog.get_logger()

PAUSES = tuple(dt.timedelta(minutes=minutes) for minutes in (5, 15, 40))  # before the second try, the third, the last
SHORT = 2_000  # characters of a story that is read at once: going to another thread would take longer


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """An entry as it was read; ``lacking``: it tells of calls whose facts stand in the article alone.

    ``unread``: that article couldn't be had. ``revised`` is when a record was last set right, where it says so.
    """

    guid: str
    story: Story
    actions: tuple[RatingAction, ...]
    lacking: bool
    unread: bool = False
    revised: dt.datetime | None = None


def wanted_again(tries: int, now: dt.datetime) -> dt.datetime | None:
    """When an article that was asked for so often in vain is asked for again; None for never."""
    return now + PAUSES[tries - 1] if tries <= len(PAUSES) else None


class Reader:
    """Reads entries, and the articles behind them."""

    def __init__(self, outlets: Outlets, workshop: Workshop, clock: Clock, manners: Manners) -> None:
        self._outlets = outlets
        self._workshop = workshop
        self._clock = clock
        self._manners = manners
        self._delays = CrawlDelays(outlets, clock, manners)

    async def read(self, entry: Entry) -> Reading:
        """What the feed itself tells."""
        actions = await self._extract(entry.story)
        lacking = bool(entry.story.url) and lacks_facts(entry.story, actions)
        return Reading(guid=entry.guid, story=entry.story, actions=actions, lacking=lacking)

    async def complete(self, reading: Reading) -> Reading:
        """The same with its article; where that can't be had, what the feed tells still stands."""
        text = await self._article(reading.story.url or "")
        if not text:
            return replace(reading, unread=text is None)
        story = replace(reading.story, text=text)
        return replace(reading, story=story, actions=await self._extract(story))

    async def _extract(self, story: Story) -> tuple[RatingAction, ...]:
        # Where an outlet prints no date, "on Monday" and "on November 10" are counted from the day on which we look.
        dated = story if story.published else replace(story, published=self._clock.now())
        if len(story.title) + len(story.summary) + len(story.text) <= SHORT:
            return extract(dated)
        return await asyncio.to_thread(extract, dated)

    async def _article(self, url: str) -> str | None:
        """The text of an article, "" where it has none to read, None where it couldn't be had."""
        try:
            delay = await self._delays.of(url)
            async with self._manners.turn(url, gap=delay):
                page = await self._outlets.page(url)
            return await self._workshop.do(article_text, page.body, page.url)
        except (FeedError, RestingError, WorkshopError) as error:
            log.info("article not read", url=url, reason=str(error))
            return "" if isinstance(error, WorkshopError) else None
