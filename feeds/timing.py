"""When to look at a feed again."""

import datetime as dt

LONGEST_BACKOFF = 86_400.0  # seconds: a broken feed is tried at least once a day
LONGEST_PAUSE = 172_800.0  # seconds: more than two days' Retry-After is a mistake
SPREAD = 0.1  # the part of a wait by which jitter moves it
MOST_DOUBLINGS = 30


def next_check(
    now: dt.datetime, *, interval: float, failures: int, retry_after: float | None, jitter: float
) -> dt.datetime:
    """When the feed is due again: after ``interval`` seconds, doubled for each failure in a row up to a day.

    ``jitter`` in [0, 1) makes the wait up to a tenth shorter, so that feeds don't fall into step. ``retry_after``,
    the outlet's own wish, is a floor that jitter only adds to.
    """
    wait = max(interval, min(interval * 2 ** min(failures, MOST_DOUBLINGS), LONGEST_BACKOFF)) * (1 - SPREAD * jitter)
    if retry_after is not None:
        wait = max(wait, clamped(retry_after) * (1 + SPREAD * jitter))
    return now + dt.timedelta(seconds=wait)


def clamped(seconds: float) -> float:
    """A pause that an outlet may ask for."""
    return min(max(seconds, 0.0), LONGEST_PAUSE)
