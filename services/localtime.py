"""Local days and quiet hours as moments, right across clock changes. Pure."""

import datetime as dt
import re
from dataclasses import dataclass
from typing import Self
from zoneinfo import ZoneInfo

_TIME = r"(\d{1,2})(?:[:.](\d{2}))?\s*(am|pm)?"
_CLOCK = re.compile(_TIME)
_WINDOW = re.compile(rf"{_TIME}\s*(?:-|–|to|until)\s*{_TIME}")
_MARKS = {"hold": "hold", "silent": "silent", "weekends": "weekends", "weekend": "weekends"}
_SATURDAY = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Quiet:
    """Hours of the local day in which alerts wait, or come without a sound where they are ``silent``.

    With ``weekends`` Saturdays and Sundays are among them as a whole; ``start`` and ``end`` are the same where these
    are all.
    """

    start: dt.time = dt.time()
    end: dt.time = dt.time()
    silent: bool = False
    weekends: bool = False

    @classmethod
    def read(cls, words: str) -> Self | None:
        """The hours that "22:00-07:00 hold", "10pm-7am weekends" or "weekends" mean; None for other words, and for
        a whole day."""
        parts, marks = words.casefold().split(), set()
        while parts and parts[-1] in _MARKS:
            marks.add(_MARKS[parts.pop()])
        if marks >= {"hold", "silent"} or not (parts or "weekends" in marks):
            return None
        silent, weekends = "silent" in marks, "weekends" in marks
        if not parts:
            return cls(silent=silent, weekends=weekends)
        match = _WINDOW.fullmatch(" ".join(parts))
        start, end = (_time(*match.group(1, 2, 3)), _time(*match.group(4, 5, 6))) if match else (None, None)
        if start is None or end is None or start == end:
            return None
        return cls(start=start, end=end, silent=silent, weekends=weekends)

    def __str__(self) -> str:
        """The words that ``read`` reads."""
        hours = () if self.start == self.end else (f"{self.start:%H:%M}-{self.end:%H:%M}",)
        marks = ("weekends",) if self.weekends else ()
        return " ".join((*hours, *marks, "silent" if self.silent else "hold"))

    def until(self, now: dt.datetime, zone: ZoneInfo) -> dt.datetime | None:
        """When the quiet hours end that are now; None where none are. An hour that comes twice is quiet both times."""
        end = self._end(now, zone)
        while self.weekends and end is not None and (later := self._end(end, zone)) is not None:
            end = later  # a night leads into the weekend, and that into the next night
        return end

    def _end(self, now: dt.datetime, zone: ZoneInfo) -> dt.datetime | None:
        today = now.astimezone(zone).date()
        if self.weekends and today.weekday() >= _SATURDAY:
            return instant(today + dt.timedelta(days=7 - today.weekday()), dt.time(), zone)
        if self.start == self.end:
            return None
        for day in (today - dt.timedelta(days=1), today):
            last = day if self.start < self.end else day + dt.timedelta(days=1)
            end = instant(last, self.end, zone, second=True)
            if instant(day, self.start, zone) <= now < end:
                return end
        return None


def clock_time(words: str) -> dt.time | None:
    """The time of day that "08:00", "8" or "8 pm" means; None for other words."""
    match = _CLOCK.fullmatch(words.strip().casefold())
    return _time(match[1], match[2], match[3]) if match else None


def instant(day: dt.date, at: dt.time, zone: ZoneInfo, *, second: bool = False) -> dt.datetime:
    """When it is that time on that local day, in UTC.

    Of a time that comes twice the first is meant, or the ``second``; a time that is skipped is the end of the gap.
    """
    local = dt.datetime.combine(day, at, zone).replace(fold=int(second))
    moment = local.astimezone(dt.UTC)
    if moment.astimezone(zone).replace(tzinfo=None) == local.replace(tzinfo=None):
        return moment
    return _gap_end(local, zone)


def local_day(now: dt.datetime, zone: ZoneInfo) -> dt.date:
    """The date there."""
    return now.astimezone(zone).date()


def day_start(now: dt.datetime, zone: ZoneInfo) -> dt.datetime:
    """When the local day began."""
    return instant(local_day(now, zone), dt.time(), zone)


def _gap_end(local: dt.datetime, zone: ZoneInfo) -> dt.datetime:
    """The moment at which clocks were put forward over this time, found by halving."""
    low, high = sorted(local.replace(fold=fold).astimezone(dt.UTC) for fold in (0, 1))
    before = low.astimezone(zone).utcoffset()
    while high - low > dt.timedelta(seconds=1):
        middle = low + (high - low) // 2
        if middle.astimezone(zone).utcoffset() == before:
            low = middle
        else:
            high = middle
    return high.replace(microsecond=0)


def _time(hour: str, minute: str | None, half: str | None) -> dt.time | None:
    number, minutes = int(hour), int(minute or 0)
    if half is not None:
        if not 1 <= number <= 12:
            return None
        number = number % 12 + (12 if half == "pm" else 0)
    return dt.time(number % 24, minutes) if minutes < 60 and (number, minutes) <= (24, 0) else None
