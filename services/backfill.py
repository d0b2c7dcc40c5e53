"""Old stories and records become history: stored and merged like any other, told to nobody."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from services.read import Reading
from services.record import Rules, record
from storage.store import Store


@dataclass(frozen=True, slots=True)
class Origin:
    """Where old stories come from: a key that stays the same, and what they are called where they name no outlet."""

    key: str
    name: str


def take_in(store: Store, origin: Origin, readings: Iterable[Reading], *, now: dt.datetime, rules: Rules) -> int:
    """Put these into the history, all of them or none; gives how many were not known before.

    The origin's feed is never primed, and what an unprimed feed brings is nobody's news.
    """
    with store.transaction():
        feed = store.archive.origin(f"backfill:{origin.key}", origin.name, now)
        new = [one for one in readings if not _is_known(store, one)]
        return record(store, feed, new, now=now, rules=rules).stories


def _is_known(store: Store, reading: Reading) -> bool:
    """Whether a feed of ours told this very story; its address alone may be shared by several."""
    story = reading.story
    return story.url is not None and store.archive.holds(story.url, story.title)
