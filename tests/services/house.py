"""A whole bot without wires: real storage and services, a fake clock, fetcher and transport."""

import datetime as dt
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from ratings.model import Story
from ratings.symbols import directory
from services.companies import Companies
from services.deliver import Deliverer
from services.manners import Manners
from services.poll import Poller, PollReport
from services.record import Rules
from services.watchlist import Watchlist
from storage.store import Memory
from tests.fakes.clock import FakeClock
from tests.fakes.fetcher import FakeFetcher
from tests.fakes.transport import RecordingTransport
from tests.fakes.workshop import InlineWorkshop

DESK = "https://desk.example/rss"
LEDGER = "https://ledger.example/rss"
FRESH = dt.timedelta(hours=24)
SETTLE = dt.timedelta(seconds=20)


@dataclass
class House:
    """Everything a test touches."""

    memory: Memory
    clock: FakeClock = field(default_factory=FakeClock)
    fetcher: FakeFetcher = field(default_factory=FakeFetcher)
    transport: RecordingTransport = field(default_factory=RecordingTransport)
    articles: bool = True

    def __post_init__(self) -> None:
        self.poller = self.new_poller()
        self.companies = Companies(directory())
        self.watchlist = Watchlist(self.memory, self.companies, self.clock)
        self.deliverer = self.sender("me")

    def new_poller(self, *, gap: float = 0) -> Poller:
        """A poller as a new process would have it; ``gap`` is the seconds between two questions to one host."""
        return Poller(
            self.memory,
            self.fetcher,
            InlineWorkshop(),
            self.clock,
            rules=Rules(interval=60, fresh=FRESH, settle=SETTLE),
            concurrency=8,
            articles=self.articles,
            manners=Manners(self.clock, gap=gap),
        )

    def sender(self, owner: str) -> Deliverer:
        """A deliverer as a new process would have it."""
        return Deliverer(self.memory, self.transport, self.clock, owner=owner, fresh=FRESH)

    async def open_feeds(self, *urls: str) -> None:
        """Have these feeds, polled once while they hold nothing."""
        for url in urls:
            self.fetcher.publish(url)
        pairs = [(url.split("/")[2].split(".")[0].title(), url) for url in urls]
        await self.memory.ask(lambda store: store.feeds.sync(pairs, self.clock.now()))
        await self.poll_all()

    async def poll_all(self, poller: Poller | None = None) -> list[PollReport]:
        """Look at every feed now."""
        feeds = await self.memory.ask(lambda store: store.feeds.active())
        return [await (poller or self.poller).poll(feed) for feed in feeds]

    def publish(self, url: str, title: str, *, summary: str = "", key: str = "1", age: float = 0) -> None:
        """Publish a story that is ``age`` hours old on a feed."""
        published = self.clock.now() - dt.timedelta(hours=age)
        link = f"{url.removesuffix('/rss')}/{key.replace(' ', '-')}"
        self.fetcher.publish(url, Story(title=title, summary=summary, url=link, published=published))

    async def tell(self, url: str, title: str, *, summary: str = "", key: str = "1", age: float = 0) -> PollReport:
        """Publish a story that is ``age`` hours old on a feed, and look at it."""
        self.publish(url, title, summary=summary, key=key, age=age)
        feeds = await self.memory.ask(lambda store: store.feeds.active())
        return await self.poller.poll(next(feed for feed in feeds if feed.url == url))

    async def deliver(self, deliverer: Deliverer | None = None, *, after: float = 30) -> None:
        """Let the time pass, then send what is due."""
        self.clock.advance(after)
        sender = deliverer or self.deliverer
        while await sender.launch():
            await sender.stop()


@asynccontextmanager
async def open_house(*, articles: bool = True) -> AsyncIterator[House]:
    """A house for one test."""
    memory = Memory(":memory:")
    try:
        yield House(memory, articles=articles)
    finally:
        memory.close()
