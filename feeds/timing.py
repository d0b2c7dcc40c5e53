"""When to look at a feed again; docs/reference/timing.md tells the rule."""

import datetime as dt
from enum import Enum

LONGEST_BACKOFF = 86_400.0  # seconds: a broken feed is tried at least once a day
LONGEST_PAUSE = 172_800.0  # seconds: more than two days' Retry-After is a mistake
LONGEST_DEMAND = 3_600.0  # seconds: no news outlet means a longer ttl, max-age or update period than this
SPREAD = 0.1  # the part of a wait by which jitter moves it
MOST_DOUBLINGS = 30
BRISK = 30.0  # seconds: whoever sets a shorter interval wants it at any hour

HOUR, FORTNIGHT = 3_600.0, 14 * 86_400.0


class Hours(Enum):
    """How likely calls are: in the market's hours and before them, after the close, at night and at weekends."""

    OPEN = "open"
    LATE = "late"
    QUIET = "quiet"


# How many intervals a feed waits that told something new within the hour, within a fortnight, or longer ago.
STRETCH = {Hours.OPEN: (1, 1, 2), Hours.LATE: (1, 2, 4), Hours.QUIET: (1, 5, 10)}


def own_pace(interval: float, hours: Hours, lull: float | None) -> float:
    """The seconds that a feed waits of its own accord.

    ``lull`` is how long it has been silent, or is on the average, in seconds; None where nothing is known yet.
    """
    if interval < BRISK:
        return interval
    busy, usual, rare = STRETCH[hours]
    if lull is None or HOUR <= lull < FORTNIGHT:
        return interval * usual
    return interval * (busy if lull < HOUR else rare)


def next_check(
    now: dt.datetime,
    *,
    interval: float,
    failures: int = 0,
    demand: float = 0.0,
    retry_after: float | None = None,
    jitter: float,
) -> dt.datetime:
    """When the feed is due again: after ``interval`` seconds, doubled for each failure in a row up to a day.

    ``jitter`` in [0, 1) makes the wait up to a tenth shorter, so that feeds don't fall into step. ``demand``, the
    seconds that the feed asks for at any time, and ``retry_after``, those it asks for now, are floors that jitter
    only adds to.
    """
    wait = max(interval, min(interval * 2 ** min(failures, MOST_DOUBLINGS), LONGEST_BACKOFF)) * (1 - SPREAD * jitter)
    floor = max(min(demand, LONGEST_DEMAND), clamped(retry_after or 0.0)) * (1 + SPREAD * jitter)
    return now + dt.timedelta(seconds=max(wait, floor))


def clamped(seconds: float) -> float:
    """A pause that an outlet may ask for."""
    return min(max(seconds, 0.0), LONGEST_PAUSE)
