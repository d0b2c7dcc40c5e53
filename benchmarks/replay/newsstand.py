"""The outlets on loopback: each one's feed with its newest pieces, and a page for each piece."""

import html
from collections import defaultdict, deque
from collections.abc import Iterable
from typing import Self

from aiohttp import web

from benchmarks.replay.cast import Outlet
from benchmarks.replay.pieces import Piece
from tests.fakes.outlet import Published, page, rss

WINDOW = 20  # pieces that a feed holds


class Newsstand:
    """Serves feeds at /feeds/SLUG and pages at /articles/N."""

    def __init__(self, outlets: Iterable[Outlet]) -> None:
        self.base = ""
        self._outlets = {outlet.slug: outlet for outlet in outlets}
        self._shown: dict[str, deque[Published]] = defaultdict(lambda: deque(maxlen=WINDOW))
        self._pages: dict[int, Published] = {}
        self._runner: web.AppRunner | None = None

    async def __aenter__(self) -> Self:
        app = web.Application()
        app.router.add_get("/feeds/{slug}", self._feed)
        app.router.add_get("/articles/{number}", self._article)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=1)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        host, port = self._runner.addresses[0][:2]
        self.base = f"http://{host}:{port}"
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._runner is not None:
            await self._runner.cleanup()

    def feeds(self) -> list[tuple[str, str]]:
        """The (name, url) pairs of all outlets."""
        return [(outlet.name, f"{self.base}/feeds/{slug}") for slug, outlet in self._outlets.items()]

    def show(self, piece: Piece) -> None:
        """Put a piece on top of its outlet's feed."""
        paragraphs = "".join(f"<p>{html.escape(part)}</p>" for part in piece.text.split("\n\n"))
        told = Published(
            number=piece.number,
            title=piece.title,
            summary="" if piece.kind == "behind" else piece.text,
            content="",
            article=paragraphs,
            published=None if piece.outlet.undated else piece.published,
            tickers=(),
        )
        self._shown[piece.outlet.slug].appendleft(told)
        self._pages[piece.number] = told

    def hide(self, piece: Piece) -> bool:
        """Delete a piece, from its feed and its page; False where the feed listed it no more."""
        told = self._pages.pop(piece.number)
        listed = told in self._shown[piece.outlet.slug]
        if listed:
            self._shown[piece.outlet.slug].remove(told)
        return listed

    async def _feed(self, request: web.Request) -> web.Response:
        slug = request.match_info["slug"]
        stories = list(self._shown[slug])
        etag = f'"{slug}-{hash(tuple(told.number for told in stories))}"'
        headers = {"ETag": etag}
        if request.headers.get("If-None-Match") == etag:
            return web.Response(status=304, headers=headers)
        body = rss(self._outlets[slug].name, self.base, stories)
        return web.Response(text=body, headers=headers, content_type="application/rss+xml")

    async def _article(self, request: web.Request) -> web.Response:
        told = self._pages.get(int(request.match_info["number"]))
        if told is None:
            raise web.HTTPNotFound
        return web.Response(text=page(told), content_type="text/html")
