"""Who plays: the houses, the outlets and the stocks of the replay."""

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from ratings.firms import canonical
from ratings.listings import Listing, load_tables
from ratings.symbols import directory

CAST = Path(__file__).with_name("cast.toml")
EXCHANGES = ("NYSE", "Nasdaq")
SENTENCE = "Analysts upgraded {} to Buy."  # a name that is read here is one that a story can use by itself


@dataclass(frozen=True, slots=True)
class Outlet:
    """A publisher: ``pace`` is how many minutes after its own date its feed shows a story."""

    name: str
    pace: int
    undated: bool = False

    @property
    def slug(self) -> str:
        """Its name in addresses."""
        return self.name.lower().replace(" ", "-")


@dataclass(frozen=True, slots=True)
class Stock:
    """A stock with the names it goes by: the table's first."""

    listing: Listing
    others: tuple[str, ...]

    @property
    def ticker(self) -> str:
        """Its symbol."""
        return self.listing.ticker


@cache
def cast() -> dict[str, Any]:
    """The table of houses, people and outlets."""
    return tomllib.loads(CAST.read_text(encoding="utf-8"))


def houses() -> dict[str, list[str]]:
    """Each firm's scale, the best rating first."""
    scales: dict[str, list[str]] = cast()["houses"]
    return scales


def people() -> tuple[list[str], list[str]]:
    """First names and last names of those who sign."""
    names: dict[str, list[str]] = cast()["people"]
    return names["first"], names["last"]


def outlets() -> tuple[Outlet, ...]:
    """Every outlet."""
    return tuple(Outlet(**row) for row in cast()["outlet"])


def stocks() -> tuple[Stock, ...]:
    """The listed stocks that go by more than one name, each name telling the stock without its ticker."""
    tables = load_tables()
    names: dict[str, list[str]] = {}
    for name in tables.names.values():
        if name.alias and name.ticker and _tells(name.written, name.ticker):
            names.setdefault(name.ticker, []).append(name.written)
    listings = [tables.listings[ticker] for ticker in sorted(names)]
    return tuple(
        Stock(listing, tuple(sorted(names[listing.ticker])))
        for listing in listings
        if listing.exchange in EXCHANGES
        and _tells(listing.name, listing.ticker)
        and _is_apart(listing, names[listing.ticker])
    )


def _tells(name: str, ticker: str) -> bool:
    return [found.ticker for found in directory().mentions(SENTENCE.format(name))] == [ticker]


def _is_apart(listing: Listing, others: Iterable[str]) -> bool:
    """Whether the company is no house itself: which of the two is meant would be another question."""
    return not any(canonical(name) for name in (listing.name, *others))
