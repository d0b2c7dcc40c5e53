"""The calls to standard output, one after another, however many there are."""

import csv
import datetime as dt
import json
import sys
from collections.abc import Callable, Iterable, Iterator
from typing import Any, TextIO

from bot.exported import COLUMNS, benzinga_record, json_object, table_row
from bot.settings import Settings
from ratings.model import RatingEvent
from services.background import background
from storage.store import Store

PAGE = 500  # calls read at a time

Weighed = Iterable[tuple[RatingEvent, int]]


async def export(settings: Settings, style: str, ticker: str | None, since: dt.date | None) -> int:
    """Write the calls in the order of their days as "csv", "json" or "benzinga"."""
    # A lone surrogate can't be encoded; as an escape it can still be read.
    sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace")  # type: ignore[union-attr]
    store = Store(settings.storage.path)
    try:
        weighed = ((event, background(store, event).importance) for event in _events(store, ticker, since))
        WRITERS[style](sys.stdout, weighed)
    finally:
        store.close()
    return 0


def _events(store: Store, ticker: str | None, since: dt.date | None) -> Iterator[RatingEvent]:
    day, event_id = since or dt.date.min, 0
    while page := store.events.behind(day, event_id, ticker=ticker, limit=PAGE):
        yield from page
        day, event_id = page[-1].date, page[-1].id


def write_csv(out: TextIO, weighed: Weighed) -> None:
    """A table with a head."""
    table = csv.writer(out, lineterminator="\n")
    table.writerow(COLUMNS)
    table.writerows(table_row(event, importance) for event, importance in weighed)


def write_json(out: TextIO, weighed: Weighed) -> None:
    """An array."""
    out.write("[")
    _write_items(out, (json_object(event, importance) for event, importance in weighed))
    out.write("]\n")


def write_benzinga(out: TextIO, weighed: Weighed) -> None:
    """Benzinga's page of ratings. Calls that were only recalled are left out: it has no word for them."""
    out.write('{"ratings": [')
    _write_items(out, (benzinga_record(event, importance) for event, importance in weighed if not event.call.stale))
    out.write("]}\n")


def _write_items(out: TextIO, items: Iterable[dict[str, Any]]) -> None:
    for number, item in enumerate(items):
        out.write(",\n" if number else "\n")
        out.write(json.dumps(item, ensure_ascii=False))
    out.write("\n")


WRITERS: dict[str, Callable[[TextIO, Weighed], None]] = {
    "csv": write_csv,
    "json": write_json,
    "benzinga": write_benzinga,
}
