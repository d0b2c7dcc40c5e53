"""A month of two hundred feeds by the rule alone: no outlet is asked while it wants to be left alone."""

import datetime as dt
import random

from feeds.errors import FetchError
from feeds.model import Terms, Validators
from services.schedule import Brought, failed, is_stuck, succeeded
from storage.feeds import FeedState

BEGIN = dt.datetime(2025, 11, 3, tzinfo=dt.UTC)
DAYS, FEEDS, INTERVAL = 30, 200, 1800.0
LEAST_CONDITIONAL = 0.95


def known(number: int) -> FeedState:
    """A feed that was read once."""
    return FeedState(
        id=number, url=f"https://h{number}.example/rss", name=f"h{number}", primed=True, etag='"1"', modified=None,
        next_check=BEGIN, last_success=BEGIN, failures=0, error=None, entries=1, calls=0, body="b", whole=BEGIN,
    )  # fmt: skip


def test_month() -> None:
    """Nobody is asked within a Retry-After or a max-age, and nearly all questions name what is known already."""
    asked = conditional = early = 0
    for number in range(FEEDS):
        draw, feed, alone_until = random.Random(number), known(number), BEGIN
        fresh = draw.choice((0.0, 60.0, 900.0, 3600.0))
        while feed.next_check < BEGIN + dt.timedelta(days=DAYS):
            now = feed.next_check
            early += now < alone_until
            asked += 1
            conditional += feed.etag is not None and not is_stuck(feed, now)
            feed, alone = look(feed, now, fresh, draw)
            alone_until = now + dt.timedelta(seconds=alone)
    assert asked > FEEDS * DAYS
    assert early == 0
    assert conditional >= LEAST_CONDITIONAL * asked


def look(feed: FeedState, now: dt.datetime, fresh: float, draw: random.Random) -> tuple[FeedState, float]:
    """The feed after a look, and for how many seconds its outlet then wants to be left alone."""
    if draw.random() < 0.02:
        pause = draw.choice((30.0, 7200.0, 86_400.0, 172_800.0))
        error = FetchError(feed.url, "busy (503)", retry_after=pause)
        return failed(feed, error, now=now, interval=INTERVAL, jitter=draw.random()), pause
    new = draw.random() < 0.1
    body = f"{draw.random()}" if new or is_stuck(feed, now) else None
    brought = Brought(validators=Validators(etag='"2"'), terms=Terms(fresh=fresh), body=body, new=int(new))
    return succeeded(feed, brought, now=now, interval=INTERVAL, jitter=draw.random())._replace(etag='"2"'), fresh
