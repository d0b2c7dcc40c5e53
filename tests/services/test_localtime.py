"""Quiet hours begin and end when people think they do, whatever clocks do."""

import datetime as dt
import tomllib
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.localtime import Quiet, clock_time, day_start, instant

ROWS = Path(__file__).parents[1] / "data/delivery/quiet.toml"
CASES: list[dict[str, Any]] = tomllib.loads(ROWS.read_text(encoding="utf-8"))["case"]
ZONES = ("UTC", "America/New_York", "Europe/London", "America/Sao_Paulo", "Australia/Sydney", "Australia/Lord_Howe")
MOMENTS = st.integers(1_420_000_000, 2_050_000_000).map(lambda seconds: dt.datetime.fromtimestamp(seconds, dt.UTC))
TIMES = st.times().map(lambda time: time.replace(second=0, microsecond=0))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_quiet(case: dict[str, Any]) -> None:
    """Each row's hours last as long as it says."""
    quiet = Quiet.read(case["quiet"])
    assert quiet is not None
    assert quiet.until(case["now"], ZoneInfo(case["zone"])) == case.get("until")


WINDOWS = [
    ("22:00-07:00", "22:00-07:00 hold"),
    ("22-7", "22:00-07:00 hold"),
    ("10pm - 7am silent", "22:00-07:00 silent"),
    ("9.30 to 17.00", "09:30-17:00 hold"),
    ("12am–12pm", "00:00-12:00 hold"),
    ("20:00-24:00", "20:00-00:00 hold"),
    ("22:00", None),
    ("25:00-07:00", None),
    ("22:60-07:00", None),
    ("13pm-2pm", None),
    ("24:30-07:00", None),
    ("07:00-7", None),
    ("22:00-07:00 loud", None),
    ("22-7 weekends", "22:00-07:00 weekends hold"),
    ("22-7 silent weekend", "22:00-07:00 weekends silent"),
    ("weekends", "weekends hold"),
    ("22-7 hold silent", None),
    ("hold", None),
    ("", None),
]


@pytest.mark.parametrize(("words", "means"), WINDOWS)
def test_words(words: str, means: str | None) -> None:
    """Hours are read as people write them, and what is none is none."""
    quiet = Quiet.read(words)
    assert (str(quiet) if quiet else None) == means


@given(TIMES, TIMES, st.booleans(), st.booleans())
def test_round_trip(start: dt.time, end: dt.time, silent: bool, weekends: bool) -> None:
    """What is written down is read as the same."""
    quiet = Quiet(start=start, end=end, silent=silent, weekends=weekends)
    alone = Quiet(silent=silent, weekends=True) if weekends else None
    assert Quiet.read(str(quiet)) == (quiet if start != end else alone)


@given(st.text(max_size=40))
def test_any_words(words: str) -> None:
    """Any words are hours or none; times too."""
    quiet = Quiet.read(words)
    assert quiet is None or Quiet.read(str(quiet)) == quiet
    assert clock_time(words) is None or isinstance(clock_time(words), dt.time)


@given(MOMENTS, TIMES, TIMES, st.sampled_from(ZONES))
def test_end(now: dt.datetime, start: dt.time, end: dt.time, name: str) -> None:
    """Quiet hours that are now end after now and within a day, and are over at their end."""
    zone, quiet = ZoneInfo(name), Quiet(start=start, end=end)
    until = quiet.until(now, zone)
    if until is not None:
        assert now < until <= now + dt.timedelta(hours=26)
        following = quiet.until(until, zone)
        assert following is None or following > until


@given(MOMENTS, TIMES, TIMES, st.sampled_from(ZONES))
def test_weekends(now: dt.datetime, start: dt.time, end: dt.time, name: str) -> None:
    """All of a Saturday and a Sunday is quiet, and what is quiet anyway is so with them, as long or longer."""
    zone = ZoneInfo(name)
    plain, more = Quiet(start=start, end=end), Quiet(start=start, end=end, weekends=True)
    until, later = plain.until(now, zone), more.until(now, zone)
    assert until is None or (later is not None and later >= until)
    assert now.astimezone(zone).weekday() < 5 or later is not None
    assert later is None or later.astimezone(zone).weekday() < 5


@given(MOMENTS, TIMES, st.sampled_from(ZONES))
def test_instant(now: dt.datetime, at: dt.time, name: str) -> None:
    """A local time is shown by the clocks there at its moment, or by none, and then the moment is a gap's end."""
    zone = ZoneInfo(name)
    moment = instant(now.date(), at, zone)
    shown = moment.astimezone(zone)
    if (shown.date(), shown.time()) != (now.date(), at):
        before = (moment - dt.timedelta(seconds=2)).astimezone(zone)
        assert shown.replace(tzinfo=None) - before.replace(tzinfo=None) > dt.timedelta(minutes=20)
        assert before.replace(tzinfo=None) < dt.datetime.combine(now.date(), at) < shown.replace(tzinfo=None)
    assert day_start(moment, zone) <= moment
