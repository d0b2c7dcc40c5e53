"""How the bot fares, as everybody sees it."""

import datetime as dt
from dataclasses import replace

from messages.feed_views import FeedRow, FeedsView
from messages.health import status
from messages.html import plain
from messages.views import StatusView

NOW = dt.datetime(2025, 11, 24, 12, 0, tzinfo=dt.UTC)
FINE = FeedRow(id=1, name="Benzinga", feeds=1, last_success=NOW - dt.timedelta(minutes=2))
STATUS = StatusView(
    feeds=FeedsView(rows=(FINE,), delay=dt.timedelta(minutes=3), now=NOW),
    stories=1200,
    events=1,
    queue=0,
    started=NOW - dt.timedelta(days=3),
    now=NOW,
    version="0.1.0",
)


def with_feeds(*rows: FeedRow) -> list[str]:
    return plain(status(replace(STATUS, feeds=replace(STATUS.feeds, rows=rows))).html).splitlines()


def test_status() -> None:
    """A healthy bot tells how fresh its feeds are, how soon alerts come and how much it has read."""
    assert plain(status(STATUS).html).splitlines() == [
        "All is well",
        "1 feed, all fine",
        "Newest look: 2 minutes ago",
        "From publication to the first alert: 3 minutes (median)",
        "Read: 1,200 stories, 1 call",
        "Waiting to be sent: 0 alerts",
        "Version 0.1.0, up for 3 days",
    ]


def test_failing_feeds() -> None:
    """A feed that fails is named, with how long and since when; of a template, how many of its feeds."""
    hours = NOW - dt.timedelta(hours=2)
    failing = FeedRow(id=2, name="<TheFly>", feeds=1, failing=1, failures=3, last_success=hours)
    silent = FeedRow(id=3, name="Quiet", feeds=1, failing=1, failures=1)
    many = FeedRow(id=4, name="Daily", feeds=40, failing=2, failures=9, last_success=hours)
    lines = with_feeds(FINE, failing, silent, many)
    assert lines[:2] == ["Some feeds are failing", "Feeds: 39 fine, 4 failing"]
    assert "⚠️ <TheFly>: 3 failures in a row, last read 2 hours ago" in lines
    assert "⚠️ Quiet: 1 failure in a row, never read yet" in lines
    assert "⚠️ Daily: 2 of 40 feeds fail, last read 2 hours ago" in lines


def test_without_feeds() -> None:
    """A bot without feeds does not claim to be well."""
    assert with_feeds()[:2] == ["No feeds are set up yet", "Read: 1,200 stories, 1 call"]
