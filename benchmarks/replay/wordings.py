"""How a call is put into words, and what those words tell."""

import datetime as dt
import random
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from benchmarks.replay.cast import Stock
from ratings.model import RatingAction, RatingMove, TargetMove

WORDINGS = Path(__file__).with_name("wordings.toml")
VOWELS = "AEIOU"
FIELDS = {
    "firm": "firm",
    "move": "rating_action",
    "rating": "rating_current",
    "prior": "rating_prior",
    "shift": "pt_action",
    "figure": "pt_current",
    "target": "pt_current",
    "was": "pt_prior",
    "analyst": "analysts",
}
RECENT = dt.timedelta(days=4)  # a call that is dated to such a day is no recollection yet


@dataclass(frozen=True, slots=True)
class Wording:
    """A way to tell of a call; see wordings.toml."""

    id: str
    kind: str
    title: str = ""
    text: str = ""
    tells: frozenset[str] = frozenset()
    moves: tuple[str, ...] = ()
    shifts: tuple[str, ...] = ()

    def fits(self, action: RatingAction) -> bool:
        """Whether the call has what these words tell."""
        return (
            (not self.moves or action.rating_action in self.moves)
            and (not self.shifts or action.pt_action in self.shifts)
            and all(getattr(action, FIELDS[told]) for told in self.tells - {"date"})
        )

    def told(self, action: RatingAction, day: dt.date, printed: dt.date) -> RatingAction:
        """What a reader learns of the call, made on a day, from a piece of another."""
        fields = {FIELDS[told] for told in self.tells - {"date"}}
        values: dict[str, Any] = {name: getattr(action, name) for name in fields}
        if "figure" in self.tells:
            values["pt_action"] = TargetMove.ANNOUNCE
        if not fields.isdisjoint({"pt_current", "pt_prior"}):
            values["currency"] = action.currency
        dated = "date" in self.tells
        return RatingAction(
            ticker=action.ticker,
            company=action.company,
            date=day if dated else None,
            stale=dated and printed - day > RECENT,
            **values,
        )


@cache
def wordings(kind: str | None = None) -> tuple[Wording, ...]:
    """All ways to tell of one call, or those of one kind."""
    rows = (_wording(row) for row in _table()["wording"])
    return tuple(wording for wording in rows if kind in (None, wording.kind))


def frames(kind: str) -> list[str]:
    """Titles of stories on several calls: "roundup" or "note"."""
    return [row["title"] for row in _table()["frame"] if row["kind"] == kind]


def phrase(text: str, words: Mapping[str, str]) -> str:
    """The words in their places."""
    return text.format(**words)


def filler(draw: random.Random) -> str:
    """A paragraph that tells of no call."""
    return phrase(draw.choice(_table()["fillers"]["texts"]), prices(draw))


def prices(draw: random.Random) -> dict[str, str]:
    """Figures that are no targets."""
    price = draw.randint(800, 40_000) / 100
    return {
        "price": f"${price:,.2f}",
        "low": f"${price * 0.6:,.2f}",
        "high": f"${price * 1.3:,.2f}",
        "volume": f"{draw.randint(20, 900) * 1_000:,}",
    }


def words_of(action: RatingAction, stock: Stock, day: dt.date, draw: random.Random) -> dict[str, str]:
    """Everything that a wording may say of a call."""
    return {
        "firm": action.firm or "",
        "company": stock.listing.name,
        "other": draw.choice(stock.others),
        "ticker": stock.ticker,
        "exchange": stock.listing.exchange.upper(),
        "rating": action.rating_current or "",
        "prior": action.rating_prior or "",
        "an_rating": _with_article(action.rating_current),
        "an_prior": _with_article(action.rating_prior),
        "target": money(action.pt_current, draw),
        "was": money(action.pt_prior, draw),
        "analyst": " and ".join(action.analysts),
        "day": written(day, draw),
        **_verbs("rates", action.rating_action, draw),
        **_verbs("shifts", action.pt_action, draw),
        **prices(draw),
    }


def money(figure: Decimal | None, draw: random.Random) -> str:
    """Dollars, with or without cents."""
    if figure is None:
        return ""
    return draw.choice((f"${figure:,}", f"${figure:,.2f}"))


def written(day: dt.date, draw: random.Random) -> str:
    """A day as stories write it, never with its year."""
    ending = "th" if 10 < day.day < 14 else {1: "st", 2: "nd", 3: "rd"}.get(day.day % 10, "th")
    return draw.choice(
        (
            f"{day:%A, %B} {day.day}{ending}",
            f"{day:%A, %B} {day.day}",
            f"{day:%B} {day.day}",
            f"{day:%b}. {day.day}" if day.month != 5 else f"May {day.day}",
        )
    )


def fitting(kinds: Iterable[str], action: RatingAction) -> list[Wording]:
    """The wordings of these kinds that the call fits."""
    return [wording for kind in kinds for wording in wordings(kind) if wording.fits(action)]


def flipped(action: RatingAction) -> RatingAction:
    """An upgrade mistaken for a downgrade, or the other way round."""
    moves = {RatingMove.UPGRADE: RatingMove.DOWNGRADE, RatingMove.DOWNGRADE: RatingMove.UPGRADE}
    move = action.rating_action
    return replace(action, rating_action=moves.get(move, move) if move else None)


def _verbs(table: str, move: RatingMove | TargetMove | None, draw: random.Random) -> dict[str, str]:
    forms: list[list[str]] = _table()[table].get(move or "", [["", ""]])
    now, past = draw.choice(forms)
    stem = table.removesuffix("s")
    return {f"{stem}s": now, f"{stem}s".title(): now.title(), _past(stem): past, _past(stem).title(): past.title()}


def _past(stem: str) -> str:
    return stem + ("d" if stem.endswith("e") else "ed")


def _with_article(rating: str | None) -> str:
    if not rating:
        return ""
    return f"an {rating}" if rating[0] in VOWELS else f"a {rating}"


@cache
def _table() -> dict[str, Any]:
    return tomllib.loads(WORDINGS.read_text(encoding="utf-8"))


def _wording(row: Mapping[str, Any]) -> Wording:
    return Wording(
        id=row["id"],
        kind=row["kind"],
        title=row.get("title", ""),
        text=row.get("text", ""),
        tells=frozenset(row["tells"].split()),
        moves=tuple(row.get("moves", ())),
        shifts=tuple(row.get("shifts", ())),
    )
