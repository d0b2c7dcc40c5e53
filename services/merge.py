"""A story's calls become events: each telling has its stock's recent ones grouped anew, so that order is nothing."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import replace

from ratings.identity import RECALLED, Group, Telling
from ratings.model import RatingAction, RatingEvent, Source
from services.calendar import market_day
from services.gathering import Gathering, Known, Placed
from storage.codec import typed_fields
from storage.store import Store

__all__ = ["Placed", "place", "reconsider", "regroup", "told_once"]

# A story may come days after the call it tells of, with a weekend and holidays between.
AROUND = dt.timedelta(days=9)


def place(store: Store, source: Source, actions: Iterable[RatingAction], *, now: dt.datetime) -> list[Placed]:
    """Put each of a story's calls into the event it belongs to; gives every event that is new or changed.

    ``source`` is the story, with any action. Calls on unresolved companies are left out.
    """
    touched: dict[int, Placed] = {}
    told = told_once(actions)
    for action in told:
        new = _telling(replace(source, action=action))
        for placed in Gathering(store, _known(store, new), now, new=new).settle():
            touched[placed.event.id] = placed
    if len(told) < 2:
        return list(touched.values())
    return [placed for placed in touched.values() if store.events.exists(placed.event.id)]


def told_once(actions: Iterable[RatingAction]) -> list[RatingAction]:
    """The calls that can be placed: a story tells one of a firm on a stock, and recollections of others."""
    told: set[tuple[str | None, str | None]] = set()
    found = []
    for action in actions:
        if action.ticker and ((action.ticker, action.firm) not in told or action.stale):
            told.add((action.ticker, action.firm))
            found.append(action)
    return found


def reconsider(store: Store, source: Source, event_id: int, now: dt.datetime) -> list[Placed]:
    """Group anew what lies around a source of an event after it changed, went, or came back.

    ``source`` is as the store has it now; one that is withdrawn is no telling any more.
    """
    changed = _telling(source)
    known = _known(store, changed, event_id)
    tellings = (telling for one in known if one.event.id == event_id for telling in one.tellings)
    new = next((telling for telling in tellings if telling.source.story_id == source.story_id), None)
    return Gathering(store, known, now, new=new, touched=event_id).settle()


def regroup(store: Store, event_id: int, now: dt.datetime) -> RatingEvent:
    """Merge an event's own stories anew, as an owner left them."""
    event = store.events.get(event_id)
    assert event is not None
    group = Group(*map(_telling, event.sources), fixes=typed_fields(store.events.fixes(event_id)))
    store.events.update(event_id, group.call, date=group.date, disputed=group.disputed, now=now)
    merged = store.events.get(event_id)
    assert merged is not None
    return merged


def _telling(source: Source) -> Telling:
    return Telling(source, source.action.date or market_day(source.published))


def _known(store: Store, new: Telling, event_id: int | None = None) -> list[Known]:
    """The events whose tellings may have to be grouped anew, the one of that id among them."""
    assert new.action.ticker is not None
    back = RECALLED if new.is_undated else AROUND
    events = store.events.around(new.action.ticker, new.day - back, new.day + AROUND)
    own = store.events.get(event_id) if event_id is not None else None
    if own is not None and event_id not in {event.id for event in events}:
        events.append(own)
    unnamed = any(source.action.firm is None for event in events for source in event.sources)
    if new.action.firm is not None and not unnamed:  # then other firms' calls have no part in it
        events = [event for event in events if event.call.firm == new.action.firm or event.id == event_id]
    return [_standing(event) for event in events]


def _standing(event: RatingEvent) -> Known:
    return Known(event, tuple(_telling(source) for source in event.sources if not source.withdrawn))
