"""A story's calls become events: each telling has its stock's recent ones grouped anew, so that order is nothing."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from ratings.identity import RECALLED, Group, Telling, fitting, group_tellings
from ratings.model import RatingAction, RatingEvent, Source
from services.calendar import market_day, trading_distance
from storage.codec import typed_fields
from storage.store import Store

# A story may come days after the call it tells of, with a weekend and holidays between.
AROUND = dt.timedelta(days=9)


@dataclass(frozen=True, slots=True)
class Placed:
    """An event that a story touched: the one its call belongs to, or one that had to give or take a telling.

    ``news``: nobody told of it before, other than as a recollection.
    """

    event: RatingEvent
    news: bool


@dataclass(frozen=True, slots=True)
class _Known:
    """A stored event and its tellings."""

    event: RatingEvent
    tellings: tuple[Telling, ...]


def place(store: Store, source: Source, actions: Iterable[RatingAction], *, now: dt.datetime) -> list[Placed]:
    """Put each of a story's calls into the event it belongs to; gives every event that is new or changed.

    ``source`` is the story, with any action. Calls on unresolved companies are left out.
    """
    touched: dict[int, Placed] = {}
    told: set[tuple[str | None, str | None]] = set()
    for action in actions:
        # A story tells one call of a firm on a stock; what it says of it elsewhere is a recollection of another.
        if action.ticker and ((action.ticker, action.firm) not in told or action.stale):
            told.add((action.ticker, action.firm))
            for placed in _place_one(store, source, action, now):
                touched[placed.event.id] = placed
    return [placed for placed in touched.values() if store.events.exists(placed.event.id)]


def _place_one(store: Store, source: Source, action: RatingAction, now: dt.datetime) -> list[Placed]:
    new = _telling(replace(source, action=action))
    known = _known(store, new)
    homes = {id(telling): event for event in known for telling in event.tellings}
    fixed = _fixed_groups(store, known)
    bound = {id(telling) for group in fixed for telling in group.tellings}
    free = [telling for event in known for telling in event.tellings if id(telling) not in bound]
    groups = group_tellings([new, *free], trading_distance, fixed)
    return _store(store, new, _settle(groups, known, homes), homes, now)


def _fixed_groups(store: Store, known: Sequence[_Known]) -> list[Group]:
    """The calls that an owner had a hand in: their stories stay, and what was set right stands."""
    pinned = store.events.pinned([one.event.id for one in known])
    groups = []
    for one in known:
        bound = [telling for telling in one.tellings if telling.source.story_id in pinned.get(one.event.id, ())]
        if bound:
            fixes = typed_fields(store.events.fixes(one.event.id))
            groups.append(Group(*bound, fixes=fixes))
    return groups


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


def _known(store: Store, new: Telling) -> list[_Known]:
    """The events whose tellings may have to be grouped anew."""
    assert new.action.ticker is not None
    back = RECALLED if new.is_undated else AROUND
    events = store.events.around(new.action.ticker, new.day - back, new.day + AROUND)
    unnamed = any(source.action.firm is None for event in events for source in event.sources)
    if new.action.firm is not None and not unnamed:  # then other firms' calls have no part in it
        events = [event for event in events if event.call.firm == new.action.firm]
    return [_Known(event, tuple(_telling(source) for source in event.sources)) for event in events]


def _settle(
    groups: Sequence[Group], known: Sequence[_Known], homes: Mapping[int, _Known]
) -> list[tuple[Group, _Known | None]]:
    """Each group with the stored event that it goes on as: the one that most of its tellings come from."""
    wishes = []
    for group in groups:
        shares = Counter(homes[id(telling)].event.id for telling in group.tellings if id(telling) in homes)
        wishes += [(-count, group.call.firm is None, event_id, group) for event_id, count in shares.items()]
    events = {one.event.id: one for one in known}
    chosen: dict[int, _Known] = {}
    for _, _, event_id, group in sorted(wishes, key=lambda wish: wish[:3]):
        if id(group) not in chosen and event_id in events:
            chosen[id(group)] = events.pop(event_id)
    return [(group, chosen.get(id(group))) for group in groups]


def _store(
    store: Store,
    new: Telling,
    settled: Sequence[tuple[Group, _Known | None]],
    homes: Mapping[int, _Known],
    now: dt.datetime,
) -> list[Placed]:
    placed = []
    at: dict[int, int] = {}  # telling -> the event it is in now
    for group, home in settled:
        changed = home is None or {id(t) for t in group.tellings} != {id(t) for t in home.tellings}
        event_id = home.event.id if home else store.events.add(group.call, date=group.date, now=now)
        at |= {id(telling): event_id for telling in group.tellings}
        if changed:
            _fill(store, event_id, group, homes)
            store.events.update(event_id, group.call, date=group.date, disputed=group.disputed, now=now)
            event = _event(event_id, group, home, now)
            tells = any(told is new for told in group.tellings) and _tells(new, [g for g, _ in settled])
            if tells:
                store.events.mark_told(event_id)
            placed.append(Placed(event, news=tells and not (home and home.event.told)))
    kept = {home.event.id for _, home in settled if home}
    for one in {one.event.id: one for one in homes.values() if one.event.id not in kept}.values():
        store.events.retire(one.event.id, at[id(one.tellings[0])])
    return placed


def _event(event_id: int, group: Group, home: _Known | None, now: dt.datetime) -> RatingEvent:
    sources = sorted((telling.source for telling in group.tellings), key=lambda one: (one.published, one.story_id))
    return RatingEvent(
        id=event_id,
        call=group.call,
        date=group.date,
        seen=home.event.seen if home else now,
        updated=now,
        sources=tuple(sources),
        disputed=tuple(group.disputed),
        retracted=home is not None and home.event.retracted,
        told=home is not None and home.event.told,
    )


def _fill(store: Store, event_id: int, group: Group, homes: Mapping[int, _Known]) -> None:
    for telling in group.tellings:
        home = homes.get(id(telling))
        if home is None:
            store.events.add_source(event_id, telling.source.story_id, telling.action)
        elif home.event.id != event_id:
            store.events.move_source(telling.source.story_id, home.event.id, event_id)


def _tells(new: Telling, groups: Sequence[Group]) -> bool:
    """Whether a telling brings its call as news, not as a recollection, and leaves no doubt which call it is."""
    if new.action.stale:
        return False
    # Without a firm it may be of several calls; people are told of those by whoever names the firm.
    return new.action.firm is not None or len(fitting(new, groups, trading_distance)) < 2
