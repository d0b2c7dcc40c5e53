"""A story that tells otherwise than before: read again with its article, set right by its source, or taken back."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import replace

from ratings.model import RatingAction, Source
from services.merge import Placed, place, reconsider, told_once
from storage.store import Store
from storage.stories import StoredStory


def retell(store: Store, kept: StoredStory, actions: Iterable[RatingAction], *, now: dt.datetime) -> list[Placed]:
    """Let a stored story tell these calls instead of those it told; gives every event that is new or changed."""
    earlier = store.events.told_by(kept.id)
    touched: list[Placed] = []
    new = []
    for action in told_once(actions):
        home = _home(earlier, action)
        if home is None:
            new.append(action)
            continue
        earlier.remove(home)
        event_id, source = home
        if source.withdrawn or source.action != action:
            store.events.reword(event_id, kept.id, action)
            touched += _stand(store, replace(source, action=action), event_id, now)
    for event_id, source in earlier:  # it tells of them no more
        touched += _withdraw(store, source, event_id, now)
    return _lasting(store, [*touched, *place(store, kept.source, new, now=now)])


def take_back(store: Store, story_id: int, *, now: dt.datetime) -> list[Placed]:
    """A story is gone; what it alone told is retracted. Gives every event that changed."""
    told = store.events.told_by(story_id)
    return _lasting(store, [one for event_id, source in told for one in _withdraw(store, source, event_id, now)])


def bring_back(store: Store, story_id: int, *, now: dt.datetime) -> list[Placed]:
    """A story that was gone is there again, and so is what it told. Gives every event that changed."""
    touched: list[Placed] = []
    for event_id, source in store.events.told_by(story_id):
        store.events.withdraw(event_id, story_id, withdrawn=False)
        touched += _stand(store, source, event_id, now)
    return _lasting(store, touched)


def _withdraw(store: Store, source: Source, event_id: int, now: dt.datetime) -> list[Placed]:
    """An event loses one of its sources; the last one takes the call with it."""
    store.events.withdraw(event_id, source.story_id, withdrawn=True)
    placed = reconsider(store, source, event_id, now)
    left = store.events.get(event_id)
    if left is not None and not left.retracted and all(source.withdrawn for source in left.sources):
        store.events.retract(event_id, now)
        placed.append(Placed(replace(left, retracted=True), news=False))
    return placed


def _stand(store: Store, source: Source, event_id: int, now: dt.datetime) -> list[Placed]:
    """A source stands again, or otherwise; that there was no such call only an owner may say then."""
    event = store.events.get(event_id)
    assert event is not None
    if event.retracted and all(deed.what != "retract" for deed in store.reviews.deeds(event_id)):
        store.events.retract(event_id, now, retracted=False)
    return reconsider(store, source, event_id, now)


def _home(earlier: Sequence[tuple[int, Source]], action: RatingAction) -> tuple[int, Source] | None:
    """Where the story's earlier telling of this call lies."""
    same = [one for one in earlier if one[1].action.ticker == action.ticker]
    named = [one for one in same if one[1].action.firm == action.firm]
    unnamed = [one for one in same if None in (one[1].action.firm, action.firm)]
    return next(iter(named or unnamed), None)


def _lasting(store: Store, touched: Sequence[Placed]) -> list[Placed]:
    """Each event once, as it was left, those that are still there."""
    last = {placed.event.id: placed for placed in touched}
    news = {placed.event.id for placed in touched if placed.news}
    return [replace(one, news=key in news) for key, one in last.items() if store.events.exists(key)]
