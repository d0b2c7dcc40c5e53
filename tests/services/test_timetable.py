"""A digest comes once a local day or week, whatever clocks do."""

import datetime as dt
import tomllib
from itertools import pairwise
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.timetable import DAYS, Timetable, believable, next_morning

ROWS = Path(__file__).parents[1] / "data/delivery/digests.toml"
CASES: list[dict[str, Any]] = tomllib.loads(ROWS.read_text(encoding="utf-8"))["case"]
ZONES = ("UTC", "America/New_York", "Europe/London", "America/Sao_Paulo", "Australia/Sydney", "Australia/Lord_Howe")
MOMENTS = st.integers(1_420_000_000, 2_050_000_000).map(lambda seconds: dt.datetime.fromtimestamp(seconds, dt.UTC))
TIMES = st.times().map(lambda time: time.replace(second=0, microsecond=0))
TABLES = st.builds(Timetable, at=TIMES, weekday=st.none() | st.integers(0, 6))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_runs(case: dict[str, Any]) -> None:
    """Each row's digest is due when it says."""
    table, zone = Timetable.read(case["digest"]), ZoneInfo(case["zone"])
    assert table is not None
    assert table.next(case["now"], zone, case.get("last")) == case["next"]
    assert table.latest(case["now"], zone) == case["latest"]


WORDS = [
    ("daily", "daily 08:00"),
    ("Daily 8", "daily 08:00"),
    ("daily 9:30 pm", "daily 21:30"),
    ("weekly", "weekly Mon 08:00"),
    ("weekly thursday 18:00", "weekly Thu 18:00"),
    ("weekly Sun", "weekly Sun 08:00"),
    ("weekly someday 18:00", None),
    ("daily at noon", None),
    ("monthly", None),
    ("", None),
]


@pytest.mark.parametrize(("words", "means"), WORDS)
def test_words(words: str, means: str | None) -> None:
    """Schedules are read as people write them, and what is none is none."""
    table = Timetable.read(words)
    assert (str(table) if table else None) == means


@given(TABLES)
def test_round_trip(table: Timetable) -> None:
    """What is written down is read as the same."""
    assert Timetable.read(str(table)) == table
    assert table.weekday is None or DAYS[table.weekday] in str(table)


@given(TABLES, MOMENTS, st.sampled_from(ZONES))
def test_once_a_day(table: Timetable, now: dt.datetime, name: str) -> None:
    """Run after run, no two fall on one local day, and none is left out."""
    zone, last, runs = ZoneInfo(name), None, []
    for _ in range(6):
        now = table.next(now, zone, last)
        last = table.latest(now, zone)
        assert now.astimezone(zone).date() == last
        runs.append(last)
    gaps = {later - earlier for earlier, later in pairwise(runs)}
    assert gaps == {table.span}


@given(TABLES, MOMENTS, st.sampled_from(ZONES), st.integers(-3, 4000))
def test_wrong_clocks(table: Timetable, now: dt.datetime, name: str, ahead: int) -> None:
    """Wherever the last digest lies, the next one is at most a week and three days away."""
    zone = ZoneInfo(name)
    last = believable(now.date() + dt.timedelta(days=ahead), now, zone)
    assert now < table.next(now, zone, last) <= now + table.span * 2 + dt.timedelta(days=4)


@given(MOMENTS, st.sampled_from(ZONES))
def test_next_morning(now: dt.datetime, name: str) -> None:
    """The next morning is the next local day's."""
    zone = ZoneInfo(name)
    morning = next_morning(now, zone).astimezone(zone)
    assert (morning.hour, morning.date() - now.astimezone(zone).date()) == (8, dt.timedelta(days=1))
