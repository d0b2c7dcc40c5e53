"""Old stories and records become history: stored and merged like any other, told to nobody."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from services.read import Reading
from services.record import Rules, record, rerecord
from storage.store import Store
from storage.stories import StoredStory


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
        told = list(readings)
        unseen = store.stories.unseen(feed.id, [one.guid for one in told])
        first = {one.guid: one for one in reversed(told) if one.guid in unseen}
        new = [one for one in told if first.get(one.guid) is one and not _is_known(store, one)]
        count = record(store, feed, new, now=now, rules=rules).stories
        for one in told:
            if first.get(one.guid) is not one:
                _set_right(store, feed.id, one, now, rules)
        return count


def _set_right(store: Store, feed_id: int, reading: Reading, now: dt.datetime, rules: Rules) -> None:
    """Read a record again that was corrected since it was taken in."""
    kept = store.stories.find(feed_id, reading.guid)
    if kept is not None and _is_newer(reading, kept):
        rerecord(store, kept, reading, now=now, rules=rules, silent=True)


def _is_newer(reading: Reading, kept: StoredStory) -> bool:
    """Whether a record was set right since; one that doesn't say when is taken at its last word."""
    if reading.revised is not None and kept.revised is not None:
        return reading.revised > kept.revised
    return reading.story.text != kept.story.text


def _is_known(store: Store, reading: Reading) -> bool:
    """Whether a feed of ours told this very story; its address alone may be shared by several."""
    story = reading.story
    return story.url is not None and store.archive.holds(story.url, story.title)
