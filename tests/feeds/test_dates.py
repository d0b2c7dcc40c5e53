"""Dates as outlets print them."""

import datetime as dt
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.dates import read_date
from tests.feeds.rows import cases


@pytest.mark.parametrize("case", cases("dates"))
def test_read(case: list[str]) -> None:
    """A printed date is the moment it means, or none."""
    found = read_date(case[0])
    assert (found.isoformat() if found else "") == case[1]


def test_fallback() -> None:
    """Somebody else's reading counts where the shape is unknown, within the same bounds."""
    assert read_date("Παρ, 20 Νοε 2026", time.gmtime(1795219200)) == dt.datetime(2026, 11, 21, tzinfo=dt.UTC)
    assert read_date("long ago", time.gmtime(0)) is None
    assert read_date("1795", time.gmtime(1795219200)) is None


@given(st.text(max_size=40) | st.text("0123456789-:/ ,.+TZapmNovETS", max_size=40))
def test_any(printed: str) -> None:
    """Any text is a plausible moment in UTC, or none."""
    found = read_date(printed)
    assert found is None or (found.utcoffset() == dt.timedelta(0) and 1990 <= found.year <= 2099)


@given(st.integers(631_238_400, 4_102_358_400).map(lambda second: dt.datetime.fromtimestamp(second, dt.UTC)))
def test_iso_survives(moment: dt.datetime) -> None:
    """What is printed in ISO 8601 is read to the second."""
    assert read_date(moment.isoformat()) == moment
