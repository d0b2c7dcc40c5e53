"""From an entry to its calls, with the article where the headline lacks the facts."""

import asyncio
from dataclasses import dataclass, replace

import structlog

from feeds.article import article_text
from feeds.errors import FeedError
from feeds.model import Entry
from feeds.workshop import WorkshopError
from ratings.extract import extract, lacks_facts
from ratings.model import RatingAction, Story
from services.manners import Manners
from services.ports import Clock, Outlets, Workshop

log = structlog.get_logger()


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """An entry as it was read; ``lacking``: it tells of calls whose facts stand in the article alone."""

    guid: str
    story: Story
    actions: tuple[RatingAction, ...]
    lacking: bool


class Reader:
    """Reads entries, and the articles behind them."""

    def __init__(self, outlets: Outlets, workshop: Workshop, clock: Clock) -> None:
        self._outlets = outlets
        self._workshop = workshop
        self._manners = Manners(clock)

    async def read(self, entry: Entry) -> Reading:
        """What the feed itself tells."""
        actions = await asyncio.to_thread(extract, entry.story)
        lacking = bool(entry.story.url) and lacks_facts(entry.story, actions)
        return Reading(guid=entry.guid, story=entry.story, actions=actions, lacking=lacking)

    async def complete(self, reading: Reading) -> Reading:
        """The same with its article; where that can't be had, what the feed tells still stands."""
        text = await self._article(reading.story.url or "")
        if not text:
            return reading
        story = replace(reading.story, text=text)
        return replace(reading, story=story, actions=await asyncio.to_thread(extract, story))

    async def _article(self, url: str) -> str:
        try:
            await self._manners.turn(url)
            page = await self._outlets.page(url)
            return await self._workshop.do(article_text, page.body, page.url)
        except (FeedError, WorkshopError) as error:
            log.info("article not read", url=url, reason=str(error))
            return ""
