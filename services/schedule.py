"""What is known of a feed after a look: its pace, its moves, and when it is looked at again; pure."""

import datetime as dt
from dataclasses import dataclass

from feeds.errors import FeedError, FeedGoneError, FetchError
from feeds.facts import Facts
from feeds.model import Terms, Validators
from feeds.timing import next_check, own_pace
from services.hours import hours
from storage.feeds import FeedState

DAY = dt.timedelta(days=1)
LASTING = dt.timedelta(days=7)  # that a permanent redirect must lead to one place before we go there ourselves
ENOUGH = 20  # times that it must have done so
DOUBTS = 3  # failures in a row at the new address, after which the old one is asked again
INERTIA = 0.7  # what the gaps before weigh in the mean


@dataclass(frozen=True, slots=True, kw_only=True)
class Brought:
    """What a look brought: ``new`` entries with their ``calls``; ``facts`` is None where the body wasn't read.

    ``body`` is the mark of the body, None where the outlet only said that nothing changed.
    """

    validators: Validators
    terms: Terms
    body: str | None = None
    facts: Facts | None = None
    new: int = 0
    calls: int = 0


def succeeded(feed: FeedState, brought: Brought, *, now: dt.datetime, interval: float, jitter: float) -> FeedState:
    """The feed after a look that worked."""
    told, gap = _pace(feed, brought.new, now)
    facts = brought.facts or feed  # which holds what it said of itself before
    lull = None if told is None else max((now - told).total_seconds(), gap or 0.0)
    due = next_check(
        now,
        interval=own_pace(interval, hours(now), lull),
        demand=max(facts.demand, brought.terms.fresh),
        jitter=jitter,
    )
    known = feed._replace(
        primed=True,
        etag=brought.validators.etag,
        modified=brought.validators.modified,
        next_check=due,
        last_success=now,
        failures=0,
        error=None,
        entries=feed.entries + brought.new,
        calls=feed.calls + brought.calls,
        body=brought.body or feed.body,
        whole=now if brought.body or feed.whole is None else feed.whole,
        demand=facts.demand,
        told=told,
        gap=gap,
        gone=None,
        hub=brought.terms.hub or facts.hub,
        topic=brought.terms.topic or facts.topic,
    )
    return known if brought.terms.moved is None and feed.moved is None else _moved(known, brought.terms.moved, now)


def failed(feed: FeedState, error: FeedError, *, now: dt.datetime, interval: float, jitter: float) -> FeedState:
    """The feed after a look that didn't work; what was known before stays true."""
    failures = feed.failures + 1
    gone = (feed.gone or now) if isinstance(error, FeedGoneError) else feed.gone
    pause = error.retry_after if isinstance(error, FetchError) else None
    if isinstance(error, FeedGoneError):
        pause = DAY.total_seconds()
    due = next_check(now, interval=interval, failures=failures, retry_after=pause, jitter=jitter)
    known = feed._replace(failures=failures, error=error.reason, next_check=due, gone=gone)
    if feed.address is not None and failures >= DOUBTS:
        known = known._replace(address=None, moved=None, moved_since=None, moves=0)
    return known


def rested(feed: FeedState, seconds: float, *, now: dt.datetime) -> FeedState:
    """The feed whose host wanted a pause before it was asked: nothing happened but the time."""
    return feed._replace(next_check=now + dt.timedelta(seconds=seconds))


def is_gone(feed: FeedState, error: FeedError, now: dt.datetime) -> bool:
    """Whether the outlet says for the second time, a day after the first, that the feed is gone for good."""
    return isinstance(error, FeedGoneError) and feed.gone is not None and now - feed.gone >= DAY


def is_stuck(feed: FeedState, now: dt.datetime) -> bool:
    """Whether the feed has not come in full for a day: some outlets say "unchanged" for ever."""
    return feed.whole is None or now - feed.whole >= DAY


def _pace(feed: FeedState, new: int, now: dt.datetime) -> tuple[dt.datetime | None, float | None]:
    if not new:
        return feed.told, feed.gap
    if not feed.primed or feed.told is None:
        return now, feed.gap
    gap = (now - feed.told).total_seconds() / new
    return now, gap if feed.gap is None else INERTIA * feed.gap + (1 - INERTIA) * gap


def _moved(feed: FeedState, to: str | None, now: dt.datetime) -> FeedState:
    if to is None:  # asked at its new address, or no longer redirected
        return feed if feed.address is not None else feed._replace(moved=None, moved_since=None, moves=0)
    if to != feed.moved or feed.moved_since is None:
        return feed._replace(moved=to, moved_since=now, moves=1)
    moves = feed.moves + 1
    lasting = moves >= ENOUGH and now - feed.moved_since >= LASTING
    return feed._replace(moves=moves, address=to if lasting else feed.address)
