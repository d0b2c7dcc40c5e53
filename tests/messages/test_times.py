"""Days and moments as messages write them."""

import datetime as dt

import pytest

from messages.html import plain, split
from messages.times import clock, day, days_ago, moment, span
from tests.fakes.telegram_html import parse_html

NOON = dt.datetime(2025, 11, 24, 12, 0, tzinfo=dt.UTC)
BERLIN = dt.timezone(dt.timedelta(hours=1))


def test_moments_are_told_in_utc() -> None:
    """A moment of another zone is told as UTC sees it."""
    late = dt.datetime(2026, 1, 1, 0, 30, tzinfo=BERLIN)
    assert (plain(clock(late)), plain(moment(late))) == ("23:30 UTC", "31 Dec 2025, 23:30 UTC")


def test_moments_are_local() -> None:
    """A client that knows local times is told the moment and how to write it, others see the words."""
    html = f"<b>seen {moment(dt.datetime(2026, 1, 1, 0, 30, tzinfo=BERLIN))}</b>"
    text, (_, told) = parse_html(html)
    assert text == "seen 31 Dec 2025, 23:30 UTC"
    assert told == {
        "type": "date_time",
        "offset": 5,
        "length": 22,
        "unix_time": 1767223800,
        "date_time_format": "Dt",
    }
    pieces = split(html, 80)
    assert len(pieces) > 1
    assert "".join(parse_html(piece)[0] for piece in pieces) == text


@pytest.mark.parametrize(
    ("date", "text"),
    [
        (dt.date(2025, 11, 24), "today"),
        (dt.date(2025, 11, 23), "yesterday"),
        (dt.date(2025, 11, 20), "4 days ago"),
        (dt.date(2025, 11, 25), "25 Nov 2025"),
    ],
)
def test_days_ago(date: dt.date, text: str) -> None:
    """The age of a day is told in days; a day to come by its date."""
    assert days_ago(date, NOON) == text


@pytest.mark.parametrize(
    ("length", "text"),
    [
        (dt.timedelta(seconds=59), "less than a minute"),
        (dt.timedelta(seconds=60), "1 minute"),
        (dt.timedelta(hours=5, minutes=50), "5 hours"),
        (dt.timedelta(hours=4, minutes=59, seconds=51), "5 hours"),
        (dt.timedelta(days=3), "3 days"),
        (dt.timedelta(seconds=-5), "less than a minute"),
    ],
)
def test_span(length: dt.timedelta, text: str) -> None:
    """A length of time is told in its largest whole unit; that of clocks five hours apart is five, seconds aside."""
    assert span(length) == text


def test_day_follows_no_locale() -> None:
    """Months have English names wherever the bot runs."""
    assert [day(dt.date(2025, month, 1)).split()[1] for month in (3, 5, 10, 12)] == ["Mar", "May", "Oct", "Dec"]
