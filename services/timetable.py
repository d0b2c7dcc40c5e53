"""When a digest is due: once a local day or week, whatever clocks do. Pure."""

import datetime as dt
from dataclasses import dataclass
from typing import Self
from zoneinfo import ZoneInfo

from services.localtime import clock_time, instant, local_day

DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
MORNING = dt.time(8)
AHEAD = 17  # days: a week, and one more where a digest of a day to come was sent already
JUMP = dt.timedelta(days=2)  # what a digest may lie ahead of today; more is a clock that was wrong


@dataclass(frozen=True, slots=True, kw_only=True)
class Timetable:
    """A time of the local day, on each day or on one ``weekday`` (0 is Monday)."""

    at: dt.time
    weekday: int | None = None

    @classmethod
    def read(cls, words: str) -> Self | None:
        """What "daily 08:00" or "weekly Mon 8am" means; None for other words."""
        every, *rest = words.casefold().split() or [""]
        weekday = None
        if every == "weekly":
            weekday = _weekday(rest[0]) if rest else 0
            rest = rest[1:]
            if weekday is None:
                return None
        elif every != "daily":
            return None
        at = clock_time(" ".join(rest)) if rest else MORNING
        return None if at is None else cls(at=at, weekday=weekday)

    def __str__(self) -> str:
        """The words that ``read`` reads."""
        return f"daily {self.at:%H:%M}" if self.weekday is None else f"weekly {DAYS[self.weekday]} {self.at:%H:%M}"

    @property
    def span(self) -> dt.timedelta:
        """The time that one digest covers."""
        return dt.timedelta(days=1 if self.weekday is None else 7)

    def next(self, now: dt.datetime, zone: ZoneInfo, last: dt.date | None) -> dt.datetime:
        """The next run after now, on a day after the ``last`` one that had a digest."""
        today = local_day(now, zone)
        days = (today + dt.timedelta(days=n) for n in range(AHEAD))
        runs = ((day, instant(day, self.at, zone)) for day in days if self._falls_on(day, last))
        return next(run for day, run in runs if run > now and local_day(run, zone) == day)

    def latest(self, now: dt.datetime, zone: ZoneInfo) -> dt.date:
        """The local day of the run that was due last."""
        today = local_day(now, zone)
        days = (today - dt.timedelta(days=n) for n in range(AHEAD))
        return next(day for day in days if self._falls_on(day, None) and instant(day, self.at, zone) <= now)

    def _falls_on(self, day: dt.date, last: dt.date | None) -> bool:
        return self.weekday in (None, day.weekday()) and (last is None or day > last)


def believable(last: dt.date | None, now: dt.datetime, zone: ZoneInfo) -> dt.date | None:
    """The day of the last digest, or today where it was made by a clock that went far ahead."""
    today = local_day(now, zone)
    return today if last is not None and last - today > JUMP else last


def next_morning(now: dt.datetime, zone: ZoneInfo) -> dt.datetime:
    """Eight o'clock on the next local day."""
    return instant(local_day(now, zone) + dt.timedelta(days=1), MORNING, zone)


def _weekday(word: str) -> int | None:
    found = [number for number, day in enumerate(DAYS) if word[:3] == day.casefold()]
    return found[0] if found else None
