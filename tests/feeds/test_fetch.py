"""Fetching from an outlet on loopback, in good days and bad."""

import asyncio
import socket
import threading
from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiohttp.abc import AbstractResolver, ResolveResult

import feeds.address
import feeds.resolver
from feeds.address import public
from feeds.errors import FeedError, FeedGoneError, FetchError
from feeds.fetch import NOTHING_KNOWN, Fetcher
from feeds.model import Fetched, Unchanged, Validators
from feeds.parse import parse
from feeds.resolver import Resolver
from tests.fakes import outlet as faults
from tests.fakes.outlet import Outlet, outlet_thread
from tests.feeds.rows import table

OUTSIDE = "127.0.0.77"
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
    assert isinstance(found, Fetched)
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
    for known in (first.validators, Validators(modified=first.validators.modified)):
        assert await fetch.fetch(outlet.url("a"), known) == Unchanged(validators=first.validators)
    outlet.publish(feed="a", title="Another")
    second = await fetched(fetch, outlet.url("a"), first.validators)
    assert second.validators != first.validators
    assert b"Another" in second.body


async def test_repeated_body(outlet: Outlet, fetch: Fetcher) -> None:
    """A body that comes again byte by byte is unchanged, though the outlet never says so; a changed one comes whole."""
    outlet.fault("a", faults.body(b"<rss/>"))
    first = await fetched(fetch, outlet.url("a"))
    again = await fetch.fetch(outlet.url("a"), Validators(wire=first.wire))
    assert again == Unchanged(whole=True, validators=first.validators)
    outlet.fault("a", faults.body(b"<rss></rss>"))
    changed = await fetched(fetch, outlet.url("a"), Validators(wire=first.wire))
    assert (changed.body, changed.wire != first.wire) == (b"<rss></rss>", True)


async def test_redirect(outlet: Outlet, fetch: Fetcher) -> None:
    """Redirects are followed, and the last address is told."""
    outlet.fault("/old", faults.redirect("/older", 301))
    outlet.fault("/older", faults.redirect(outlet.url("a"), 308))
    assert (await fetched(fetch, f"{outlet.base}/old")).url == outlet.url("a")


async def test_lasting_redirect(outlet: Outlet, fetch: Fetcher) -> None:
    """Only where every redirect on the way is permanent has a feed moved."""
    outlet.fault("/old", faults.redirect("/older", 301))
    outlet.fault("/older", faults.redirect(outlet.url("a"), 308))
    outlet.fault("/passing", faults.redirect("/old", 302))
    assert (await fetched(fetch, f"{outlet.base}/old")).terms.moved == outlet.url("a")
    assert (await fetched(fetch, f"{outlet.base}/passing")).terms.moved is None
    assert (await fetched(fetch, outlet.url("a"))).terms.moved is None


async def test_terms(outlet: Outlet, fetch: Fetcher) -> None:
    """What headers say about the looks to come is read, from a body and from "unchanged" alike."""
    said = {"Cache-Control": "max-age=60", "Link": '<https://hub.example/>; rel="hub"'}
    outlet.fault("a", faults.body(b"<rss/>", said))
    outlet.fault("b", faults.status(304, said | {"ETag": '"new"'}))
    full, same = await fetched(fetch, outlet.url("a")), await fetch.fetch(outlet.url("b"))
    assert isinstance(same, Unchanged)
    assert same.validators.etag == '"new"'
    for terms in (full.terms, same.terms):
        assert (terms.fresh, terms.hub) == (60, "https://hub.example/")


async def test_tell(outlet: Outlet, fetch: Fetcher) -> None:
    """A form is taken or refused; nobody inside is told anything."""
    with pytest.raises(FetchError):
        await fetch.tell(outlet.url("a"), {"a": "b"})  # the outlet takes no forms
    own = fetcher(private_hosts=False)
    with pytest.raises(FetchError, match="private"):
        await own.tell(outlet.url("a"), {"a": "b"})
    await own.close()


async def test_slow_names() -> None:
    """A name server that hangs is given up soon, and the loop goes on meanwhile."""
    hang = threading.Event()
    names = Resolver(seconds=0.05, threads=1)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(feeds.resolver, "look_up", lambda *_: hang.wait(5))
        with pytest.raises(OSError, match="does not answer"):
            await names.resolve("outlet.example")
        hang.set()
    await names.close()


async def test_names() -> None:
    """A name's addresses are those of the machine's own resolver."""
    names = Resolver()
    assert "127.0.0.1" in {found["host"] for found in await names.resolve("localhost", 80)}
    await names.close()


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
    both = fetcher(concurrency=8, per_host=8, timeout=30)
    hanging = [asyncio.create_task(both.fetch(outlet.url("b"))) for _ in range(7)]
    await asyncio.gather(*(both.fetch(outlet.url("a")) for _ in range(20)))
    assert not any(task.done() for task in hanging)
    for task in hanging:
        task.cancel()
    await asyncio.gather(*hanging, return_exceptions=True)
    await both.close()


def family_of(address: str) -> socket.AddressFamily:
    """IPv4's or IPv6's."""
    return socket.AF_INET6 if ":" in address else socket.AF_INET


class Turncoat(AbstractResolver):
    """A name server that answers with each of these addresses in turn, whatever the name."""

    def __init__(self, *answers: list[str]) -> None:
        self.answers = list(answers)

    async def resolve(self, host: str, port: int = 0, family: int = 0) -> list[ResolveResult]:
        """The next answer; the last one stays."""
        hosts = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        return [
            ResolveResult(hostname=host, host=address, port=port, family=family_of(address), proto=0, flags=0)
            for address in hosts
        ]

    async def close(self) -> None:
        """Nothing is open."""


def spellings() -> list[str]:
    """Every way to write an address inside as a URL's host."""
    rows = table("addresses")
    literal = [address for address in rows["inside"] if address.count(":") > 1 or address.count(".") == 3]
    return rows["spelled"] + [
        f"[{address}]" if ":" in address else address for address in literal if "%" not in address
    ]


@pytest.fixture
async def outside(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Outlet]:
    """An outlet at an address that counts as the open internet's."""
    monkeypatch.setattr(feeds.address, "public", lambda spelled: spelled == OUTSIDE or public(spelled))
    async with Outlet(OUTSIDE) as outlet:
        yield outlet


@pytest.mark.parametrize("hops", [0, 1, 5])
async def test_private(outlet: Outlet, outside: Outlet, hops: int) -> None:
    """However an address inside is spelled, and through however many redirects, nobody knocks at its door."""
    port = outlet.base.rpartition(":")[2]
    hosts = spellings()
    assert len(hosts) >= 60
    own = fetcher(private_hosts=False)
    for host in hosts:
        url = f"http://{host}:{port}/feeds/a.rss"
        for hop in range(hops):
            outside.fault(f"/{hop}", faults.redirect(url if hop == hops - 1 else f"/{hop + 1}"))
        with pytest.raises(FetchError):
            await own.fetch(f"{outside.base}/0" if hops else url)
    await own.close()
    assert outlet.requests == []
    assert len(outside.requests) == hops * len(hosts)


async def test_rebinding(outlet: Outlet, outside: Outlet) -> None:
    """A name that first leads to the open internet and then inside is refused at the second connection."""
    port = outside.base.rpartition(":")[2]
    outside.fault("/a", faults.redirect(f"http://other.example:{outlet.base.rpartition(':')[2]}/feeds/a.rss"))
    names = Turncoat([OUTSIDE], ["127.0.0.1"])
    error = await refused(f"http://outlet.example:{port}/a", private_hosts=False, resolver=names)
    assert "private" in str(error)
    assert (len(outside.requests), outlet.requests) == (1, [])


@pytest.mark.parametrize(
    "answers", [["127.0.0.1"], ["10.0.0.1", "127.0.0.1"], ["::1", "127.0.0.1"], ["169.254.169.254"]]
)
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


@pytest.mark.parametrize("answers", [["127.0.0.1"], ["127.0.0.1", "127.0.0.2"], ["255.255.255.255", "127.0.0.1"]])
async def test_refused_connection(answers: list[str]) -> None:
    """That nobody takes the connection, at one or all of a host's addresses, is told in plain words."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    error = await refused(f"http://outlet.example:{port}/", resolver=Turncoat(answers))
    assert error.reason == "nobody answers at that address; the outlet may be down"


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
