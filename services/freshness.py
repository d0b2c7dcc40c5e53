"""How the feeds fare: each outlet's health, and how long news takes from publication to the first alert."""

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from statistics import median

from feeds.templates import is_template
from messages.feed_views import FeedRow, FeedsView
from storage.outlets import Health, Outlet
from storage.store import Store

CALLS = 300  # newest calls whose delay counts


def feeds_view(store: Store, now: dt.datetime) -> FeedsView:
    """Every outlet that is on, those of the settings that are off, and feeds that belong to none."""
    health = store.outlets.health()
    of_outlet = {one.outlet_id: one for one in health}
    delays = defaultdict(list)
    for outlet_id, delay in store.outlets.delays(CALLS):
        delays[outlet_id].append(delay)
    shown = [outlet for outlet in store.outlets.all() if outlet.configured or outlet.state == "on"]
    rows = [_row(outlet, of_outlet.get(outlet.id), delays[outlet.id]) for outlet in shown]
    rows += [_faring(FeedRow(id=0, name=one.name), one) for one in health if one.outlet_id is None]
    return FeedsView(rows=tuple(rows), delay=_middle([delay for some in delays.values() for delay in some]), now=now)


def _row(outlet: Outlet, health: Health | None, delays: Sequence[dt.timedelta]) -> FeedRow:
    row = FeedRow(
        id=outlet.id,
        name=outlet.name,
        url=outlet.url,
        configured=outlet.configured,
        on=outlet.state == "on",
        template=is_template(outlet.url),
        delay=_middle(delays),
    )
    return _faring(row, health) if health else row


def _faring(row: FeedRow, health: Health) -> FeedRow:
    return replace(
        row,
        feeds=health.feeds,
        gone=health.gone,
        failing=health.failing,
        waiting=health.waiting,
        failures=health.failures,
        error=health.error,
        last_success=health.last_success,
        next_check=health.next_check,
        entries=health.entries,
        calls=health.calls,
    )


def _middle(delays: Sequence[dt.timedelta]) -> dt.timedelta | None:
    return dt.timedelta(seconds=median(delay.total_seconds() for delay in delays)) if delays else None
