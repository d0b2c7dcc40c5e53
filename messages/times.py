"""Days and moments as messages write them, in UTC."""

import datetime as dt

# Not strftime's %b and %a, which follow the machine's locale.
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_SPANS = (("day", 86_400), ("hour", 3_600), ("minute", 60))


def day(date: dt.date) -> str:
    """A date, "24 Nov 2025"."""
    return f"{date.day} {_MONTHS[date.month - 1]} {date.year}"


def clock(moment: dt.datetime) -> str:
    """The time of day, "09:31 UTC"."""
    return f"{moment.astimezone(dt.UTC):%H:%M} UTC"


def moment(moment: dt.datetime) -> str:
    """Date and time, "24 Nov 2025, 09:31 UTC"."""
    return f"{day(utc_day(moment))}, {clock(moment)}"


def utc_day(moment: dt.datetime) -> dt.date:
    """The date that a moment falls on."""
    return moment.astimezone(dt.UTC).date()


def span(length: dt.timedelta) -> str:
    """A length of time in its largest whole unit, "3 days"."""
    seconds = length.total_seconds()
    for unit, worth in _SPANS:
        count = int(seconds // worth)
        if count > 0:
            return f"{count} {unit}" + ("s" if count > 1 else "")
    return "less than a minute"


def days_ago(date: dt.date, now: dt.datetime) -> str:
    """How long ago a day was: "today", "yesterday", "12 days ago"; a day to come keeps its date."""
    passed = (utc_day(now) - date).days
    if passed < 0:
        return day(date)
    return {0: "today", 1: "yesterday"}.get(passed, f"{passed} days ago")
