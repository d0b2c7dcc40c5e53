"""A look at a feed that stores nothing: what it holds, and what would be read of it."""

import asyncio
import datetime as dt
from collections.abc import Callable
from functools import partial
from typing import TypeVar

from feeds.discover import feed_places, feed_title
from feeds.errors import FeedError, FetchError, NotAFeedError
from feeds.links import host
from feeds.model import Entry, Fetched, Validators
from feeds.opml import NAME, is_address
from feeds.parse import parse
from feeds.templates import filled, is_template
from feeds.text import one_line
from feeds.workshop import WorkshopError
from messages.feed_views import Sample, Trial
from ratings.extract import extract
from ratings.symbols import Listing
from services.manners import Manners, RestingError
from services.ports import Outlets, Workshop

T = TypeVar("T")

SAMPLES = 3
READ = 50  # newest entries whose calls are counted
EXAMPLE = Listing(ticker="AAPL", name="Apple", exchange="Nasdaq")  # stands in a template: every outlet covers it
LONG_AGO = dt.datetime.min.replace(tzinfo=dt.UTC)


class Trials:
    """Tries addresses, politely and within the limits of any fetch."""

    def __init__(self, outlets: Outlets, workshop: Workshop, manners: Manners) -> None:
        self._outlets = outlets
        self._workshop = workshop
        self._manners = manners

    async def find(self, address: str, name: str = "") -> Trial:
        """The feed at an address, or the one of the page there; "example.com" will do."""
        url = address if "//" in address else f"https://{address}"
        if not is_address(url):
            return Trial(name=name or address, url=url, error="that is no web address")
        try:
            fetched = await self._fetch(url)
            try:
                return await self._look(url, fetched, name)
            except NotAFeedError as error:
                # a page that stands for many has no one feed
                found = None if is_template(url) else await self._search(url, fetched, name)
                return found or _failed(url, name, error)
        except FeedError as error:
            return _failed(url, name, error)

    async def test(self, url: str, name: str) -> Trial:
        """What is at a feed's address now."""
        try:
            return await self._look(url, await self._fetch(url), name)
        except FeedError as error:
            return _failed(url, name, error)

    async def _search(self, url: str, page: Fetched, name: str) -> Trial | None:
        """The first feed among the places where the page's feed may be."""
        for place in await self._do(url, partial(feed_places, page.body, page.url, page.content_type)):
            try:
                return await self._look(place, await self._fetch(place), name)
            except FeedError:
                continue
        return None

    async def _look(self, url: str, fetched: Fetched, name: str) -> Trial:
        """What a body holds as a feed; raises NotAFeedError."""
        body, kind = fetched.body, fetched.content_type
        title = name or one_line(await self._do(url, partial(feed_title, body, kind)), NAME)
        outlet = title or host(url)
        entries = await self._do(url, partial(parse, body, url=fetched.url, outlet=outlet, content_type=kind))
        newest = sorted(entries, key=lambda entry: entry.story.published or LONG_AGO, reverse=True)[:READ]
        samples = [await asyncio.to_thread(_sample, entry) for entry in newest]
        return Trial(
            name=outlet,
            url=url,
            entries=len(entries),
            calls=sum(len(sample.calls) for sample in samples),
            samples=tuple(samples[:SAMPLES]),
        )

    async def _fetch(self, url: str) -> Fetched:
        place = filled(url, EXAMPLE.ticker, EXAMPLE.name)
        try:
            async with self._manners.turn(place):
                fetched = await self._outlets.fetch(place, Validators())
        except RestingError as error:
            raise FetchError(url, str(error), error.seconds) from error
        if not isinstance(fetched, Fetched):
            raise FeedError(url, "the outlet answered a question that was not asked (304)")
        return fetched

    async def _do(self, url: str, work: Callable[[], T]) -> T:
        """Work on bytes from outside, where it can do no harm."""
        try:
            return await self._workshop.do(work)
        except WorkshopError as error:
            raise NotAFeedError(url, f"reading it {error}") from error


def _sample(entry: Entry) -> Sample:
    story = entry.story
    return Sample(title=story.title, published=story.published, url=story.url, calls=extract(story))


def _failed(url: str, name: str, error: FeedError) -> Trial:
    return Trial(name=name or host(url), url=url, error=error.reason)
