"""Lists and calls that go out as files: a watchlist, the calls on its stocks."""

import asyncio
import csv
import datetime as dt
import io
import json
from collections.abc import Sequence
from dataclasses import dataclass
from xml.sax.saxutils import quoteattr

from messages.views import WatchRow
from ratings.model import RatingEvent
from services.background import with_importance
from services.exported import cell
from services.ports import Clock
from services.watchlist import Watchlist
from services.writers import WRITERS, encoded
from storage.store import Memory, Store

STYLES = ("csv", "json", "opml")
CALLS = 5_000  # of all stocks together, the newest of each
EACH = 500  # of one stock
COLUMNS = ("ticker", "name", "muted_until")


@dataclass(frozen=True, slots=True, kw_only=True)
class Export:
    """A file, how many rows it has, and whether older calls had no room in it."""

    name: str
    content: bytes
    rows: int
    cut: bool = False


class Exports:
    """Writes what a chat may take along."""

    def __init__(self, memory: Memory, watchlist: Watchlist, clock: Clock) -> None:
        self._memory = memory
        self._watchlist = watchlist
        self._clock = clock

    async def watchlist(self, chat_id: int, style: str) -> Export | None:
        """The list as "csv", "json" or "opml"; None where it is empty."""
        rows = await self._watchlist.rows(chat_id)
        if not rows:
            return None
        content = {"csv": _list_csv, "json": _list_json, "opml": _list_opml}[style](rows)
        return Export(name=self._name("watchlist", style), content=content, rows=len(rows))

    async def history(self, chat_id: int, style: str) -> Export | None:
        """The calls on the list's stocks as "csv" or "json"; None where there are none."""
        weighed: list[tuple[RatingEvent, int]] = []
        cut = False
        for row in await self._watchlist.rows(chat_id):
            room = min(EACH, CALLS - len(weighed))
            found = await self._memory.ask(_weighed, row.ticker, room + 1)  # one stock at a time: others wait as well
            cut = cut or len(found) > room
            weighed += found[:room]
        if not weighed:
            return None
        weighed.sort(key=lambda one: (one[0].date, one[0].id))
        content = await asyncio.to_thread(_written, weighed, style)
        return Export(name=self._name("history", style), content=content, rows=len(weighed), cut=cut)

    def _name(self, what: str, style: str) -> str:
        return f"ratingwire-{what}-{self._clock.now():%Y-%m-%d}.{style}"


def _weighed(store: Store, ticker: str, limit: int) -> list[tuple[RatingEvent, int]]:
    return list(with_importance(store, store.events.of_ticker(ticker, limit)))


def _written(weighed: Sequence[tuple[RatingEvent, int]], style: str) -> bytes:
    out = io.StringIO()
    WRITERS[style](out, weighed)
    return encoded(out.getvalue(), style)


def _list_csv(rows: Sequence[WatchRow]) -> bytes:
    out = io.StringIO()
    table = csv.writer(out, lineterminator="\n")
    table.writerow(COLUMNS)
    table.writerows([cell(value) for value in _values(row)] for row in rows)
    return encoded(out.getvalue(), "csv")


def _list_json(rows: Sequence[WatchRow]) -> bytes:
    told = [dict(zip(COLUMNS, _values(row), strict=True)) for row in rows]
    return encoded(json.dumps(told, ensure_ascii=False, indent=2) + "\n", "json")


def _list_opml(rows: Sequence[WatchRow]) -> bytes:
    lines = "".join(f"    <outline symbol={quoteattr(row.ticker)} text={quoteattr(row.name)}/>\n" for row in rows)
    text = (
        '<?xml version="1.0" encoding="UTF-8"?>\n<opml version="2.0">\n'
        f"  <head><title>Ratingwire watchlist</title></head>\n  <body>\n{lines}  </body>\n</opml>\n"
    )
    return encoded(text, "opml")


def _values(row: WatchRow) -> tuple[str | None, ...]:
    return row.ticker, row.name, _time(row.muted_until)


def _time(moment: dt.datetime | None) -> str | None:
    return moment.isoformat(timespec="seconds") if moment else None
