"""Calls as files: a table, JSON, Benzinga's page; one after another, however many there are."""

import csv
import json
from collections.abc import Callable, Iterable
from typing import Any, TextIO

from ratings.model import RatingEvent
from services.exported import COLUMNS, benzinga_record, json_object, table_row

Weighed = Iterable[tuple[RatingEvent, int]]  # each call with its importance


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


def encoded(text: str, style: str) -> bytes:
    """UTF-8; a table begins with a mark, without which table programs take it for something else."""
    return text.encode("utf-8-sig" if style == "csv" else "utf-8", "backslashreplace")


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
