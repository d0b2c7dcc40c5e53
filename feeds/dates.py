"""The dates that outlets print, read as UTC."""

import calendar
import datetime as dt
import re
import time
from zoneinfo import ZoneInfo

FIRST_YEAR, LAST_YEAR = 1990, 2099  # what lies outside is a mistake, and unknown is better
LONGEST_OFFSET = dt.timedelta(hours=14)

# Hours from UTC, and the American zones that follow the season.
OFFSETS = {"EST": -5, "EDT": -4, "CST": -6, "CDT": -5, "MST": -7, "MDT": -6, "PST": -8, "PDT": -7, "HST": -10}
OFFSETS |= {"UTC": 0, "GMT": 0, "BST": 1, "CET": 1, "CEST": 2, "HKT": 8, "JST": 9}
SEASONAL = {"ET": "America/New_York", "CT": "America/Chicago", "MT": "America/Denver", "PT": "America/Los_Angeles"}
ZONES: dict[str, dt.tzinfo] = {name: dt.timezone(dt.timedelta(hours=hours)) for name, hours in OFFSETS.items()}
ZONES |= {name: ZoneInfo(place) for name, place in SEASONAL.items()}
MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]

WEEKDAY = r"(?:[a-z]{3,9},?\s+)?"
CLOCK = r"(?P<hour>\d{1,2}):(?P<minute>\d\d)(?::(?P<second>\d\d)(?:[.,]\d{1,9})?)?\s*(?P<half>[ap]\.?m\b\.?)?"
ZONE = r"(?:\s*(?P<offset>[+-]\d\d:?\d\d)|\s*\(?(?P<zone>[a-z]{1,4})\)?)?"
SHAPES = tuple(
    re.compile(shape + ZONE, re.IGNORECASE | re.ASCII)
    for shape in (
        # 2026-11-20, 2026-11-20T10:00:00Z, 2026-11-20 10:00:00 EST
        rf"(?P<year>\d{{4}})-(?P<month>\d\d)-(?P<day>\d\d)(?:[t\s]\s*{CLOCK})?",
        # Nov 24, 2025 01:39pm; November 21, 2026, 10:00 AM EST
        rf"{WEEKDAY}(?P<month>[a-z]{{3,9}})\.?\s+(?P<day>\d{{1,2}}),?\s+(?P<year>\d{{4}})(?:,?\s+(?:at\s+)?{CLOCK})?",
        # Fri, 20 Nov 2026 10:00:00 -0500; 20 November 2026
        rf"{WEEKDAY}(?P<day>\d{{1,2}})[\s-](?P<month>[a-z]{{3,9}})[\s-](?P<year>\d{{4}})(?:,?\s+{CLOCK})?",
    )
)
EPOCH = re.compile(r"(\d{9,10})(?:\d{3}|\.\d+)?")


def read_date(printed: str, fallback: time.struct_time | None = None) -> dt.datetime | None:
    """The moment that a feed prints, aware UTC; None where it is none, or lies before 1990 or after 2099.

    A time without a zone is UTC. ``fallback`` is somebody else's reading, for shapes unknown here.
    """
    printed = " ".join(printed.split())
    if epoch := EPOCH.fullmatch(printed):
        return bounded(dt.datetime(1970, 1, 1, tzinfo=dt.UTC) + dt.timedelta(seconds=int(epoch[1])))
    try:
        for shape in SHAPES:
            if match := shape.fullmatch(printed):
                return bounded((day(match) + clock(match)).replace(tzinfo=zone(match)))
        if fallback is not None and not printed.isdigit():
            return bounded(dt.datetime.fromtimestamp(calendar.timegm(fallback), dt.UTC))
    except (ValueError, OverflowError):
        return None  # a day or an hour that there is not
    return None


def bounded(moment: dt.datetime) -> dt.datetime | None:
    """The moment as UTC, if anybody can have published then."""
    moment = moment.astimezone(dt.UTC)
    return moment if FIRST_YEAR <= moment.year <= LAST_YEAR else None


def day(match: re.Match[str]) -> dt.datetime:
    """Midnight of the printed day. Raises ValueError where there is no such day."""
    month = match["month"]
    number = int(month) if month.isdigit() else MONTHS.index(month[:3].lower()) + 1
    return dt.datetime(int(match["year"]), number, int(match["day"]))  # noqa: DTZ001 the zone joins later


def clock(match: re.Match[str]) -> dt.timedelta:
    """The printed time of day, nought where none is; 24:00 and a leap second are taken as they are meant."""
    if match["hour"] is None:
        return dt.timedelta(0)
    hour, minute, second = int(match["hour"]), int(match["minute"]), int(match["second"] or 0)
    if hour > 24 or minute > 59 or second > 60:
        raise ValueError("no time of day")
    if match["half"] and hour <= 12:
        hour = hour % 12 + (12 if match["half"][0] in "pP" else 0)
    return dt.timedelta(hours=hour, minutes=minute, seconds=second)


def zone(match: re.Match[str]) -> dt.tzinfo:
    """The printed zone; a name that is none of ours counts as UTC, as RFC 5322 has it. Raises ValueError if absurd."""
    if match["offset"] is None:
        return ZONES.get((match["zone"] or "UTC").upper(), dt.UTC)
    digits = match["offset"].replace(":", "")
    ahead = dt.timedelta(hours=int(digits[1:3]), minutes=int(digits[3:5]))
    if ahead > LONGEST_OFFSET:
        raise ValueError("no zone is so far from UTC")
    return dt.timezone(-ahead if digits[0] == "-" else ahead)
