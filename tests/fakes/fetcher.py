"""Outlets without a wire: feeds and pages by address, answering as a Fetcher does."""

import asyncio
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from email.utils import format_datetime
from html import escape

from feeds.errors import FeedError, FetchError
from feeds.fetch import NOTHING_KNOWN
from feeds.model import Fetched, Terms, Unchanged, Validators
from ratings.model import Story


@dataclass
class FakeFetcher:
    """Give ``feeds`` and ``pages`` their bodies, or the error that they answer with.

    ``together`` lets pages come only to those who ask for them side by side.
    """

    feeds: dict[str, bytes | FeedError] = field(default_factory=dict)
    pages: dict[str, bytes | FeedError] = field(default_factory=dict)
    together: asyncio.Barrier | None = None
    moved: dict[str, str] = field(default_factory=dict)
    validators: bool = True
    hub: FeedError | None = None
    told: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    asked: Counter[str] = field(default_factory=Counter)

    def publish(self, url: str, *stories: Story) -> None:
        """Put stories on top of a feed."""
        before = self.feeds.get(url, b"")
        items = "".join(_item(story) for story in stories).encode()
        self.feeds[url] = items + (before if isinstance(before, bytes) else b"")

    async def fetch(self, url: str, validators: Validators = NOTHING_KNOWN) -> Fetched | Unchanged:
        """The feed, unless it is what the validators know."""
        self.asked[url] += 1
        body = self._found(self.feeds, url)
        tag = f'"{hash(body)}"'
        terms = Terms(moved=self.moved.get(url))
        if self.validators and validators.etag == tag:
            return Unchanged(validators=validators, terms=terms)
        rss = b'<rss version="2.0"><channel><title>t</title>' + body + b"</channel></rss>"
        return Fetched(url=url, body=rss, validators=Validators(etag=tag if self.validators else None), terms=terms)

    async def page(self, url: str) -> Fetched:
        """The article's page."""
        self.asked[url] += 1
        if self.together is not None:
            await self.together.wait()
        return Fetched(url=url, body=self._found(self.pages, url))

    async def tell(self, url: str, form: Mapping[str, str]) -> None:
        """Take a form, unless ``hub`` says otherwise."""
        self.told.append((url, dict(form)))
        if self.hub is not None:
            raise self.hub

    async def close(self) -> None:
        """Nothing is open."""

    @staticmethod
    def _found(known: dict[str, bytes | FeedError], url: str) -> bytes:
        found = known.get(url, FetchError(url, "not found"))
        if isinstance(found, FeedError):
            raise found
        return found


def _item(story: Story) -> str:
    date = f"<pubDate>{format_datetime(story.published)}</pubDate>" if story.published else ""
    return (
        f"<item><title>{escape(story.title)}</title><link>{story.url}</link><guid>{story.url}</guid>"
        f"<description>{escape(story.summary)}</description>{date}</item>"
    )
