"""Fetching from an outlet on loopback, in good days and bad."""

import asyncio
import socket
from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiohttp.abc import AbstractResolver, ResolveResult

from feeds.errors import FeedError, FeedGoneError, FetchError
from feeds.fetch import NOTHING_KNOWN, Fetcher
from feeds.model import Fetched, Validators
from feeds.parse import parse
from tests.fakes import outlet as faults
from tests.fakes.outlet import Outlet, outlet_thread
from tests.feeds.rows import cases

AGENT = "Ratingwire/0 (+https://github.com/ratingwire/ratingwire)"


@pytest.fixture
async def outlet() -> AsyncIterator[Outlet]:
    """An outlet with one story."""
    async with Outlet() as outlet:
        outlet.publish(
            feed="a",
            title="Mizuho starts AT&T at Buy",
            summary="<p>With a target of $31.</p>",
            html_article="<p>Why it did.</p>",
        )
        yield outlet


def fetcher(**changed: Any) -> Fetcher:
    """A fetcher that may talk to loopback."""
    limits: dict[str, Any] = {"timeout": 5, "max_bytes": 100_000, "user_agent": AGENT, "private_hosts": True}
    return Fetcher(**(limits | changed))


@pytest.fixture
async def fetch() -> AsyncIterator[Fetcher]:
    """The usual fetcher, closed at the end."""
    usual = fetcher()
    yield usual
    await usual.close()


async def fetched(fetch: Fetcher, url: str, validators: Validators = NOTHING_KNOWN) -> Fetched:
    """A feed that must have changed."""
    found = await fetch.fetch(url, validators)
    assert found is not None
    return found


async def refused(url: str, **changed: Any) -> FeedError:
    """The error of a fetch that must fail."""
    own = fetcher(**changed)
    try:
        with pytest.raises(FeedError) as caught:
            await own.fetch(url)
    finally:
        await own.close()
    return caught.value


async def test_story(outlet: Outlet, fetch: Fetcher) -> None:
    """What an outlet publishes is what is read."""
    found = await fetched(fetch, outlet.url("a"))
    (entry,) = parse(found.body, url=found.url, outlet="A", content_type=found.content_type)
    assert entry.story.title == "Mizuho starts AT&T at Buy"
    assert entry.story.summary == "With a target of $31."
    assert entry.story.url == f"{outlet.base}/articles/1"


async def test_manners(outlet: Outlet, fetch: Fetcher) -> None:
    """Every request names the bot, asks for gzip alone and carries no cookie, even when it was given one."""
    outlet.fault("a", faults.body(b"x", {"Set-Cookie": "a=b"}))
    await fetch.fetch(outlet.url("a"))
    await fetch.fetch(outlet.url("a"))
    for asked in outlet.requests:
        assert asked.headers["User-Agent"] == AGENT
        assert asked.headers["Accept-Encoding"] == "gzip"
        assert "Cookie" not in asked.headers


async def test_not_modified(outlet: Outlet, fetch: Fetcher) -> None:
    """A feed is sent once for each of its editions, by tag or by date."""
    first = await fetched(fetch, outlet.url("a"))
    assert await fetch.fetch(outlet.url("a"), first.validators) is None
    assert await fetch.fetch(outlet.url("a"), Validators(modified=first.validators.modified)) is None
    outlet.publish(feed="a", title="Another")
    second = await fetched(fetch, outlet.url("a"), first.validators)
    assert second.validators != first.validators
    assert b"Another" in second.body


async def test_redirect(outlet: Outlet, fetch: Fetcher) -> None:
    """Redirects are followed, and the last address is told."""
    outlet.fault("/old", faults.redirect("/older", 301))
    outlet.fault("/older", faults.redirect(outlet.url("a"), 308))
    assert (await fetched(fetch, f"{outlet.base}/old")).url == outlet.url("a")


@pytest.mark.parametrize(
    "to", ["/loop", "", "file:///etc/hostname", "ftp://outlet.example/", "http://", "http://[", "gopher:x", "//"]
)
async def test_bad_redirect(outlet: Outlet, to: str) -> None:
    """Loops and redirects to other schemes or to nowhere end in an error."""
    outlet.fault("/loop", faults.redirect(to))
    assert isinstance(await refused(f"{outlet.base}/loop"), FetchError)
    assert len(outlet.requests) <= 6


async def test_gone(outlet: Outlet) -> None:
    """410 is an error of its own."""
    outlet.fault("a", faults.status(410))
    assert isinstance(await refused(outlet.url("a")), FeedGoneError)


async def test_slow_down(outlet: Outlet) -> None:
    """An outlet that is asked too often is left alone for as long as it says."""
    outlet.fault("a", faults.status(429, {"Retry-After": "120"}))
    error = await refused(outlet.url("a"))
    assert isinstance(error, FetchError)
    assert error.retry_after == 120


@pytest.mark.parametrize("fault", [faults.hang, faults.drip])
async def test_slow(outlet: Outlet, fault: faults.Fault) -> None:
    """A fetch ends at its time limit, though bytes keep coming."""
    outlet.fault("a", fault)
    async with asyncio.timeout(5):
        assert "within 0.05 s" in str(await refused(outlet.url("a"), timeout=0.05))


@pytest.mark.parametrize(
    ("fault", "says"),
    [
        (faults.truncate, "cut short"),
        (faults.bomb(50_000_000), "larger than 100,000"),
        (faults.body(b" " * 200_000), "larger than 100,000"),
        (faults.body(b""), "empty"),
        (faults.body(b"x", {"Content-Encoding": "gzip, gzip, gzip"}), "only gzip"),
        (faults.body(b"x", {"Content-Encoding": "br"}), "only gzip"),
        (faults.body(b"<rss/>", {"Content-Encoding": "gzip"}), "is not"),
        (faults.status(404), "404"),
        (faults.status(503), "503"),
        (faults.body(b"x", {"X-Long": "a" * 100_000}), "not sound HTTP"),
    ],
)
async def test_faults(outlet: Outlet, fault: faults.Fault, says: str) -> None:
    """Each fault of an outlet is an error that says what happened, and no more."""
    outlet.fault("a", fault)
    assert says in str(await refused(outlet.url("a")))


async def test_recovery(outlet: Outlet, fetch: Fetcher) -> None:
    """An outlet that was broken is read as soon as it is well."""
    for fault in (faults.truncate, faults.bomb(1_000_000), faults.status(500)):
        outlet.fault("a", fault)
        with pytest.raises(FetchError):
            await fetch.fetch(outlet.url("a"))
        outlet.fault("a", None)
        await fetched(fetch, outlet.url("a"))


async def test_one_bad_of_many(outlet: Outlet) -> None:
    """Feeds that hang don't keep the others waiting while there are slots."""
    outlet.fault("b", faults.hang)
    both = fetcher(concurrency=8, timeout=30)
    hanging = [asyncio.create_task(both.fetch(outlet.url("b"))) for _ in range(7)]
    await asyncio.gather(*(both.fetch(outlet.url("a")) for _ in range(20)))
    assert not any(task.done() for task in hanging)
    for task in hanging:
        task.cancel()
    await asyncio.gather(*hanging, return_exceptions=True)
    await both.close()


@pytest.mark.parametrize("host", cases("addresses", "spelled"))
async def test_private(outlet: Outlet, host: str) -> None:
    """However our own machine is spelled, nobody knocks at its door."""
    port = outlet.base.rpartition(":")[2]
    assert isinstance(await refused(f"http://{host}:{port}/feeds/a.rss", private_hosts=False), FetchError)
    assert outlet.requests == []


class Turncoat(AbstractResolver):
    """A name server that answers with each of these addresses in turn, whatever the name."""

    def __init__(self, *answers: list[str]) -> None:
        self.answers = list(answers)

    async def resolve(self, host: str, port: int = 0, family: int = 0) -> list[ResolveResult]:
        """The next answer; the last one stays."""
        hosts = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        return [
            ResolveResult(hostname=host, host=address, port=port, family=socket.AF_INET, proto=0, flags=0)
            for address in hosts
        ]

    async def close(self) -> None:
        """Nothing is open."""


@pytest.mark.parametrize("answers", [["127.0.0.1"], ["10.0.0.1", "127.0.0.1"], ["169.254.169.254"]])
async def test_private_by_name(outlet: Outlet, answers: list[str]) -> None:
    """A public name that leads inside is refused when the connection is made."""
    port = outlet.base.rpartition(":")[2]
    error = await refused(f"http://outlet.example:{port}/feeds/a.rss", private_hosts=False, resolver=Turncoat(answers))
    assert "private" in str(error)
    assert outlet.requests == []


async def test_unknown_name() -> None:
    """A name that nobody has is said to be one."""

    class Nowhere(Turncoat):
        async def resolve(self, host: str, port: int = 0, family: int = 0) -> list[ResolveResult]:
            raise OSError("no such name")

    assert "no host of that name" in str(await refused("http://outlet.example/", resolver=Nowhere([])))


@pytest.mark.parametrize(
    "url",
    [
        "",
        "outlet.example/rss",
        "file:///etc/hostname",
        "http://",
        "http://a b/",
        "http://[::",
        "http://outlet.example:99999/",
    ],
)
async def test_bad_address(url: str) -> None:
    """What is no http address is never asked."""
    assert isinstance(await refused(url), FetchError)


async def test_refused_connection(outlet: Outlet) -> None:
    """A host that takes no connection is an error in plain words."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    assert "does not take the connection" in str(await refused(f"http://127.0.0.1:{port}/"))


async def test_login_unseen(outlet: Outlet) -> None:
    """A login in a feed's address shows in no error."""
    error = await refused(outlet.url("none").replace("//", "//me:secret@"))
    assert "secret" not in f"{error} {error!r} {error.url}"


async def test_page(outlet: Outlet, fetch: Fetcher) -> None:
    """An article's page comes like a feed; a picture is none."""
    assert b"Why it did." in (await fetch.page(f"{outlet.base}/articles/1")).body
    outlet.fault("/articles/1", faults.body(b"x", {"Content-Type": "image/png"}))
    with pytest.raises(FetchError, match="image/png"):
        await fetch.page(f"{outlet.base}/articles/1")


def test_outlet_thread() -> None:
    """An outlet in its own thread serves what is published from here."""

    async def ask(url: str) -> Fetched:
        own = fetcher()
        try:
            return await fetched(own, url)
        finally:
            await own.close()

    with outlet_thread() as outlet:
        outlet.publish(feed="t", title="From elsewhere")
        assert b"From elsewhere" in asyncio.run(ask(outlet.url("t"))).body
    assert [asked.path for asked in outlet.requests] == ["/feeds/t.rss"]
