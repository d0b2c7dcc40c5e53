"""A file of history as its rows: JSON lines, a JSON array, pages with their ratings, or CSV."""

import csv
import io
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, BinaryIO

from services.records import find_shape

BOM = b"\xef\xbb\xbf"
# One page of an answer: an array, or what holds it as "ratings" behind a few plain members.
PAGE = re.compile(r'\s*(?:\{(?:\s*"\w+"\s*:\s*(?:"[^"\\]*"|[^\s"\[{,]+)\s*,)*\s*"ratings"\s*:\s*)?\[')
BETWEEN = re.compile(r"[\s,]*")
BEHIND = re.compile(r"[^\[{]*")


class NotHistoryError(ValueError):
    """The file holds something else; the message says what is wrong with it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One row: where it stands and what it holds, or what is wrong with it.

    ``line`` is the row as JSON where it has a line to itself. ``read`` is how much of the file lies behind it.
    """

    place: str
    fields: Mapping[str, Any] = field(default_factory=dict)
    line: bytes = b""
    mistake: str | None = None
    read: int = 0


def read_rows(file: BinaryIO) -> tuple[int, Iterator[Row]]:
    """The length of the file, and its rows one after another; raises NotHistoryError."""
    length = file.seek(0, io.SEEK_END)
    head = _rewound(file).readline().strip()
    while not head and file.tell() < length:
        head = file.readline().strip()
    _rewound(file)
    if not head:
        raise NotHistoryError("is empty")
    if head[:1] not in b"[{":
        return length, _table_rows(file, _table(file))
    if PAGE.match(head.decode(errors="replace")) or _json(head) is None:
        text = _text(file)
        if PAGE.match(text):
            return len(text), _page_rows(text)
        _rewound(file)
    return length, _line_rows(file)


def _rewound(file: BinaryIO) -> BinaryIO:
    file.seek(0)
    if file.read(len(BOM)) != BOM:
        file.seek(0)
    return file


def _text(file: BinaryIO) -> str:
    try:
        return file.read().decode()
    except UnicodeDecodeError as error:
        raise NotHistoryError(f"is not UTF-8 ({error.reason} at byte {error.start})") from error


def _json(line: bytes) -> object:
    try:
        return json.loads(line)
    except (ValueError, RecursionError):
        return None


def _line_rows(file: BinaryIO) -> Iterator[Row]:
    read = 0
    for number, line in enumerate(file, start=1):
        read += len(line)
        if line.strip():
            yield _row(f"line {number}", _json(line), line=line, read=read)


def _page_rows(text: str) -> Iterator[Row]:
    decoder, number, at = json.JSONDecoder(), 0, 0
    while page := PAGE.match(text, at):
        at = _behind(BETWEEN, text, page.end())
        while not text.startswith("]", at):
            number += 1
            try:
                value, end = decoder.raw_decode(text, at)
            except (ValueError, RecursionError) as error:  # where the next record begins, nobody can tell
                yield Row(place=f"record {number}", mistake=f"is not JSON, and nothing behind it can be read ({error})")
                return
            at = _behind(BETWEEN, text, end)
            yield _row(f"record {number}", value, read=at)
        at = _behind(BEHIND, text, at + 1)
    if at < len(text):
        yield Row(place=f"behind record {number}", mistake="stands something else than a page of records")


def _behind(pattern: re.Pattern[str], text: str, at: int) -> int:
    match = pattern.match(text, at)
    return match.end() if match else at


def _table(file: BinaryIO) -> "csv.DictReader[str]":
    table = csv.DictReader(line.decode(errors="replace") for line in file)
    try:
        shape = find_shape(table.fieldnames or ())
    except csv.Error as error:
        raise NotHistoryError(f"is neither JSON nor CSV ({error})") from error
    if shape is None:
        raise NotHistoryError("is neither JSON nor a table with a date, a firm, and its rating or target")
    return table


def _table_rows(file: BinaryIO, table: "csv.DictReader[str]") -> Iterator[Row]:
    while True:
        try:
            cells: dict[Any, Any] | None = next(table, None)
        except csv.Error as error:
            yield Row(place=f"line {table.reader.line_num}", mistake=f"is not CSV ({error})", read=file.tell())
            continue
        if cells is None:
            return
        place = f"line {table.reader.line_num}"
        if None in cells:
            yield Row(place=place, mistake="has more cells than the table has columns", read=file.tell())
        else:
            yield Row(place=place, fields=cells, read=file.tell())


def _row(place: str, value: object, *, line: bytes = b"", read: int) -> Row:
    if isinstance(value, dict):
        return Row(place=place, fields=value, line=line, read=read)
    return Row(place=place, mistake="is no JSON object", line=line, read=read)
