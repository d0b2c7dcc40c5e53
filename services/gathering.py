"""A stock's tellings grouped anew, and stored as the events that they go on as."""

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from ratings.identity import Group, Telling, fitting, group_tellings
from ratings.model import RatingEvent
from services.calendar import trading_distance
from storage.codec import typed_fields
from storage.store import Store


@dataclass(frozen=True, slots=True)
class Placed:
    """An event that a story touched: the one its call belongs to, or one that had to give or take a telling.

    ``news``: nobody told of it before, other than as a recollection.
    """

    event: RatingEvent
    news: bool


@dataclass(frozen=True, slots=True)
class Known:
    """A stored event and its tellings, those that its outlets stand by."""

    event: RatingEvent
    tellings: tuple[Telling, ...]


class Gathering:
    """The events around a telling that is new, or that changed or went in the event ``touched``."""

    def __init__(
        self,
        store: Store,
        known: Sequence[Known],
        now: dt.datetime,
        *,
        new: Telling | None = None,
        touched: int | None = None,
    ) -> None:
        self._store = store
        self._known = known
        self._now = now
        self._new = new
        self._touched = touched
        self._homes = {id(telling): one for one in known for telling in one.tellings}

    def settle(self) -> list[Placed]:
        """Group the tellings anew and store what differs; gives every event that is new or changed."""
        settled = self._settled(self._groups())
        placed = []
        at: dict[int, int] = {}  # telling -> the event it is in now
        for group, home in settled:
            if home is not None and not self._is_changed(group, home):
                event_id = home.event.id
            else:
                tells = self._tells(group, [group for group, _ in settled])
                placed.append(self._write(group, home, tells=tells))
                event_id = placed[-1].event.id
            at |= {id(telling): event_id for telling in group.tellings}
        kept = {home.event.id for _, home in settled if home}
        for one in {one.event.id: one for one in self._homes.values() if one.event.id not in kept}.values():
            self._store.events.retire(one.event.id, at[id(one.tellings[0])])
        return placed

    def _groups(self) -> list[Group]:
        fixed = self._fixed()
        bound = {id(telling) for group in fixed for telling in group.tellings}
        free = [telling for one in self._known for telling in one.tellings if id(telling) not in bound]
        if self._new and id(self._new) not in self._homes:
            free.insert(0, self._new)
        return group_tellings(free, trading_distance, fixed)

    def _fixed(self) -> list[Group]:
        """The calls that an owner had a hand in: their stories stay, and what was set right stands."""
        pinned = self._store.events.pinned([one.event.id for one in self._known])
        groups = []
        for one in self._known:
            bound = [telling for telling in one.tellings if telling.source.story_id in pinned.get(one.event.id, ())]
            if bound:
                fixes = typed_fields(self._store.events.fixes(one.event.id))
                groups.append(Group(*bound, fixes=fixes))
        return groups

    def _settled(self, groups: Sequence[Group]) -> list[tuple[Group, Known | None]]:
        """Each group with the stored event that it goes on as: the one that most of its tellings come from."""
        wishes = []
        for group in groups:
            homes = (self._homes.get(id(telling)) for telling in group.tellings)
            shares = Counter(home.event.id for home in homes if home)
            wishes += [(-count, group.call.firm is None, event_id, group) for event_id, count in shares.items()]
        events = {one.event.id: one for one in self._known}
        chosen: dict[int, Known] = {}
        for _, _, event_id, group in sorted(wishes, key=lambda wish: wish[:3]):
            if id(group) not in chosen and event_id in events:
                chosen[id(group)] = events.pop(event_id)
        return [(group, chosen.get(id(group))) for group in groups]

    def _is_changed(self, group: Group, home: Known) -> bool:
        if home.event.id == self._touched:
            return True
        return {id(telling) for telling in group.tellings} != {id(telling) for telling in home.tellings}

    def _write(self, group: Group, home: Known | None, *, tells: bool) -> Placed:
        events, call, date, disputed = self._store.events, group.call, group.date, group.disputed
        if home is None:
            event_id = events.add(call, date=date, disputed=disputed, told=tells, now=self._now)
        else:
            event_id = home.event.id
            events.update(event_id, call, date=date, disputed=disputed, told=tells, now=self._now)
        self._fill(event_id, group)
        return Placed(self._event(event_id, group, home), news=tells and not (home and home.event.told))

    def _fill(self, event_id: int, group: Group) -> None:
        for telling in group.tellings:
            home = self._homes.get(id(telling))
            if home is None:
                self._store.events.add_source(event_id, telling.source.story_id, telling.action)
            elif home.event.id != event_id:
                self._store.events.move_source(telling.source.story_id, home.event.id, event_id)

    def _event(self, event_id: int, group: Group, home: Known | None) -> RatingEvent:
        sources = sorted((telling.source for telling in group.tellings), key=lambda one: (one.published, one.story_id))
        return RatingEvent(
            id=event_id,
            call=group.call,
            date=group.date,
            seen=home.event.seen if home else self._now,
            updated=self._now,
            sources=tuple(sources),
            disputed=tuple(group.disputed),
            retracted=home is not None and home.event.retracted,
            told=home is not None and home.event.told,
        )

    def _tells(self, group: Group, groups: Sequence[Group]) -> bool:
        """Whether the new telling brings this call as news, no recollection, and leaves no doubt which call it is."""
        new = self._new
        if new is None or new.action.stale or not any(telling is new for telling in group.tellings):
            return False
        # Without a firm it may be of several calls; people are told of those by whoever names the firm.
        return new.action.firm is not None or len(fitting(new, groups, trading_distance)) < 2
