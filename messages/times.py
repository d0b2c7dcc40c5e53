"""Days and moments as messages write them, in UTC."""

import datetime as dt

from babel.dates import format_date, format_skeleton

from messages.html import local
from messages.tongue import ENGLISH, locale, spoken, tr, trn

DAY, HOUR, MINUTE = 86_400, 3_600, 60


def day(date: dt.date) -> str:
    """A date, "24 Nov 2025"."""
    return format_date(date, "d MMM y" if spoken() == ENGLISH else "medium", locale=locale())


def weekday(date: dt.date) -> str:
    """A date of these weeks, "Mon 24 Nov"."""
    if spoken() == ENGLISH:
        return format_date(date, "EEE d MMM", locale=locale())
    return str(format_skeleton("MMMEd", date, locale=locale()))


def clock(moment: dt.datetime) -> str:
    """The time of day as HTML, "09:31 UTC" where a client has no local one."""
    return local(moment, "t", _clock(moment))


def moment(moment: dt.datetime) -> str:
    """Date and time as HTML, "24 Nov 2025, 09:31 UTC" where a client has no local ones."""
    return local(moment, "Dt", f"{day(utc_day(moment))}, {_clock(moment)}")


def _clock(moment: dt.datetime) -> str:
    return f"{moment.astimezone(dt.UTC):%H:%M} UTC"


def utc_day(moment: dt.datetime) -> dt.date:
    """The date that a moment falls on."""
    return moment.astimezone(dt.UTC).date()


def span(length: dt.timedelta) -> str:
    """A length of time in its largest whole unit, "3 days"; as clocks tell it, to the minute."""
    seconds = length.total_seconds()
    if seconds >= MINUTE:
        seconds = round(seconds / MINUTE) * MINUTE
    if seconds >= DAY:
        return trn("{count} day", "{count} days", int(seconds // DAY))
    if seconds >= HOUR:
        return trn("{count} hour", "{count} hours", int(seconds // HOUR))
    if seconds >= MINUTE:
        return trn("{count} minute", "{count} minutes", int(seconds // MINUTE))
    return tr("less than a minute")


def ago(length: dt.timedelta) -> str:
    """The same looked back at, "3 days ago"."""
    seconds = length.total_seconds()
    if seconds >= DAY:
        return trn("{count} day ago", "{count} days ago", int(seconds // DAY))
    if seconds >= HOUR:
        return trn("{count} hour ago", "{count} hours ago", int(seconds // HOUR))
    if seconds >= MINUTE:
        return trn("{count} minute ago", "{count} minutes ago", int(seconds // MINUTE))
    return tr("less than a minute ago")


def days_ago(date: dt.date, now: dt.datetime) -> str:
    """How long ago a day was: "today", "yesterday", "12 days ago"; a day to come keeps its date."""
    passed = (utc_day(now) - date).days
    if passed < 0:
        return day(date)
    if passed == 0:
        return tr("today")
    return tr("yesterday") if passed == 1 else trn("{count} day ago", "{count} days ago", passed)
