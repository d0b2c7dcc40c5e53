"""One look at every feed, now, with what it found."""

import asyncio
import sys

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.text import Text

from bot.clock import SystemClock
from bot.parts import build_fetcher, build_poller, sync_feeds
from bot.settings import Settings
from feeds.workshop import Workshop
from messages.html import plain
from messages.rows import line
from services.poll import Poller, PollReport
from storage.feeds import FeedState
from storage.store import Memory


async def cycle(settings: Settings, only: str | None) -> int:
    """Poll all feeds, or the one of that name; 1 if one of them failed."""
    clock = SystemClock()
    memory = Memory(settings.storage.path)
    fetcher = build_fetcher(settings)
    workshop = Workshop()
    try:
        await sync_feeds(settings, memory, clock)
        feeds = await memory.ask(lambda store: store.feeds.active())
        chosen = [feed for feed in feeds if only in (None, feed.name)]
        if not chosen:
            listed = await memory.ask(lambda store: store.outlets.active())
            print(_why_none(only, [outlet.name for outlet in listed]), file=sys.stderr)
            return 1
        return _tell(
            await _poll(build_poller(settings, memory, fetcher, workshop, clock), chosen, settings.polling.concurrency)
        )
    finally:
        await fetcher.close()
        workshop.close()
        memory.close()


def _why_none(only: str | None, names: list[str]) -> str:
    if not names:
        return "There is no feed to poll: add a [[feed]] to the settings, as in config.example.toml"
    if only is not None and only not in names:
        return f"No feed is called {only!r}. There are: {', '.join(names)}"
    return "There is nothing to poll: feeds for each watched stock wait for one, and no stock is watched"


async def _poll(poller: Poller, feeds: list[FeedState], concurrency: int) -> list[PollReport]:
    places = asyncio.Semaphore(concurrency)

    async def poll(feed: FeedState) -> PollReport:
        async with places:
            return await poller.poll(feed)

    columns = TextColumn("polling"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn()
    with Progress(*columns, console=Console(stderr=True)) as progress:
        task = progress.add_task("polling", total=len(feeds))
        reports = []
        for done in asyncio.as_completed([poll(feed) for feed in feeds]):
            reports.append(await done)
            progress.advance(task)
    return sorted(reports, key=lambda report: report.feed.name)


def _tell(reports: list[PollReport]) -> int:
    out = Console(highlight=False)
    for report in reports:
        found = f"failed: {report.error}" if report.error else f"{report.stories} new, {len(report.events)} calls"
        out.print(Text(f"{report.feed.name}: {found}", style="red" if report.error else "bold"), soft_wrap=True)
        for event in report.events:
            out.print(Text(f"  {event.ticker}  {plain(line(event))}"), soft_wrap=True)
    return 1 if any(report.error for report in reports) else 0
