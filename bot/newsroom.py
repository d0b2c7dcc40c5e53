"""The demo's outlets: feeds and articles on loopback, told from bundled stories as time goes by."""

import datetime as dt
import tomllib
from dataclasses import dataclass
from email.utils import format_datetime
from html import escape
from pathlib import Path
from typing import Any

from aiohttp import web

from bot.settings import Feed
from services.ports import Clock

STORIES = Path(__file__).with_name("demo_stories.toml")
PAGE = """<!doctype html><html><head><title>{title} | {outlet}</title></head><body>
<nav><ul><li>Home</li><li>Markets</li><li>Newsletter</li></ul></nav>
<article><h1>{title}</h1>{paragraphs}</article>
<footer><p>Read next: Ten stocks everybody talks about</p><p>© {outlet}</p></footer></body></html>"""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Article:
    number: int
    outlet: str
    title: str
    text: str
    published: dt.datetime
    after: float | None  # seconds from the start of the show; None was there before


class Newsroom:
    """Serves one feed per outlet; ``open`` starts the show."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._articles = _bundled(clock.now())
        self._opened: float | None = None
        self._runner: web.AppRunner | None = None
        self._address = ""

    async def start(self) -> list[Feed]:
        """Serve on a free port of loopback, and give the feeds."""
        app = web.Application()
        app.add_routes([web.get("/feeds/{outlet}.rss", self._feed), web.get("/stories/{number}", self._story)])
        self._runner = web.AppRunner(app, access_log=None)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        host, port = self._runner.addresses[0][:2]
        self._address = f"http://{host}:{port}"
        outlets = dict.fromkeys(article.outlet for article in self._articles)
        return [Feed(name=outlet, url=f"{self._address}/feeds/{_slug(outlet)}.rss") for outlet in outlets]

    async def stop(self) -> None:
        """Close the outlets."""
        if self._runner is not None:
            await self._runner.cleanup()

    def open(self) -> None:
        """Begin to tell the news."""
        if self._opened is None:
            self._opened = self._clock.monotonic()

    @property
    def told(self) -> bool:
        """Whether every story is out, or the show hasn't begun."""
        return self._opened is None or all(self._is_out(article) for article in self._articles)

    def _is_out(self, article: _Article) -> bool:
        if article.after is None:
            return True
        return self._opened is not None and self._clock.monotonic() - self._opened >= article.after

    async def _feed(self, request: web.Request) -> web.Response:
        slug = request.match_info["outlet"]
        out = [article for article in self._articles if _slug(article.outlet) == slug and self._is_out(article)]
        items = "".join(self._item(article) for article in reversed(out))
        return web.Response(
            text=f'<?xml version="1.0"?><rss version="2.0"><channel><title>{slug}</title>{items}</channel></rss>',
            content_type="application/rss+xml",
        )

    def _item(self, article: _Article) -> str:
        published = self._clock.now() if article.after is not None else article.published
        return (
            f"<item><guid>{article.number}</guid><title>{escape(article.title)}</title>"
            f"<link>{self._address}/stories/{article.number}</link>"
            f"<pubDate>{format_datetime(published)}</pubDate></item>"
        )

    async def _story(self, request: web.Request) -> web.Response:
        number = request.match_info["number"]
        found = [article for article in self._articles if str(article.number) == number and self._is_out(article)]
        if not found:
            raise web.HTTPNotFound
        paragraphs = "".join(f"<p>{escape(part)}</p>" for part in found[0].text.strip().split("\n\n"))
        page = PAGE.format(title=escape(found[0].title), outlet=escape(found[0].outlet), paragraphs=paragraphs)
        return web.Response(text=page, content_type="text/html")


def _bundled(now: dt.datetime) -> list[_Article]:
    days = {"today": now, "yesterday": now - dt.timedelta(days=1), "last_week": now - dt.timedelta(days=7)}
    written = {name: _written(moment.date()) for name, moment in days.items()}
    rows: list[dict[str, Any]] = tomllib.loads(STORIES.read_text(encoding="utf-8"))["story"]
    return [
        _Article(
            number=number,
            outlet=row["outlet"],
            title=row["title"],
            text=row["article"].format(**written),
            published=now - dt.timedelta(hours=row.get("past", 0)),
            after=row.get("after"),
        )
        for number, row in enumerate(rows, start=1)
    ]


def _written(day: dt.date) -> str:
    """A day as recaps write it: "Monday, November 24th"."""
    ending = "th" if 10 < day.day < 14 else {1: "st", 2: "nd", 3: "rd"}.get(day.day % 10, "th")
    return f"{day:%A, %B} {day.day}{ending}"


def _slug(outlet: str) -> str:
    return outlet.lower().replace(" ", "-")
