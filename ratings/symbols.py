"""Which company: the listed stocks, by ticker, by name, and as a text mentions them."""

import re
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from ratings.finder import LEGAL
from ratings.listings import Listing, Tables, load_tables
from ratings.mentions import Mention, find_mentions
from ratings.names import fold

__all__ = ["Directory", "Listing", "Mention", "directory"]

_TYPED = re.compile(r"\s*(?:[A-Za-z]{2,12}\s?:\s?)?\$?([A-Za-z][A-Za-z0-9]{0,5}(?:[.\-/ ][A-Za-z]{1,2})?)\s*")
_ENDING = re.compile(rf"(?:['’]s?|{LEGAL.pattern})\s*$", re.IGNORECASE)
_THE = re.compile(r"^\s*the\s+", re.IGNORECASE)


class Directory:
    """All listings of the embedded tables."""

    def __init__(self, tables: Tables) -> None:
        """Takes the tables to look into."""
        self._tables = tables

    @classmethod
    def load(cls) -> "Directory":
        """The directory of the embedded tables."""
        return cls(load_tables())

    def listing(self, ticker: str) -> Listing | None:
        """The stock of a ticker, written in any usual way: ``CIFR``, ``$cifr``, ``brk-b``, ``NASDAQ:CIFR``."""
        typed = _TYPED.fullmatch(ticker)
        return self._tables.listings.get(re.sub(r"[-/ ]", ".", typed[1].upper())) if typed else None

    def lists(self, symbol: str) -> bool:
        """Whether a symbol, written as the tables write it, is one of today."""
        return symbol in self._tables.listings

    def resolve(self, words: str) -> Listing | None:
        """The stock that a person means who types a ticker, a cashtag or a company's name."""
        if words.isupper() and (listing := self.listing(words)):
            return listing
        plain = _THE.sub("", words)
        for form in (words, plain, _ENDING.sub("", plain)):
            name = self._tables.names.get(fold(form))
            if name and name.ticker:
                return self._tables.listings[name.ticker]
        return self.listing(words)

    def mentions(self, text: str) -> tuple[Mention, ...]:
        """The places that name a company, in their order and without overlap; the longest name wins."""
        return find_mentions(text, self._tables)

    def names(self) -> Mapping[str, str]:
        """Display names and their tickers, of the stocks that a name can mean."""
        return MappingProxyType(dict(self._tables.display))


@cache
def directory() -> Directory:
    """The one shared directory."""
    return Directory.load()
