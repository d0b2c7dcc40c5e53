"""How each feed fares, as a table."""

import datetime as dt
import sys

from rich.console import Console
from rich.table import Table
from rich.text import Text

from bot.app import sync_feeds
from bot.clock import SystemClock
from bot.settings import Settings
from messages.times import moment, span
from storage.feeds import FeedState
from storage.store import Memory

COLUMNS = ("feed", "state", "last success", "entries", "calls", "failures", "next look", "error")


async def outlets(settings: Settings) -> int:
    """Print every feed's state; 1 if one of them fails."""
    clock = SystemClock()
    memory = Memory(settings.storage.path)
    try:
        await sync_feeds(settings, memory, clock)
        feeds = await memory.ask(lambda store: store.feeds.active())
    finally:
        memory.close()
    if not feeds:
        print("There is no feed: add a [[feed]] to the settings, as in config.example.toml", file=sys.stderr)
        return 1
    table = Table(*COLUMNS, box=None, pad_edge=False)
    for feed in feeds:
        table.add_row(*(Text(cell) for cell in _row(feed, clock.now())))
    Console().print(table)
    return 1 if any(feed.error for feed in feeds) else 0


def _row(feed: FeedState, now: dt.datetime) -> tuple[str, ...]:
    state = "fails" if feed.error else "ok" if feed.primed else "new"
    wait = feed.next_check - now
    return (
        feed.name,
        state,
        moment(feed.last_success) if feed.last_success else "never",
        str(feed.entries),
        str(feed.calls),
        str(feed.failures),
        f"in {span(wait)}" if wait > dt.timedelta(0) else "now",
        feed.error or "",
    )
