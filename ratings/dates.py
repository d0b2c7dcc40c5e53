"""Which day a sentence dates a call to."""

import datetime as dt
import re

from ratings.sieve import Sieve

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MONTH = (
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
_WEEKDAY = rf"(?P<weekday>{'|'.join(WEEKDAYS)})"
_DATE = (
    rf"(?i)\b(?:(?:{_WEEKDAY},? )?{_MONTH}\.? (?P<day>\d{{1,2}})(?:st|nd|rd|th)?\b(?:,? (?P<year>20\d{{2}}))?"
    rf"|(?:on|late|early|this) (?P<bare>{'|'.join(WEEKDAYS)})\b(?!,? {_MONTH.replace('month', 'next')}\b)"
    r"|(?P<iso>20\d{2}-\d{2}-\d{2})\b)"
)
_SIEVE = Sieve([_DATE])
_TRIED_YEARS = 6


def stated_date(text: str, published: dt.date | None) -> tuple[dt.date | None, re.Match[str] | None]:
    """The first day that a text states, and the words for it; the day is None where it cannot be told.

    A day without its year is the last such day before publication.
    """
    match = next((match for date in _SIEVE.likely(text) if (match := date.search(text))), None)
    if match is None:
        return None, None
    if match["iso"]:
        return _iso(match["iso"]), match
    if match["bare"]:
        return _last_weekday(match["bare"], published), match
    return _calendar_day(match, published), match


def is_written(match: re.Match[str]) -> bool:
    """Whether a date is written with its month, not as a weekday alone."""
    return match["bare"] is None


def _iso(text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return None


def _last_weekday(name: str, published: dt.date | None) -> dt.date | None:
    if published is None:
        return None
    return published - dt.timedelta(days=(published.weekday() - WEEKDAYS.index(name.lower())) % 7)


def _calendar_day(match: re.Match[str], published: dt.date | None) -> dt.date | None:
    month, day = MONTHS.index(match["month"][:3].lower()) + 1, int(match["day"])
    if match["year"]:
        return _day(int(match["year"]), month, day)
    if published is None:
        return None
    for year in range(published.year, published.year - _TRIED_YEARS, -1):
        found = _day(year, month, day)
        right_weekday = match["weekday"] is None or (found and WEEKDAYS[found.weekday()] == match["weekday"].lower())
        if found and right_weekday and found <= published + dt.timedelta(days=1):
            return found
    return None


def _day(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None
