"""Pasted lists and exported tables as the symbols and names in them. Pure."""

import csv
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import ParseError, fromstring

from feeds.decode import decode
from messages.tongue import mark
from services.vocabulary import vocabulary

LARGEST = 1_000_000  # bytes of a file
MOST = 5_000  # rows of a table, pieces of a list
HEADS = 40  # lines among which a table's head is looked for: brokers write their own name above it
CELL = 200  # characters
NARROW = 2  # columns; in a wider table a line of words alone is a remark below it
DELIMITERS = ("\t", ";", ",", "|")
SECTIONS = ("header", "data")  # in the second column of a statement that holds several tables

_SEPARATORS = re.compile(r"[,;\n\t|]+")
_BULLET = re.compile(r"^\s*(?:[-*•·–]|\d{1,4}[.)])\s+")
_LETTERS = re.compile(r"[^a-zäöüß]+")
# The expiry and the strike that an option's symbol ends with: 251219C00025000, 12/19/2025 25.00 C, 19DEC25 25 P.
_OPTION = re.compile(
    r"[.\-]?[A-Z]{1,6}\s*\d{6}[CP]\d{1,8}(?:\.\d+)?|.*\b\d{1,2}/\d{1,2}/\d{2,4}\s+\$?[\d.]+\s*(?:C|P|CALL|PUT)\b.*|"
    r".*\b\d{1,2}\s?[A-Z]{3}\s?\d{2,4}\s+\$?[\d.]+\s*(?:C|P|CALL|PUT)\b.*|(?=.*\d).*\b(?:CALL|PUT)\b.*",
    re.IGNORECASE,
)
# A figure, a share of a hundred, a date; 3M is a company.
_FIGURE = re.compile(
    r"(?!3M)[-+(]?\s*(?:[A-Z]{3}|[$€£%])?\s*[\d.,:/\s%-]*\d[\d.,:/\s%-]*\)?(?:[$€£%]|[A-Z]{3}|[KMBT])?"
)


class NotAListError(ValueError):
    """The file holds no list that can be read; says what it is."""


@dataclass(frozen=True, slots=True)
class Holding:
    """A row: its symbol as written, and the name beside it; either may be empty."""

    symbol: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class Holdings:
    """The rows that may tell of stocks, and how many were left out: cash, options, totals."""

    rows: tuple[Holding, ...]
    skipped: int = 0


def read_file(content: bytes) -> Holdings:
    """The rows of a file, whatever wrote it. Raises NotAListError."""
    if len(content) > LARGEST:
        raise NotAListError(mark("it is too large"))
    if content.startswith((b"PK", b"\xd0\xcf\x11\xe0", b"%PDF")):
        raise NotAListError(mark("it is a spreadsheet or a document; save it as CSV"))
    text = _decoded(content)
    if "\0" in text:
        raise NotAListError(mark("it is no text"))
    start = text.lstrip()[:1]
    if start == "<":
        return _outline(text)
    if start in ("[", "{"):
        return _objects(text)
    return read_list(text)


def read_list(text: str) -> Holdings:
    """The rows of a pasted table or list."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")[: 2 * MOST]
    for delimiter in sorted(DELIMITERS, key=lambda one: -_width(lines, one)):
        if _width(lines, delimiter):
            return _kept(_table(_cells(lines, delimiter)))
    return _kept(_pieces("\n".join(lines)))


def _decoded(content: bytes) -> str:
    if not content.startswith((b"\xff\xfe", b"\xfe\xff")):
        if content[1:2] == b"\0":
            return content.decode("utf-16-le", "replace")
        if content[:1] == b"\0":
            return content.decode("utf-16-be", "replace")
    return decode(content)


def _width(lines: Sequence[str], delimiter: str) -> int:
    """How many columns the head of a table has that is written with this delimiter; 0 where there is none."""
    heads = (row for row in _cells(lines[:HEADS], delimiter) if _columns(row) is not None)
    return max((len(row) for row in heads), default=0)


def _cells(lines: Iterable[str], delimiter: str) -> Iterator[list[str]]:
    """The rows of a table; what no table has, such as an endless cell, ends it."""
    try:
        for row in csv.reader((line.replace("\0", "") for line in lines), delimiter=delimiter, skipinitialspace=True):
            yield [_cell(cell) for cell in row]
    except csv.Error:
        return


def _cell(text: str) -> str:
    """A cell's text; some write ="CIFR" so that a table program leaves it as it is."""
    return " ".join(text[:CELL].removeprefix("=").strip('"\u00a0 ').split())


def _columns(row: Sequence[str]) -> tuple[int | None, int | None, int | None] | None:
    """Where symbol, name and kind stand below this head; None where it is none."""
    heads = [_LETTERS.sub("", cell.casefold()) for cell in row]
    symbol, name, kind = (_first(heads, column) for column in ("symbol", "name", "kind"))
    return None if symbol is None and name is None else (symbol, name, kind)


def _first(heads: Sequence[str], column: str) -> int | None:
    return next((heads.index(head) for head in vocabulary("holdings")[column] if head in heads), None)


def _table(rows: Iterable[Sequence[str]]) -> Iterator[tuple[Holding, str]]:
    """Each row's stock and kind; a further head begins another table."""
    columns, width = None, 0
    for row in rows:
        is_head = len(row) > 1 and row[1].casefold() == SECTIONS[0]
        if is_head or _columns(row) is not None:
            columns = _columns(row)
            width = len(row)
        elif columns is not None and any(row):
            symbol, name, kind = (row[at] if at is not None and at < len(row) else "" for at in columns)
            alone = width > NARROW and sum(map(bool, row)) == 1 and " " in symbol
            yield Holding("", "") if alone else Holding(symbol, name), kind


def _pieces(text: str) -> Iterator[tuple[Holding, str]]:
    """The pieces of a list that has no head; figures beside the stocks are passed over."""
    for piece in _SEPARATORS.split(text):
        plain = _cell(_BULLET.sub("", piece))
        if plain and not plain.startswith("#") and not _FIGURE.fullmatch(plain.upper()):
            yield Holding(plain), ""


def _outline(text: str) -> Holdings:
    try:
        root = fromstring(text.encode(), forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError) as error:
        raise NotAListError(mark("it is not sound XML")) from error
    nodes = (node.attrib for node in root.iter("outline"))
    return _kept((Holding(_cell(node.get("symbol", "")), _cell(node.get("text", ""))), "") for node in nodes)


def _objects(text: str) -> Holdings:
    try:
        told = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise NotAListError(mark("it is not sound JSON")) from error
    if isinstance(told, dict):
        told = next((value for value in told.values() if isinstance(value, list)), [])
    rows = [row for row in told if isinstance(row, dict)][:MOST]
    if not rows:
        return _kept((Holding(_cell(one)), "") for one in told if isinstance(one, str))
    heads = list(rows[0])
    return _kept(_table([heads, *([str(row.get(head) or "") for head in heads] for row in rows)]))


def _kept(rows: Iterable[tuple[Holding, str]]) -> Holdings:
    """Each stock once, and how many rows tell of something else."""
    kept: dict[Holding, None] = {}
    skipped = 0
    for row, kind in rows:
        if _is_other(row, kind):
            skipped += 1
        elif len(kept) < MOST:
            kept[row] = None
    return Holdings(tuple(kept), skipped)


def _is_other(row: Holding, kind: str) -> bool:
    """Whether it is cash, an option, a sum or a line below the table."""
    words = vocabulary("holdings")
    if any(re.match(rf"{re.escape(other)}s?\b", kind.casefold()) for other in words["other_kinds"]):
        return True
    symbol, name = row.symbol.casefold().strip("*:- "), row.name.casefold()
    if row.symbol.endswith("**") or not re.search(r"[^\W\d_]", symbol or name):  # Fidelity stars what cash lies in
        return True
    if (symbol or name) in words["no_symbol"] or _OPTION.fullmatch(row.symbol):
        return True
    return symbol in words["money"] and (not name or any(word in name for word in words["money_words"]))
