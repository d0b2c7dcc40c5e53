"""Records of calls that other services keep, each read as a story of its own that tells of one call."""

import datetime as dt
import hashlib
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from ratings.firms import is_quant
from ratings.model import Evidence, Part, RatingAction, Story, TargetMove
from ratings.tables import table
from services import cells
from services.calendar import market_day
from services.cells import RecordError
from services.read import Reading

READERS: Mapping[str, Callable[[str], Any]] = {
    "company": str,
    "firm": cells.firm,
    "analysts": lambda words: (words,),
    "rating_action": cells.rating_move,
    "rating_current": str,
    "rating_prior": str,
    "pt_action": cells.target_move,
    "pt_current": cells.target,
    "pt_prior": cells.target,
    "currency": cells.currency,
}
TELLING = ("rating_action", "rating_current", "pt_action", "pt_current")
DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Shape:
    """How a service writes calls down: for each field of ours the columns, in small letters, that may hold it."""

    name: str
    outlet: str
    fields: Mapping[str, tuple[str, ...]]

    def fits(self, columns: set[str]) -> bool:
        """Whether columns (in small letters) are those of this shape."""
        telling = [column for field in TELLING for column in self.fields[field]]
        return all(not columns.isdisjoint(names) for names in (self.fields["date"], self.fields["firm"], telling))


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell that holds something, under the name of its column."""

    column: str
    words: str


@cache
def shapes() -> tuple[Shape, ...]:
    """The shapes that are known."""
    return tuple(
        Shape(name, shape["outlet"], {field: tuple(map(str.casefold, of)) for field, of in shape["fields"].items()})
        for name, shape in table("records")["shapes"].items()
    )


def find_shape(columns: Iterable[str]) -> Shape | None:
    """The shape that has these columns."""
    return _find_shape(tuple(columns))


@lru_cache
def _find_shape(columns: tuple[str, ...]) -> Shape | None:
    plain = {column.strip().casefold() for column in columns}
    return next((shape for shape in shapes() if shape.fits(plain)), None)


def read_record(row: Mapping[str, object], shape: Shape, *, now: dt.datetime, ticker: str | None = None) -> Reading:
    """What the record tells; raises RecordError. ``ticker`` is that of records that don't name one."""
    filled = _filled(row, shape)
    if ticker is not None:
        filled.setdefault("ticker", Cell("ticker", ticker))
    words = {field: cell.words for field, cell in filled.items()}
    published, day = cells.moment(words.get("date", ""), words.get("time", ""))
    if day > market_day(now) + DAY:
        raise RecordError(f"its date, {day}, lies ahead")
    fields = _fields(words)
    text, evidence = _quote(filled, {"date": day, **fields}, f"{shape.name}-record")
    action = RatingAction(**fields, date=day, evidence=evidence)
    story = Story(title=_title(fields), text=text, publisher=shape.outlet, published=published)
    guid = words.get("id") or _digest(words)
    revised = cells.revision(words["revised"]) if "revised" in words else None
    return Reading(guid=guid, story=story, actions=(action,), lacking=False, revised=revised)


def _filled(row: Mapping[str, object], shape: Shape) -> dict[str, Cell]:
    filled: dict[str, Cell] = {}
    for field, column in _columns(tuple(row), shape.name):
        if field not in filled and (words := cells.text(column, row[column])):
            filled[field] = Cell(column, words)
    return filled


@lru_cache
def _columns(columns: tuple[str, ...], name: str) -> tuple[tuple[str, str], ...]:
    """Our fields and the columns that may hold them, the likeliest first."""
    written = {column.strip().casefold(): column for column in columns}
    (shape,) = (shape for shape in shapes() if shape.name == name)
    return tuple((field, written[one]) for field, names in shape.fields.items() for one in names if one in written)


def _fields(words: Mapping[str, str]) -> dict[str, Any]:
    """The call's fields by name, those alone that the record tells."""
    if "ticker" not in words:
        raise RecordError("has no ticker")
    listing = cells.listing(words["ticker"])
    told = {field: read(words[field]) for field, read in READERS.items() if field in words}
    told = {field: value for field, value in told.items() if value is not None}
    if "pt_current" not in told and told.get("pt_action") is TargetMove.ANNOUNCE:
        del told["pt_action"]  # a target that isn't told isn't announced
    if "pt_current" not in told and "pt_prior" not in told:
        told.pop("currency", None)  # it is then the stock's, not a target's
    if not any(field in told for field in TELLING):
        raise RecordError("tells of no rating and no target")
    named = {"company": listing.name} if listing.name else {}
    return {**named, **told, "ticker": listing.ticker, "quant": is_quant(told.get("firm", ""))}


def _title(told: Mapping[str, Any]) -> str:
    """The record as a headline."""
    rating = [_word(told, "rating_action"), told.get("rating_current", "")]
    target = [_word(told, "pt_action"), "target", str(told.get("pt_current", ""))]
    parts = [" ".join(filter(None, part)) for part in (rating, target if any(target[::2]) else [])]
    return f"{told.get('firm', 'A firm')} on {told['ticker']}: {', '.join(filter(None, parts))}"


def _word(told: Mapping[str, Any], field: str) -> str:
    return cells.word(field, told[field]) if field in told else ""


def _quote(filled: Mapping[str, Cell], told: Mapping[str, Any], rule: str) -> tuple[str, dict[str, Evidence]]:
    """The record as text, a line for each cell, and where in it each of the call's fields stands."""
    lines, evidence, end = [], {}, 0
    for field, cell in filled.items():
        lines.append(f"{cell.column}: {cell.words}\n")
        end += len(lines[-1])
        if field in told:
            start = end - 1 - len(cell.words)
            evidence[field] = Evidence(words=cell.words, part=Part.TEXT, start=start, end=end - 1, rule=rule)
    if "company" in told and "company" not in evidence:
        evidence["company"] = evidence["ticker"]
    return "".join(lines), evidence


def _digest(words: Mapping[str, str]) -> str:
    """A name for a record that has none: the same for the same words."""
    return hashlib.blake2s(json.dumps(words, sort_keys=True).encode(), digest_size=16).hexdigest()
