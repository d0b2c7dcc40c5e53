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
NIGHT = dt.timedelta(hours=1)  # from the start of the show to the news of the hours after it
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
    published: dt.datetime | None  # None: comes out during the show
    after: dt.timedelta  # from the start of the show


class Newsroom:
    """Serves one feed per outlet; ``open`` starts the show."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._articles = _bundled(clock.now())
        self._opened: dt.datetime | None = None
        self._runner: web.AppRunner | None = None
        self.address = ""

    async def start(self) -> list[Feed]:
        """Serve on a free port of loopback, and give the feeds."""
        app = web.Application()
        app.add_routes([web.get("/feeds/{outlet}.rss", self._feed), web.get("/stories/{number}", self._story)])
        self._runner = web.AppRunner(app, access_log=None)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        host, port = self._runner.addresses[0][:2]
        self.address = f"http://{host}:{port}"
        outlets = dict.fromkeys(article.outlet for article in self._articles)
        return [Feed(name=outlet, url=f"{self.address}/feeds/{_slug(outlet)}.rss") for outlet in outlets]

    async def stop(self) -> None:
        """Close the outlets."""
        if self._runner is not None:
            await self._runner.cleanup()

    def open(self) -> None:
        """Begin to tell the news."""
        if self._opened is None:
            self._opened = self._clock.now()

    @property
    def opening(self) -> dt.datetime:
        """When the last of the show's opening stories comes out; the night's come hours later."""
        began = self._opened or self._clock.now()
        return max(moment for moment in self._moments() if moment < began + NIGHT)

    @property
    def newest(self) -> dt.datetime | None:
        """When the newest story of the show came out; None before the show."""
        out = [moment for moment in self._moments() if moment <= self._clock.now()]
        return max(out, default=self._opened)

    @property
    def next(self) -> dt.datetime | None:
        """When the next story comes out, if one does."""
        return min((moment for moment in self._moments() if moment > self._clock.now()), default=None)

    def _moments(self) -> list[dt.datetime]:
        if self._opened is None:
            return []
        return [self._opened + article.after for article in self._articles if article.published is None]

    def _published(self, article: _Article) -> dt.datetime | None:
        """When it came out; None where it is still to come."""
        moment = article.published or (self._opened and self._opened + article.after)
        return moment if moment and moment <= self._clock.now() else None

    async def _feed(self, request: web.Request) -> web.Response:
        slug = request.match_info["outlet"]
        own = [article for article in self._articles if _slug(article.outlet) == slug]
        items = "".join(self._item(article) for article in reversed(own))
        return web.Response(
            text=f'<?xml version="1.0"?><rss version="2.0"><channel><title>{slug}</title>{items}</channel></rss>',
            content_type="application/rss+xml",
        )

    def _item(self, article: _Article) -> str:
        if (published := self._published(article)) is None:
            return ""
        return (
            f"<item><guid>{article.number}</guid><title>{escape(article.title)}</title>"
            f"<link>{self.address}/stories/{article.number}</link>"
            f"<pubDate>{format_datetime(published)}</pubDate></item>"
        )

    async def _story(self, request: web.Request) -> web.Response:
        number = request.match_info["number"]
        found = [article for article in self._articles if str(article.number) == number and self._published(article)]
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
            published=now - dt.timedelta(hours=row["past"]) if "past" in row else None,
            after=dt.timedelta(seconds=row.get("after", 0), hours=row.get("hours", 0)),
        )
        for number, row in enumerate(rows, start=1)
    ]


def _written(day: dt.date) -> str:
    """A day as recaps write it: "Monday, November 24th"."""
    ending = "th" if 10 < day.day < 14 else {1: "st", 2: "nd", 3: "rd"}.get(day.day % 10, "th")
    return f"{day:%A, %B} {day.day}{ending}"


def _slug(outlet: str) -> str:
    return outlet.lower().replace(" ", "-")
