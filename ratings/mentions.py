"""Where a text names companies: names and printed tickers, each deciding about the other."""

import re
from bisect import bisect_right
from typing import NamedTuple

from ratings.beside import moved, spoken
from ratings.finder import Place
from ratings.listings import Tables
from ratings.printed import Printed, printed

_BESIDE = re.compile(r"(?:['’]s?)?,?[ \u00a0]{0,2}")
_ENDING = re.compile(r"\.([A-Z]{1,2})\b")
_LONG = 3  # letters of a cashtag that is taken for a symbol though nobody lists it
_SHOUT = re.compile(r"[A-Z]{2,}")


class Mention(NamedTuple):
    """A place in a text that names a company: ``text[start:end]`` are the name, or the ticker without its brackets.

    ``ticker`` is None where it is a company that cannot be told. ``company`` is the table's name, else the words.
    ``kind`` is "printed" for a ticker, "name" for a name or its short form, "alias" for a former or popular name.
    """

    start: int
    end: int
    ticker: str | None
    company: str
    kind: str


def find_mentions(text: str, tables: Tables) -> tuple[Mention, ...]:
    """The places that name a company, in their order and without overlap; the longest name wins."""
    found = tables.finder.find(text)
    names = [_named(text, place, tables) for place in found.places if not _abroad(text, place.end, tables)]
    prints = list(printed(text))
    plain = [(start, end) for start, end in found.capitals if _plain(text, start, end, tables)]
    if not prints and not plain:
        return tuple(names)
    sheet = _Sheet(text, tables, names)
    for each in prints:
        sheet.add(each)
    for start, end in plain:
        sheet.add_plain(start, end)
    return sheet.mentions()


def _plain(text: str, start: int, end: int, tables: Tables) -> bool:
    """Whether a word is a ticker without any sign: by its letters, or by the words beside it."""
    word = text[start:end]
    if word in tables.words.plain:
        return not _abroad(text, end, tables)
    near = word in tables.words.spoken and (spoken(text, start, end) or moved(text, start))
    return near and not _abroad(text, end, tables)


def _abroad(text: str, end: int, tables: Tables) -> bool:
    """Whether a symbol of an exchange abroad goes on behind a word, as in "SAP.TO"."""
    ending = _ENDING.match(text, end) if text.startswith(".", end) else None
    return ending is not None and ending[1] in tables.words.abroad


def _named(text: str, place: Place, tables: Tables) -> Mention:
    name = place.name
    if name is None or name.ticker is None:
        return Mention(place.start, place.end, None, text[place.start : place.end], "name")
    company = tables.listings[name.ticker].name
    return Mention(place.start, place.end, name.ticker, company, "alias" if name.alias else "name")


class _Sheet:
    """The names of one text, to which its tickers are added one by one."""

    def __init__(self, text: str, tables: Tables, names: list[Mention]) -> None:
        self._text = text
        self._tables = tables
        self._names = names
        self._ends = [name.end for name in names]
        self._told: set[int] = set()  # names whose ticker is printed beside them
        self._tickers: dict[int, tuple[int, Mention]] = {}  # start -> where the print begins, and the ticker

    def add(self, found: Printed) -> None:
        """Takes a printed symbol for a ticker, if it is one."""
        if found.start in self._tickers:
            return
        beside = self._beside(found.outer)
        if self._accepts(found, beside):
            self._put(found, beside)

    def add_plain(self, start: int, end: int) -> None:
        """Takes a word in capitals for a ticker, unless it stands in a row of shouted words."""
        text = self._text
        before, after = text[max(0, start - 12) : start].split(" "), text[end : end + 12].split(" ")
        around = [
            before[-2] if len(before) > 1 and not before[-1] else "",
            after[1] if len(after) > 1 and not after[0] else "",
        ]
        if start not in self._tickers and not any(self._shouts(near) for near in around):
            self._tickers[start] = start, self._mention(start, end, text[start:end])

    def mentions(self) -> tuple[Mention, ...]:
        """All mentions in their order; a name inside of a printed ticker gives way to it."""
        prints = sorted(self._tickers.items())
        outers = [outer for _, (outer, _) in prints]
        stops = [mention.end for _, (_, mention) in prints]
        kept = [mention for _, (_, mention) in prints]
        for name in self._names:
            last = bisect_right(outers, name.end - 1) - 1
            if last < 0 or stops[last] <= name.start:
                kept.append(name)
        return tuple(sorted(kept, key=lambda mention: mention.start))

    def _shouts(self, word: str) -> bool:
        return (
            bool(_SHOUT.fullmatch(word))
            and word not in self._tables.listings
            and word not in self._tables.words.bracketed
        )

    def _beside(self, outer: int) -> int | None:
        """The number of the name right before a print."""
        number = bisect_right(self._ends, outer) - 1
        if number >= 0 and _BESIDE.fullmatch(self._text, self._ends[number], outer):
            return number
        return None

    def _accepts(self, found: Printed, beside: int | None) -> bool:
        words, exchange = self._tables.words, _squeezed(found.exchange)
        listed = _ticker(found.symbol) in self._tables.listings
        bracketed = self._text[found.outer] in "(["
        if exchange:
            known = exchange in words.us or exchange in words.foreign
            return known and (bracketed or (listed and found.symbol not in words.bracketed))
        if not listed:
            cashtag = self._text[found.outer] == "$" and len(found.symbol) >= _LONG
            return cashtag and found.symbol not in words.money
        if found.sure:
            return found.symbol not in words.money
        if len(found.symbol) == 1 or found.symbol in words.bracketed:
            return beside is not None and self._names[beside].ticker in {None, _ticker(found.symbol)}
        return True

    def _put(self, found: Printed, beside: int | None) -> None:
        ticker: str | None = _ticker(found.symbol)
        if _squeezed(found.exchange) in self._tables.words.foreign:
            ticker = self._names[beside].ticker if beside is not None else None
        mention = self._mention(found.start, found.end, ticker)
        if beside is not None and ticker and beside not in self._told:
            self._told.add(beside)
            name = self._names[beside]
            company = mention.company if ticker in self._tables.listings else self._text[name.start : name.end]
            self._names[beside] = name._replace(ticker=ticker, company=company)
        self._tickers[found.start] = found.outer, mention

    def _mention(self, start: int, end: int, ticker: str | None) -> Mention:
        listing = self._tables.listings.get(ticker or "")
        return Mention(start, end, ticker, listing.name if listing else self._text[start:end], "printed")


def _squeezed(exchange: str) -> str:
    return exchange.replace(" ", "").lower()


def _ticker(symbol: str) -> str:
    return symbol.replace("-", ".").replace("/", ".")
