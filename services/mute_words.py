"""How long something is not to be heard, as people write it behind its name: "8h", "7d", "until Mon". Pure."""

import datetime as dt
import re
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from services.localtime import clock_time, instant, local_day

USUAL = dt.timedelta(days=7)
LONGEST = dt.timedelta(days=366)

_FOR = re.compile(r"(?:^|\s)(?:for\s+)?(\d{1,4})\s*(m|min|minutes?|h|hours?|d|days?|w|weeks?)\s*$", re.IGNORECASE)
_UNTIL = re.compile(r"(?:^|\s)until\s+(\S.*)$", re.IGNORECASE)
_UNITS = {
    "m": dt.timedelta(minutes=1),
    "h": dt.timedelta(hours=1),
    "d": dt.timedelta(days=1),
    "w": dt.timedelta(weeks=1),
}
_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_DAY_LETTERS = 3  # the fewest that name a weekday
_ISO = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Span:
    """The words before, and until when; ``told``: the words named a time, else it is the usual one."""

    rest: str
    until: dt.datetime
    told: bool = True


def read_span(words: str, now: dt.datetime, zone: ZoneInfo) -> Span | None:
    """What is meant, None where a time is named that makes no sense, is over or lies too far ahead."""
    if found := _FOR.search(words):
        until = now + int(found[1]) * _UNITS[found[2][0].casefold()]
    elif found := _UNTIL.search(words):
        moment = _moment(found[1].casefold().split(), now, zone)
        if moment is None:
            return None
        until = moment
    else:
        return Span(words.strip(), now + USUAL, told=False)
    return Span(words[: found.start()].strip(), until) if now < until <= now + LONGEST else None


def _moment(words: list[str], now: dt.datetime, zone: ZoneInfo) -> dt.datetime | None:
    """The local time that a day, a time, or both mean; a day alone begins at midnight."""
    today = local_day(now, zone)
    day = _day(words[0], today)
    at = clock_time(" ".join(words if day is None else words[1:]))
    if day is not None:
        if len(words) > 1 and at is None:
            return None
        return instant(day, at or dt.time(), zone)
    if at is None:
        return None
    moment = instant(today, at, zone)
    return moment if moment > now else instant(today + dt.timedelta(days=1), at, zone)


def _day(word: str, today: dt.date) -> dt.date | None:
    if word == "tomorrow":
        return today + dt.timedelta(days=1)
    if len(word) >= _DAY_LETTERS:
        for number, name in enumerate(_DAYS):
            if name.startswith(word):
                return today + dt.timedelta(days=(number - today.weekday() - 1) % 7 + 1)
    if not _ISO.fullmatch(word):
        return None
    try:
        return dt.date.fromisoformat(word)
    except ValueError:
        return None
