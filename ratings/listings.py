"""The embedded tables of listings, their names, and the words that decide about them."""

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from ratings.finder import Finder
from ratings.names import Care, Name, fold
from ratings.tables import DATA, table


class Row(NamedTuple):
    """One row of symbols.csv: ``marks`` and ``short`` say what of it names the stock."""

    ticker: str
    name: str
    exchange: str
    marks: str
    short: str


@dataclass(frozen=True, slots=True)
class Listing:
    """One listed stock."""

    ticker: str
    name: str
    exchange: str


@dataclass(frozen=True, slots=True)
class TickerWords:
    """What tells a ticker from other capitals.

    ``us`` and ``foreign`` are exchanges, ``money`` currencies and coins, ``bracketed`` abbreviations that brackets
    alone make no ticker, ``abroad`` the endings of symbols of exchanges
    abroad, ``plain`` the tickers that stand for their company without any sign, ``spoken`` those that
    need words of ratings beside them.
    """

    us: frozenset[str]
    foreign: frozenset[str]
    money: frozenset[str]
    bracketed: frozenset[str]
    plain: frozenset[str]
    abroad: frozenset[str]
    spoken: frozenset[str]


@dataclass(frozen=True, slots=True)
class Tables:
    """Listings by ticker, names by their folded form, display names, and what finds both in a text."""

    listings: Mapping[str, Listing]
    names: Mapping[str, Name]
    display: Mapping[str, str]
    words: TickerWords
    finder: Finder


def load_tables() -> Tables:
    """The embedded tables."""
    rows = _rows()
    words = {key: value.split() for key, value in table("symbol_words").items()}
    plain = {row.ticker for row in rows if "t" in row.marks}.difference(words["capitals"])
    spoken = {row.ticker for row in rows if row.marks and _listed(row) and len(row.ticker) > 1}
    names = _names(rows, table("company_aliases"))
    return Tables(
        listings={row.ticker: Listing(row.ticker, row.name, row.exchange) for row in rows},
        names=names,
        display={row.name: row.ticker for row in _ranked(rows) if row.marks},
        words=TickerWords(
            us=frozenset(words["us"]),
            foreign=frozenset(words["foreign"]),
            money=frozenset(words["money"]),
            bracketed=frozenset(words["bracketed"]),
            plain=frozenset(plain),
            abroad=frozenset(words["abroad"]),
            spoken=frozenset(spoken.difference(words["capitals"], words["bracketed"])),
        ),
        finder=Finder(names, frozenset(words["others"])),
    )


def _rows() -> list[Row]:
    lines = (DATA / "symbols.csv").read_text(encoding="utf-8").splitlines()
    return [Row._make(cells) for cells in csv.reader(lines[1:])]


def _ranked(rows: Iterable[Row]) -> list[Row]:
    """The rows whose names count less first: those that no exchange lists."""
    return sorted(rows, key=_listed)


def _listed(row: Row) -> bool:
    return row.exchange not in {"", "OTC"}


def _names(rows: Sequence[Row], aliases: Mapping[str, Mapping[str, list[str]]]) -> dict[str, Name]:
    """All names by their folded form; what is more certain comes later and wins."""
    ranked = _ranked(rows)
    shown = {row.ticker: fold(row.name) for row in rows}
    names = {fold(short): Name(row.ticker, short, Care.SHORT) for row in ranked for short in _short(row)}
    names.update(_full(ranked))
    for ticker, written in aliases["names"].items():
        for name in _aliases(ticker, written, shown[ticker]):
            names.update(_spellings(name))
    for ticker, written in aliases["words"].items():
        names.update((fold(word), Name(ticker, word, Care.WORD, alias=fold(word) != shown[ticker])) for word in written)
    names.update((fold(written), Name(None, written)) for written in aliases["unresolved"]["names"])
    names.update((fold(written), Name(None, written, Care.SKIP)) for written in aliases["skipped"]["phrases"])
    return names


def _short(row: Row) -> list[str]:
    return row.short.split("|") if row.short else []


def _full(ranked: Sequence[Row]) -> dict[str, Name]:
    """The whole names; where two stocks on exchanges share one, it tells neither."""
    names: dict[str, Name] = {}
    shared: set[str] = set()
    for row in ranked:
        care = Care.NONE if "n" in row.marks else Care.WORD
        for key, name in _spellings(Name(row.ticker, row.name, care)) if row.marks else ():
            if _listed(row) and key in shared:
                name = name._replace(ticker=None)
            elif _listed(row):
                shared.add(key)
            names[key] = name
    return names


def _aliases(ticker: str, written: Iterable[str], shown: str) -> Iterator[Name]:
    for alias in written:
        key = fold(alias)
        care = Care.SHORT if " " not in key else Care.NONE
        yield Name(ticker, alias, care, alias=key != shown)


def _spellings(name: Name) -> Iterator[tuple[str, Name]]:
    key = fold(name.written)
    yield key, name
    first, _, rest = name.written.partition(" ")
    if first.count(".") > 1 and rest:  # "D.R. Horton", also written "D R Horton"
        yield " ".join([*fold(first), fold(rest)]), name
