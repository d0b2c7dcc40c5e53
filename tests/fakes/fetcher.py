"""Outlets without a wire: feeds and pages by address, answering as a Fetcher does."""

from collections import Counter
from dataclasses import dataclass, field
from email.utils import format_datetime
from html import escape

from feeds.errors import FeedError, FetchError
from feeds.fetch import NOTHING_KNOWN
from feeds.model import Fetched, Validators
from ratings.model import Story


@dataclass
class FakeFetcher:
    """Give ``feeds`` and ``pages`` their bodies, or the error that they answer with."""

    feeds: dict[str, bytes | FeedError] = field(default_factory=dict)
    pages: dict[str, bytes | FeedError] = field(default_factory=dict)
    asked: Counter[str] = field(default_factory=Counter)

    def publish(self, url: str, *stories: Story) -> None:
        """Put stories on top of a feed."""
        before = self.feeds.get(url, b"")
        items = "".join(_item(story) for story in stories).encode()
        self.feeds[url] = items + (before if isinstance(before, bytes) else b"")

    async def fetch(self, url: str, validators: Validators = NOTHING_KNOWN) -> Fetched | None:
        """The feed, or None if it is what the validators know."""
        self.asked[url] += 1
        body = self._found(self.feeds, url)
        tag = f'"{hash(body)}"'
        if validators.etag == tag:
            return None
        rss = b'<rss version="2.0"><channel><title>t</title>' + body + b"</channel></rss>"
        return Fetched(url=url, body=rss, validators=Validators(etag=tag))

    async def page(self, url: str) -> Fetched:
        """The article's page."""
        self.asked[url] += 1
        return Fetched(url=url, body=self._found(self.pages, url))

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
