"""Feeds that are tried: found where they hide, politely, and never where nobody may look."""

import pytest

from feeds.errors import FetchError
from feeds.fetch import Fetcher
from services.manners import Manners
from services.trial import Trials
from tests.fakes.clock import FakeClock
from tests.fakes.fetcher import FakeFetcher
from tests.fakes.outlet import Outlet
from tests.fakes.workshop import InlineWorkshop

PAGE = "https://a.example/markets"
BARE = b"<html><body>Welcome</body></html>"


class Pages(FakeFetcher):
    """Gives bodies as they are, without a feed around them."""

    async def fetch(self, url, validators=None):  # type: ignore[no-untyped-def]
        """The page at the address, or its error."""
        return await self.page(url)


def trials(pages: dict[str, bytes | FetchError]) -> tuple[Trials, Pages]:
    fetcher = Pages(pages=pages)  # type: ignore[arg-type]
    return Trials(fetcher, InlineWorkshop(), Manners(FakeClock(), gap=0)), fetcher


RSS = b"<rss><channel><title>Markets</title><item><title>One</title><guid>1</guid></item></channel></rss>"
PLACES = [
    # what was typed, what answers, where the feed is found
    (PAGE, {PAGE: RSS}, PAGE),
    ("a.example/markets", {PAGE: RSS}, PAGE),
    (PAGE, {PAGE: BARE, f"{PAGE}/feed": RSS}, f"{PAGE}/feed"),
    (PAGE, {PAGE: BARE, "https://a.example/rss.xml": RSS}, "https://a.example/rss.xml"),
    (PAGE, {PAGE: BARE, f"{PAGE}/feed": BARE, "https://a.example/feed.xml": RSS}, "https://a.example/feed.xml"),
    (PAGE, {PAGE: BARE}, None),
    (PAGE, {}, None),
    ("https://a.example/{ticker}", {"https://a.example/AAPL": RSS}, "https://a.example/{ticker}"),
    ("https://a.example/{ticker}", {"https://a.example/AAPL": BARE, "https://a.example/feed": RSS}, None),
    ("https://a.example/?q={company}", {"https://a.example/?q=Apple": RSS}, "https://a.example/?q={company}"),
]


@pytest.mark.parametrize(("typed", "answers", "found"), PLACES)
async def test_find(typed: str, answers: dict[str, bytes], found: str | None) -> None:
    """The feed at the address, or else of the page there; a template is tried with a stock that every outlet covers."""
    trying, fetcher = trials(dict(answers))
    tried = await trying.find(typed)
    assert (tried.error is None) == (found is not None)
    if found is not None:
        assert (tried.url, tried.name, tried.entries) == (found, "Markets", 1)
    assert max(fetcher.asked.values(), default=0) <= 1


@pytest.mark.parametrize("typed", ["ftp://a.example", "//", "a b", "x" * 5000, "http://", "mailto:me@a.example"])
async def test_no_address(typed: str) -> None:
    """What is no web address is never asked for."""
    trying, fetcher = trials({})
    assert (await trying.find(typed)).error
    assert not [url for url in fetcher.asked if not url.startswith("https://")]


async def test_newest_samples() -> None:
    """The newest three entries are shown, whatever the feed's order."""
    items = "".join(
        f"<item><title>Story {day}</title><guid>{day}</guid><pubDate>{day:02} Nov 2025 10:00:00 GMT</pubDate></item>"
        for day in (3, 9, 1, 7, 5)
    )
    trying, _ = trials({PAGE: f"<rss><channel><title>M</title>{items}</channel></rss>".encode()})
    tried = await trying.test(PAGE, "Mine")
    assert [sample.title for sample in tried.samples] == ["Story 9", "Story 7", "Story 5"]
    assert (tried.name, tried.entries) == ("Mine", 5)


async def test_private_hosts_are_refused() -> None:
    """Nobody reads the machines inside by way of /addfeed."""
    async with Outlet() as outlet:
        outlet.publish(feed="desk", title="Inside")
        fetcher = Fetcher(timeout=5, max_bytes=100_000, user_agent="test")
        tried = await Trials(fetcher, InlineWorkshop(), Manners(FakeClock(), gap=0)).find(outlet.url("desk"))
        await fetcher.close()
        assert "private network" in (tried.error or "")
        assert outlet.requests == []
