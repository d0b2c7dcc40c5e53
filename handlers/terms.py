"""The terms behind a question: how many, since when, of what kind, which page. Pure."""

import datetime as dt
import re
from dataclasses import dataclass

MOST = 300  # calls that one may ask for

_PAGE = re.compile(r"#(\d{1,4})")
_COUNT = re.compile(r"\d{1,9}")
_SPAN = re.compile(r"(\d{1,4})([hdwy])", re.IGNORECASE)  # no months: "3M" is a company
_HOURS = {"h": 1, "d": 24, "w": 7 * 24, "y": 365 * 24}
_LONGEST = 100 * 365 * 24  # hours
_KINDS = {
    **dict.fromkeys(("upgrade", "upgrades", "up"), "upgrade"),
    **dict.fromkeys(("downgrade", "downgrades", "down"), "downgrade"),
    **dict.fromkeys(("initiate", "initiates", "initiations", "new"), "initiate"),
    **dict.fromkeys(("target", "targets", "pt"), "target"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What was read, the words that are left, and all words without the page, to ask again with another."""

    rest: str
    again: str
    count: int | None = None
    span: dt.timedelta | None = None
    page: int = 1
    kind: str | None = None
    mine: bool = False


def read_terms(words: str, *, kinds: bool = False) -> Terms:
    """The terms in any order: "CIFR 90d #2"; with ``kinds`` also "upgrade" and "mine"."""
    rest, again = [], []
    found: dict[str, object] = {}
    for word in words.split():
        if page := _PAGE.fullmatch(word):
            found["page"] = int(page[1])
            continue
        again.append(word)
        term = _term(word) or (_kind(word) if kinds else None)
        if term is None:
            rest.append(word)
        else:
            found |= term
    return Terms(rest=" ".join(rest), again=" ".join(again), **found)  # type: ignore[arg-type]


def _term(word: str) -> dict[str, object] | None:
    if _COUNT.fullmatch(word):
        return {"count": min(max(int(word), 1), MOST)}
    if span := _SPAN.fullmatch(word):
        hours = int(span[1]) * _HOURS[span[2].lower()]
        return {"span": dt.timedelta(hours=min(max(hours, 1), _LONGEST))}
    return None


def _kind(word: str) -> dict[str, object] | None:
    plain = word.casefold()
    if plain in ("mine", "all"):
        return {"mine": plain == "mine"}
    return {"kind": _KINDS[plain]} if plain in _KINDS else None


def read_page(words: str) -> tuple[str, int]:
    """The words and, where a page stands behind them, its number: nothing else of them is a term."""
    *before, last = words.split() or [""]
    page = _PAGE.fullmatch(last)
    return (" ".join(before), int(page[1])) if page else (" ".join((*before, last)), 1)
