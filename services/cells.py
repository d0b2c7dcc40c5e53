"""The cells of a record: their text as our values. Each reader raises RecordError where the text is none."""

import datetime as dt
import re
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from functools import cache, lru_cache

from feeds.dates import read_date
from ratings.firms import canonical
from ratings.model import RatingMove, TargetMove
from ratings.symbols import Listing, directory
from ratings.tables import table
from services.calendar import EXCHANGE_ZONE, market_day

LONGEST = 120  # characters of a cell; what is longer is none that we look for
LARGEST = Decimal(10) ** 9
FINEST = Decimal("0.0001")
BLANK = frozenset({"", "nan", "nat", "none", "null"})
TICKER = re.compile(r"(?:[A-Z]{2,12}:)?\$?([A-Z0-9]{1,10}(?:[.\-/ ][A-Z]{1,4})?)")
TIME = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)(?::([0-5]\d))?")
SECONDS = re.compile(r"[0-9]{1,10}")
CURRENCY = re.compile(r"[A-Z]{3}")


class RecordError(ValueError):
    """The record can't be taken; the message says what is wrong with it."""


def text(column: str, cell: object) -> str:
    """A cell's text, "" where it is blank in one of the ways in which tables are."""
    if isinstance(cell, bool) or not isinstance(cell, str | int | float | None):
        raise RecordError(f"{column} must be text or a number")
    words = "" if cell is None else " ".join(str(cell).split())
    if len(words) > LONGEST:
        raise RecordError(f"{column} is longer than {LONGEST} characters")
    if not words.isprintable():
        raise RecordError(f"{column} holds characters that can't be printed")
    return "" if words.casefold() in BLANK else words


def listing(words: str) -> Listing:
    """The stock; one that is listed no more has no name."""
    found = _listing(words)
    if found is None:
        raise RecordError(f"{words!r:.60} is no ticker")
    return found


@lru_cache(maxsize=16_384)
def _listing(words: str) -> Listing | None:
    match = TICKER.fullmatch(words.upper())
    if match is None:
        return None
    ticker = re.sub(r"[-/ ]", ".", match[1])
    return directory().listing(ticker) or Listing(ticker=ticker, name="", exchange="")


@lru_cache(maxsize=4_096)
def firm(words: str) -> str:
    """The firm's canonical name; a firm we don't know keeps its own."""
    return canonical(words) or words


def target(words: str) -> Decimal | None:
    """A target, or None from nought: who has no target writes 0."""
    try:
        figure = Decimal(words.replace(",", "").lstrip("$"))
    except InvalidOperation as error:
        raise RecordError(f"{words!r:.60} is no price target") from error
    if not figure.is_finite() or not 0 <= figure < LARGEST:
        raise RecordError(f"{words!r:.60} is no price target")
    rounded = figure.quantize(FINEST).normalize()
    return Decimal(f"{rounded:f}") if rounded else None  # not 2.6E+2


def currency(words: str) -> str:
    """An ISO code, or GBX for pence."""
    if words in ("GBp", "GBX"):
        return "GBX"
    if not CURRENCY.fullmatch(words.upper()):
        raise RecordError(f"{words!r:.60} is no currency")
    return words.upper()


def rating_move(words: str) -> RatingMove:
    """What was done with the rating."""
    return RatingMove(_meant("rating_action", words))


def target_move(words: str) -> TargetMove:
    """What was done with the target."""
    return TargetMove(_meant("pt_action", words))


def word(field: str, move: RatingMove | TargetMove) -> str:
    """How records write a move of ``rating_action`` or ``pt_action``."""
    return str(table("records")[field][move][0])


def revision(words: str) -> dt.datetime:
    """When a record was last set right: seconds since 1970, or a date."""
    found = dt.datetime.fromtimestamp(int(words), dt.UTC) if SECONDS.fullmatch(words) else read_date(words)
    if found is None:
        raise RecordError(f"{words!r:.60} is no time of a revision")
    return found


def _meant(field: str, words: str) -> str:
    if (meant := _meanings(field).get(words.casefold())) is None:
        raise RecordError(f"{words!r:.60} is no action that is known")
    return meant


@cache
def _meanings(field: str) -> Mapping[str, str]:
    return {word.casefold(): move for move, words in table("records")[field].items() for word in words}


def moment(date: str, time: str) -> tuple[dt.datetime, dt.date]:
    """When the record says that the call was made, in UTC, and the day of it.

    ``time`` is New York's. Where only the day is known, the moment is its midnight.
    """
    printed = read_date(date)
    if printed is None:
        raise RecordError(f"{date!r:.60} is no date" if date else "has no date")
    if time:
        match = TIME.fullmatch(time)
        if match is None:
            raise RecordError(f"{time!r:.60} is no time of day")
        clock = dt.time(int(match[1]), int(match[2]), int(match[3] or 0))
        return dt.datetime.combine(printed, clock, EXCHANGE_ZONE).astimezone(dt.UTC), printed.date()
    # Midnight stands for "that day"; taken for a moment, it would be the day before in New York.
    return printed, printed.date() if printed.time() == dt.time() else market_day(printed)
