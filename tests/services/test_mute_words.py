"""How long somebody does not want to hear of something is read by the chat's own clocks."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.mute_words import LONGEST, USUAL, read_span

NOW = dt.datetime(2025, 11, 24, 15, 0, tzinfo=dt.UTC)  # a Monday
BERLIN = ZoneInfo("Europe/Berlin")
TOKYO = ZoneInfo("Asia/Tokyo")


def utc(day: int, hour: int, minute: int = 0, month: int = 11) -> dt.datetime:
    return dt.datetime(2025, month, day, hour, minute, tzinfo=dt.UTC)


CASES = [
    ("CIFR", BERLIN, "CIFR", NOW + USUAL),
    ("CIFR 8h", BERLIN, "CIFR", utc(24, 23)),
    ("CIFR for 2 days", BERLIN, "CIFR", utc(26, 15)),
    ("firm Cantor 1w", BERLIN, "firm Cantor", utc(1, 15, month=12)),
    ("CIFR 90 min", BERLIN, "CIFR", utc(24, 16, 30)),
    ("all until Mon", BERLIN, "all", utc(30, 23)),
    ("all until Tuesday", BERLIN, "all", utc(24, 23)),
    ("all until Tue", TOKYO, "all", utc(1, 15, month=12)),  # there it is Tuesday already
    ("all until Fri 9:30", BERLIN, "all", utc(28, 8, 30)),
    ("all until tomorrow", BERLIN, "all", utc(24, 23)),
    ("all until 18:00", BERLIN, "all", utc(24, 17)),
    ("all until 8am", BERLIN, "all", utc(25, 7)),
    ("CIFR until 2025-12-24", BERLIN, "CIFR", utc(23, 23, month=12)),
    ("8h", BERLIN, "", utc(24, 23)),
]


@pytest.mark.parametrize(("words", "zone", "rest", "until"), CASES, ids=[row[0] for row in CASES])
def test_span(words: str, zone: ZoneInfo, rest: str, until: dt.datetime) -> None:
    """A length, a day or a time behind the name ends the mute; a day begins at the chat's midnight."""
    span = read_span(words, NOW, zone)
    assert span is not None
    assert (span.rest, span.until) == (rest, until)


@pytest.mark.parametrize(
    "words",
    ["CIFR 0h", "CIFR 9999d", "CIFR until never", "CIFR until 2025-11-01", "CIFR until 2025-13-40", "x until 25:9"],
)
def test_no_time(words: str) -> None:
    """A time that makes no sense, is over, or lies more than a year ahead is none."""
    assert read_span(words, NOW, BERLIN) is None


PIECES = ("CIFR", "8h", "until", "Mon", "tomorrow", "9:30", "2026-02-30", "²", "7 d", "for", "until until")


@given(st.text(max_size=60) | st.lists(st.sampled_from(PIECES), max_size=6).map(" ".join))
def test_any_words(words: str) -> None:
    """Any words give a time to come within a year, or none."""
    span = read_span(words, NOW, BERLIN)
    assert span is None or NOW < span.until <= NOW + LONGEST
