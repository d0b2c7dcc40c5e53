"""Records of other services tell of the calls that they hold."""

import datetime as dt
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ratings.model import Part, RatingAction
from services.cells import RecordError
from services.read import Reading
from services.records import find_shape, read_record, shapes

DATA = Path(__file__).parents[1] / "data" / "records"
NOW = dt.datetime(2026, 1, 5, 15, tzinfo=dt.UTC)
CASES = [
    pytest.param(case, id=f"{file.stem}-{case['name']}")
    for file in sorted(DATA.glob("*.toml"))
    for case in tomllib.loads(file.read_text(encoding="utf-8"))["case"]
]


def read(record: Mapping[str, object], ticker: str | None = None) -> Reading:
    shape = find_shape(record)
    assert shape is not None
    return read_record(record, shape, now=NOW, ticker=ticker)


def told(action: RatingAction) -> dict[str, Any]:
    """The fields that a call has, as a row writes them."""
    fields = {name: getattr(action, name) for name in RatingAction.__dataclass_fields__ if name != "evidence"}
    fields |= {name: str(fields[name]) for name in ("pt_current", "pt_prior") if fields[name] is not None}
    return {name: list(value) if value.__class__ is tuple else value for name, value in fields.items() if value}


@pytest.mark.parametrize("case", CASES)
def test_record(case: dict[str, Any]) -> None:
    """A record tells what it holds and nothing else, or is refused with a reason."""
    if "refused" in case:
        with pytest.raises(RecordError, match=case["refused"]):
            read(case["record"], case.get("ticker"))
        return
    reading = read(case["record"], case.get("ticker"))
    (action,) = reading.actions
    assert told(action) == case["tells"]
    assert reading.story.published == case.get("published", reading.story.published)
    assert reading.guid == case.get("guid", reading.guid)


@pytest.mark.parametrize("case", [case for case in CASES if "tells" in case.values[0]])  # type: ignore[operator]
def test_evidence(case: dict[str, Any]) -> None:
    """Every field of a call stands in the record's text at the place that is given for it."""
    reading = read(case["record"], case.get("ticker"))
    (action,) = reading.actions
    assert set(action.evidence) == set(case["tells"]) - {"quant"}
    for seen in action.evidence.values():
        assert reading.story.part(Part.TEXT)[seen.start : seen.end] == seen.words


def test_names_are_stable() -> None:
    """A record without an id is known again by what it says, in whatever order its columns stand."""
    row = {"GradeDate": "2025-11-24", "Firm": "UBS", "ToGrade": "Buy", "Action": "up", "Ticker": "CIFR"}
    assert read(row).guid == read(dict(reversed(row.items()))).guid
    assert read(row).guid != read(row | {"ToGrade": "Hold"}).guid


def test_every_move_has_words() -> None:
    """Every move can be read from a record."""
    row = {"date": "2025-11-24", "analyst": "UBS", "ticker": "CIFR", "pt_current": "3"}
    for field, column, words in (
        ("rating_action", "action_company", ["Upgrades", "Downgrades", "Initiates Coverage On", "Maintains"]),
        ("rating_action", "action_company", ["Reinstates", "Terminates Coverage On"]),
        ("pt_action", "action_pt", ["Raises", "Lowers", "Maintains", "Announces", "Removes"]),
    ):
        moves = [getattr(read(row | {column: word}).actions[0], field) for word in words]
        assert len(set(moves)) == len(words)


def test_no_shape() -> None:
    """What has no date, no firm or nothing to tell is no record."""
    assert find_shape(["date", "ticker", "price"]) is None
    assert find_shape(["ticker", "analyst", "rating_current"]) is None


CELLS = st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=200), st.just("2025-11-24"))
COLUMNS = sorted({column for shape in shapes() for columns in shape.fields.values() for column in columns})


@given(st.dictionaries(st.sampled_from(COLUMNS), CELLS), st.sampled_from(shapes()))
def test_any_record(row: dict[str, object], shape: Any) -> None:
    """Whatever a record holds, it is read or refused, in a few words."""
    try:
        reading = read_record(row, shape, now=NOW)
    except RecordError as error:
        words = str(error)
    else:
        words = reading.actions[0].ticker or ""
    assert 0 < len(words) < 300
