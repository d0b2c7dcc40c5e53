"""One call on a line or two, as lists of calls show it."""

import datetime as dt
from collections.abc import Iterable

from messages.fields import cashtag, disputes, facts, firm
from messages.html import bold, link
from messages.moves import move
from messages.sources import outlets
from messages.times import day, days_ago
from messages.tongue import tr
from ratings.model import RatingEvent


def newest(events: Iterable[RatingEvent]) -> list[RatingEvent]:
    """The events by the day of the call, the newest first."""
    return sorted(events, key=lambda event: (event.date, event.seen, event.id), reverse=True)


def by_firm(events: Iterable[RatingEvent]) -> list[tuple[RatingEvent, ...]]:
    """Each firm's events, newest first; calls of unknown firms stay single, for they may be of different ones."""
    firms: dict[str | int, list[RatingEvent]] = {}
    for event in newest(events):
        firms.setdefault(event.call.firm or event.id, []).append(event)
    return [tuple(calls) for calls in firms.values()]


def row(event: RatingEvent, *, now: dt.datetime | None = None, tagged: bool = False) -> str:
    """What was done by whom, on which day; below, rating and target, and where sources differ.

    ``now`` adds how long ago that was, ``tagged`` names the stock.
    """
    done = move(event.call)
    what = bold(f"{cashtag(event.ticker)} · {firm(event.call)}" if tagged else firm(event.call))
    marks = f" · {tr('told in a recap')}" if event.call.stale else ""
    first = f"{done.icon} {what} · {dated(event)}{f', {days_ago(event.date, now)}' if now else ''}{marks}"
    return "\n".join((first, *facts(event.call), *disputes(event)))


def line(event: RatingEvent) -> str:
    """A call in one line: mark, stock, firm, day."""
    done = move(event.call)
    told = tr("{move} by {firm}, {day}", move=done.said, firm=firm(event.call), day=day(event.date))
    return f"{done.icon} {told}"


def dated(event: RatingEvent) -> str:
    """The day of the call, linked to the first story that has an address."""
    url = next((source.url for source in outlets(event.sources) if source.url), None)
    return link(url, day(event.date))
