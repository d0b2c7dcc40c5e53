"""An outlet on loopback: feeds, article pages, honest answers, and faults when told to."""

import asyncio
import contextlib
import datetime as dt
import gzip
import html
import threading
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping
from dataclasses import dataclass, field
from email.utils import format_datetime, parsedate_to_datetime
from typing import Self

from aiohttp import web

OPENED = dt.datetime(2026, 11, 2, 14, 30, tzinfo=dt.UTC)  # a feed's Last-Modified before its first story
DRIP = 0.005  # seconds between two bytes of a slow drip

Fault = Callable[["Outlet", web.Request], Awaitable[web.StreamResponse]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One request as the outlet saw it."""

    path: str
    headers: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """One story as the outlet tells it."""

    number: int
    title: str
    summary: str
    content: str
    article: str
    published: dt.datetime | None
    tickers: tuple[str, ...]


@dataclass(slots=True)
class Channel:
    """One feed with its stories, newest first, and how often it changed."""

    stories: list[Published] = field(default_factory=list)
    edition: int = 0

    @property
    def modified(self) -> dt.datetime:
        """When it last changed, by the outlet's own reckoning."""
        return OPENED + dt.timedelta(minutes=self.edition)


class Outlet:
    """A publisher with feeds at /feeds/NAME.rss and pages at /articles/N.

    ``publish`` and ``fault`` may be called from any thread. ``requests`` holds what was asked, in order.
    """

    def __init__(self, host: str = "127.0.0.1") -> None:
        self._host = host
        self.requests: list[Asked] = []
        self.base = ""
        self.closing = asyncio.Event()
        self.titles: dict[str, str] = {}  # what feeds call themselves, where that isn't their name
        self._channels: dict[str, Channel] = {}
        self._faults: dict[str, Fault] = {}
        self._lock = threading.Lock()
        self._heard = threading.Condition()
        self._runner: web.AppRunner | None = None

    async def __aenter__(self) -> Self:
        app = web.Application()
        app.router.add_get("/{path:.*}", self._answer)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=1)
        await self._runner.setup()
        await web.TCPSite(self._runner, self._host, 0).start()
        host, port = self._runner.addresses[0][:2]
        self.base = f"http://{host}:{port}"
        return self

    async def __aexit__(self, *_: object) -> None:
        self.closing.set()
        if self._runner is not None:
            await self._runner.cleanup()

    def url(self, feed: str) -> str:
        """The address of a feed."""
        return f"{self.base}/feeds/{feed}.rss"

    def publish(
        self,
        *,
        feed: str,
        title: str,
        summary: str = "",
        content: str = "",
        html_article: str = "",
        published: dt.datetime | None = None,
        tickers: tuple[str, ...] = (),
    ) -> str:
        """Put a story into a feed and give its page's address.

        ``content`` (HTML) goes into the feed in full; ``html_article`` is the page's article, else content or summary.
        """
        with self._lock:
            channel = self._channels.setdefault(feed, Channel())
            number = 1 + sum(len(known.stories) for known in self._channels.values())
            article = html_article or content or f"<p>{html.escape(summary)}</p>"
            told = Published(
                number=number,
                title=title,
                summary=summary,
                content=content,
                article=article,
                published=published,
                tickers=tickers,
            )
            channel.stories.insert(0, told)
            channel.edition += 1
        return f"{self.base}/articles/{number}"

    def fault(self, place: str, fault: Fault | None) -> None:
        """Let a feed (by name) or a path fail from now on; None heals it."""
        path = place if place.startswith("/") else f"/feeds/{place}.rss"
        if fault is None:
            self._faults.pop(path, None)
        else:
            self._faults[path] = fault

    def asked(self, path: str) -> list[Asked]:
        """The requests for one path."""
        return [asked for asked in self.requests if asked.path == path]

    def wait_for(self, path: str, more: int, *, timeout: float) -> None:
        """Wait, in another thread than the outlet's, until a path was asked for so many times more."""
        with self._heard:
            enough = len(self.asked(path)) + more
            assert self._heard.wait_for(lambda: len(self.asked(path)) >= enough, timeout), f"{path} is not asked for"

    async def _answer(self, request: web.Request) -> web.StreamResponse:
        with self._heard:
            self.requests.append(Asked(path=request.path, headers=dict(request.headers)))
            self._heard.notify_all()
        if (fault := self._faults.get(request.path)) is not None:
            return await fault(self, request)
        match request.path.strip("/").split("/"):
            case ["feeds", name] if (channel := self._channels.get(name.removesuffix(".rss"))) is not None:
                return self._feed(name, channel, request)
            case ["articles", number] if (story := self._story(number)) is not None:
                return web.Response(text=page(story), content_type="text/html")
        raise web.HTTPNotFound

    def _feed(self, name: str, channel: Channel, request: web.Request) -> web.Response:
        with self._lock:
            etag, modified = f'"{name}-{channel.edition}"', channel.modified
            stories = list(channel.stories)
        headers = {"ETag": etag, "Last-Modified": format_datetime(modified, usegmt=True)}
        if unchanged(request.headers, etag, modified):
            return web.Response(status=304, headers=headers)
        body = rss(self.titles.get(name.removesuffix(".rss"), name), self.base, stories).encode()
        if "gzip" in request.headers.get("Accept-Encoding", ""):
            body, headers["Content-Encoding"] = gzip.compress(body), "gzip"
        return web.Response(body=body, headers=headers, content_type="application/rss+xml", charset="utf-8")

    def _story(self, number: str) -> Published | None:
        with self._lock:
            stories = [story for channel in self._channels.values() for story in channel.stories]
        return next((story for story in stories if str(story.number) == number), None)


def unchanged(headers: Mapping[str, str], etag: str, modified: dt.datetime) -> bool:
    """Whether the asker has this edition: by its tag if it sends one, else by its date."""
    if (tag := headers.get("If-None-Match")) is not None:
        return tag == etag
    since = headers.get("If-Modified-Since")
    return since is not None and parsedate_to_datetime(since) >= modified


def rss(name: str, base: str, stories: list[Published]) -> str:
    """A feed as RSS 2.0."""
    items = "".join(rss_item(base, story) for story in stories)
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"'
        f' xmlns:nasdaq="http://nasdaq.com/reference/feeds/1.0"><channel><title>{html.escape(name)}</title>'
        f"<link>{base}/</link><description>All of {html.escape(name)}</description>{items}</channel></rss>"
    )


def rss_item(base: str, story: Published) -> str:
    """One story as an RSS item."""
    link = f"{base}/articles/{story.number}"
    parts = {
        "title": html.escape(story.title),
        "link": link,
        "guid": link,
        "description": html.escape(story.summary),
        "content:encoded": f"<![CDATA[{story.content}]]>" if story.content else "",
        "pubDate": format_datetime(story.published) if story.published else "",
        "nasdaq:tickers": ",".join(story.tickers),
    }
    return "<item>" + "".join(f"<{tag}>{value}</{tag}>" for tag, value in parts.items() if value) + "</item>"


def page(story: Published) -> str:
    """A story's page, with the furniture that surrounds articles everywhere."""
    title = html.escape(story.title)
    menu = "".join(f'<li><a href="/{place}">{place.title()}</a></li>' for place in ("markets", "earnings", "funds"))
    return (
        f"<!DOCTYPE html><html lang='en'><head><meta charset='utf-8'><title>{title} | The Outlet</title>"
        "<script>window.adverts = ['buy now'];</script><style>nav { float: left }</style></head><body>"
        f"<header><nav><ul>{menu}</ul></nav></header><div class='ad-banner'>Advertisement: open an account today</div>"
        f"<main><article><h1>{title}</h1>{story.article}</article></main>"
        "<aside class='related'><h3>You may also like</h3><ul><li><a href='/1'>Ten funds for a rainy day</a></li>"
        "<li><a href='/2'>Why everybody talks about tin</a></li></ul></aside>"
        "<form class='newsletter'><label>Get our letter</label><input type='email'></form>"
        "<footer><p>All rights kept by The Outlet. Quotes are late by a quarter of an hour.</p></footer></body></html>"
    )


def status(code: int, headers: Mapping[str, str] | None = None) -> Fault:
    """Answer with a status and no body worth having."""

    async def answer(_: Outlet, __: web.Request) -> web.StreamResponse:
        return web.Response(status=code, headers=headers, text="no")

    return answer


def redirect(to: str, code: int = 302) -> Fault:
    """Send the asker on."""
    return status(code, {"Location": to})


def body(content: bytes, headers: Mapping[str, str] | None = None) -> Fault:
    """Answer with these bytes, whatever they are."""

    async def answer(_: Outlet, __: web.Request) -> web.StreamResponse:
        return web.Response(body=content, headers=headers)

    return answer


async def hang(outlet: Outlet, _: web.Request) -> web.StreamResponse:
    """Take the request and never answer it."""
    await outlet.closing.wait()
    return web.Response(status=503)


async def drip(outlet: Outlet, request: web.Request) -> web.StreamResponse:
    """Answer without end, a byte at a time."""
    async with streaming(request, {}) as response:
        while not outlet.closing.is_set():
            await response.write(b" ")
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(outlet.closing.wait(), DRIP)
    return response


async def truncate(_: Outlet, request: web.Request) -> web.StreamResponse:
    """Promise more bytes than come."""
    async with streaming(request, {"Content-Length": "4096"}) as response:
        await response.write(b"<rss><channel><item><title>Half of a")
        assert request.transport is not None
        request.transport.close()
    return response


def bomb(size: int) -> Fault:
    """Answer with ``size`` bytes of nothing, packed very small."""
    return body(gzip.compress(bytes(size)), {"Content-Encoding": "gzip"})


@contextlib.asynccontextmanager
async def streaming(request: web.Request, headers: Mapping[str, str]) -> AsyncIterator[web.StreamResponse]:
    """A response under way; an asker that hangs up is no error."""
    response = web.StreamResponse(headers=headers)
    await response.prepare(request)
    with contextlib.suppress(ConnectionError):
        yield response


@contextlib.contextmanager
def outlet_thread() -> Iterator[Outlet]:
    """An outlet in a thread of its own, for tests that have no loop."""
    loop = asyncio.new_event_loop()
    outlet = Outlet()
    thread = threading.Thread(target=loop.run_forever, name="outlet", daemon=True)
    thread.start()
    try:
        asyncio.run_coroutine_threadsafe(outlet.__aenter__(), loop).result(timeout=10)
        yield outlet
    finally:
        asyncio.run_coroutine_threadsafe(outlet.__aexit__(), loop).result(timeout=10)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(timeout=10)
        loop.close()
