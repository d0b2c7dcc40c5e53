"""From an address to the bytes behind it, politely and within limits."""

import asyncio
import errno
import ssl
from collections.abc import Mapping
from urllib.parse import urlencode

import aiohttp
from aiohttp.abc import AbstractResolver
from yarl import URL

from feeds.address import PrivateAddressError, guarded_socket
from feeds.answer import conditions, next_validators, refusal, terms
from feeds.arrival import Arrival
from feeds.errors import FetchError
from feeds.inflate import BadBodyError, whole_body
from feeds.model import Fetched, Terms, Unchanged, Validators
from feeds.resolver import Resolver
from feeds.wire import Answer, Wire

MOST_REDIRECTS = 5
REDIRECTS = frozenset({301, 302, 303, 307, 308})
PERMANENT = frozenset({301, 308})
NAMES_KEPT = 300  # seconds that a name's addresses are remembered; the guard looks at what is connected to anyway
FAULTS = (aiohttp.ClientError, OSError, ValueError)  # of the wire, and of what came over it
# None where a host's addresses fail each in its own way
UNANSWERED = frozenset({errno.ECONNREFUSED, errno.EHOSTUNREACH, errno.ENETUNREACH, errno.EHOSTDOWN, None})
KEPT_ALIVE = 5.0  # seconds that a connection waits for the host's next turn; thousands of hosts share our few sockets
FEED_TYPES = (
    "application/rss+xml, application/atom+xml, application/feed+json, application/xml;q=0.9, text/xml;q=0.9, */*;q=0.5"
)
PAGE_TYPES = "text/html, application/xhtml+xml;q=0.9, */*;q=0.1"
READABLE = ("text/", "application/xhtml+xml", "application/xml")
NOTHING_KNOWN = Validators()


class Fetcher:
    """The one way to the outlets. No cookies, no proxies from the environment, gzip only, each limit injected.

    ``timeout`` is in seconds, for a whole fetch with all its redirects; ``max_bytes`` counts after unpacking.
    ``concurrency`` and ``per_host`` count connections at a time.
    Unless ``private_hosts``, only addresses of the open internet are connected to.
    """

    def __init__(
        self,
        *,
        timeout: float,
        max_bytes: int,
        user_agent: str,
        private_hosts: bool = False,
        concurrency: int = 64,
        per_host: int = 2,
        resolver: AbstractResolver | None = None,
    ) -> None:
        self._timeout = timeout
        self._max_bytes = max_bytes
        self._private_hosts = private_hosts
        self._headers = {"User-Agent": user_agent, "Accept-Encoding": "gzip"}
        self._per_host = per_host
        self._resolver = resolver
        self._slots = asyncio.Semaphore(concurrency)
        self._open: Wire | None = None

    async def fetch(self, url: str, validators: Validators = NOTHING_KNOWN) -> Fetched | Unchanged:
        """A feed's body, unless it is what came with ``validators``. Raises FeedError."""
        return await self._get(url, {"Accept": FEED_TYPES, **conditions(validators)}, validators.wire)

    async def page(self, url: str) -> Fetched:
        """An article's page. Raises FeedError, also for what is no text."""
        page = await self._get(url, {"Accept": PAGE_TYPES})
        if isinstance(page, Unchanged):
            raise FetchError(url, "the outlet answered a question that was not asked (304)")
        if not (page.content_type or "text/").lower().startswith(READABLE):
            raise FetchError(url, f"no page to read, but {str(page.content_type)[:60]!r}")
        return page

    async def tell(self, url: str, form: Mapping[str, str]) -> None:
        """Send a form, to a hub for one; redirects are not followed. Raises FeedError unless it was taken."""
        try:
            place = web_place(url, URL(url))
            async with (
                self._slots,
                asyncio.timeout(self._timeout),
                self._wire().ask(place, {}, urlencode(form).encode()) as answer,
            ):
                pass  # a hub's yes has no body worth reading
        except FAULTS as error:
            raise FetchError(url, self._trouble(error)) from error
        if not 200 <= answer.status < 300:
            raise refusal(url, answer.status, answer.headers)

    async def close(self) -> None:
        """Let go of every connection; safe to call twice."""
        if self._open is not None:
            await self._open.close()

    async def _get(self, url: str, headers: dict[str, str], known: str | None = None) -> Fetched | Unchanged:
        """One fetch within its limits, every failure translated; ``known`` is the mark of the last body."""
        try:
            async with self._slots, asyncio.timeout(self._timeout):
                return await self._follow(url, headers, known)
        except FAULTS as error:
            raise FetchError(url, self._trouble(error)) from error

    async def _follow(self, url: str, headers: dict[str, str], known: str | None) -> Fetched | Unchanged:
        """The answer where the redirects end."""
        place, permanent = URL(url), True
        for hop in range(MOST_REDIRECTS + 1):
            async with self._wire().ask(web_place(url, place), headers) as answer:
                if answer.status not in REDIRECTS:
                    moved = str(place) if hop and permanent else None
                    return await self._taken(url, answer, moved, known)
                permanent = permanent and answer.status in PERMANENT
                place = place.join(URL(answer.headers.get("Location", "")))
        raise FetchError(url, f"more than {MOST_REDIRECTS} redirects; the address may be wrong")

    async def _taken(self, url: str, answer: Answer, moved: str | None, known: str | None) -> Fetched | Unchanged:
        """The body of an answer, if it has one that is not known."""
        validators, said = next_validators(answer.headers), self._terms(answer, moved)
        if answer.status == 304:
            return Unchanged(validators=validators, terms=said)
        if answer.status != 200:
            raise refusal(url, answer.status, answer.headers)
        arrival = Arrival(answer.content.iter_any())
        if await arrival.repeats(known):
            return Unchanged(whole=True, validators=validators, terms=said)
        packing = ", ".join(answer.headers.getall("Content-Encoding", []))
        body = await whole_body(arrival, packing, self._max_bytes)
        if not body:
            raise FetchError(url, "the answer is empty; it may be a passing fault of the outlet")
        return Fetched(
            url=str(answer.place.with_user(None)),
            body=body,
            wire=arrival.mark,
            validators=validators,
            content_type=answer.headers.get("Content-Type"),
            terms=said,
        )

    @staticmethod
    def _terms(answer: Answer, moved: str | None) -> Terms:
        links = ", ".join(answer.headers.getall("Link", ()))
        base = str(answer.place.with_user(None)) if links else ""
        return terms(answer.headers, links=links, moved=moved, base=base)

    def _wire(self) -> Wire:
        """The one way out, opened at its first use, when there is a loop to open it in."""
        if self._open is None:
            connector = aiohttp.TCPConnector(
                limit=0,
                limit_per_host=self._per_host,
                keepalive_timeout=KEPT_ALIVE,
                ttl_dns_cache=NAMES_KEPT,
                resolver=self._resolver or Resolver(),
                socket_factory=None if self._private_hosts else guarded_socket,
            )
            self._open = Wire(connector, self._headers)
        return self._open

    def _trouble(self, error: Exception) -> str:
        """What happened and what would help, in words that hold nothing of the address."""
        match error.os_error if isinstance(error, aiohttp.ClientConnectorError) else error:
            case BadBodyError():
                return str(error)
            case TimeoutError():
                return f"no whole answer within {self._timeout:g} s; the outlet may be overloaded"
            case PrivateAddressError():
                return "the host's address lies in a private network; set polling.private_hosts if feeds may live there"
            case _ if isinstance(error, aiohttp.ClientConnectorDNSError):
                return "there is no host of that name; check the address"
            case ssl.SSLError() | ssl.CertificateError() | aiohttp.ClientSSLError():
                return "no secure connection: the host's certificate is not valid"
            case OSError(errno=number) if number in UNANSWERED and isinstance(error, aiohttp.ClientConnectorError):
                return "nobody answers at that address; the outlet may be down"
            case OSError(strerror=reason):
                return f"the host does not take the connection ({reason or 'no reason given'})"
            case aiohttp.InvalidURL() | ValueError():
                return "the address, or the one redirected to, is not valid"
            case aiohttp.ClientPayloadError():
                return "the answer was cut short"
        return f"the outlet's answer is not sound HTTP ({type(error).__name__})"


def web_place(url: str, place: URL) -> URL:
    """A place that may be asked, on the way from an address. Raises FetchError for any other."""
    if place.scheme not in ("http", "https") or not place.host:
        raise FetchError(url, "only http and https addresses are read")
    return place
