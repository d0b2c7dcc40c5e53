"""How each feed fares, as a table; lists of feeds in and out."""

import datetime as dt
import sys
from pathlib import Path

from rich.table import Table
from rich.text import Text

from bot.clock import SystemClock
from bot.parts import sync_feeds
from bot.settings import Settings
from bot.tables import show
from feeds.opml import LARGEST, Listed, NotOpmlError, read_opml
from messages.feed_views import FeedRow
from messages.html import plain
from messages.times import moment, span
from services.freshness import feeds_view
from services.outlets import add_listed, listed_file
from storage.store import Memory

COLUMNS = ("feed", "state", "last success", "entries", "calls", "alert after", "failures", "next look", "error")
DASH = "–"


async def outlets(settings: Settings, listed: Path | None = None, target: Path | None = None) -> int:
    """Print every feed's state; 1 if one of them fails. Before, add those of a list; write all to a list."""
    clock = SystemClock()
    memory = Memory(settings.storage.path)
    try:
        await sync_feeds(settings, memory, clock)
        if listed is not None:
            names = await memory.ask(add_listed, _read(listed), clock.now())
            print(f"{len(names)} feeds added")
        if target is not None:
            _write(target, await memory.ask(listed_file))
        view = await memory.ask(feeds_view, clock.now())
    except NotOpmlError as error:
        print(f"{listed}: {error}", file=sys.stderr)
        return 1
    except OSError as error:
        print(f"{error.filename}: {error.strerror}", file=sys.stderr)
        return 1
    finally:
        memory.close()
    if not view.rows:
        print("There is no feed: add a [[feed]] to the settings, as in config.example.toml", file=sys.stderr)
        return 1
    table = Table(*COLUMNS, box=None, pad_edge=False)
    for row in view.rows:
        table.add_row(*(Text(cell) for cell in _cells(row, clock.now())))
    show(table)
    return 1 if any(row.failing for row in view.rows) else 0


def _read(path: Path) -> Listed:
    with path.open("rb") as file:
        return read_opml(file.read(LARGEST + 1))


def _write(path: Path, content: bytes) -> None:
    path.write_bytes(content)


def _cells(row: FeedRow, now: dt.datetime) -> tuple[str, ...]:
    wait = row.next_check - now if row.next_check else None
    return (
        row.name,
        _state(row),
        plain(moment(row.last_success)) if row.last_success else "never",
        f"{row.entries:,}",
        f"{row.calls:,}",
        span(row.delay) if row.delay is not None else DASH,
        str(row.failures),
        DASH if wait is None or not row.feeds else f"in {span(wait)}" if wait > dt.timedelta(0) else "now",
        row.error or "",
    )


def _state(row: FeedRow) -> str:
    """In a word; of a template with the number of its feeds."""
    if not row.on:
        return "off"
    if not row.feeds:
        return "gone" if row.gone else "no watch"
    if row.failing:
        return f"{row.failing:,} of {row.feeds:,} fail" if row.feeds > 1 else "fails"
    state = "new" if row.waiting == row.feeds else "ok"
    return f"{state} ({row.feeds:,} feeds)" if row.template else state
