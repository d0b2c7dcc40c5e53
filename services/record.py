"""What was read becomes memory: stories, events and the alerts they cause, in one transaction."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, replace

from ratings.model import RatingAction, RatingEvent, Source
from services.match import queue
from services.merge import place
from services.read import Reading, wanted_again
from services.retell import retell
from storage.feeds import FeedState
from storage.store import Store
from storage.stories import StoredStory


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """The host's wishes: seconds between polls, what is fresh, how long pieces of one note are gathered."""

    interval: float
    fresh: dt.timedelta
    settle: dt.timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded:
    """What came of it."""

    stories: int = 0
    events: tuple[RatingEvent, ...] = ()
    alerts: int = 0

    def __add__(self, other: "Recorded") -> "Recorded":
        return Recorded(
            stories=self.stories + other.stories,
            events=self.events + other.events,
            alerts=self.alerts + other.alerts,
        )


def record(
    store: Store, feed: FeedState, readings: Iterable[Reading], *, now: dt.datetime, rules: Rules, away: bool = False
) -> Recorded:
    """Store what was read: every story with its events and alerts, or nothing.

    ``away``: the stories came out while the bot was not there to see.
    """
    recorded = Recorded()
    with store.transaction():
        for reading in readings:
            recorded += _record_one(store, feed, reading, now, rules, away)
    return recorded


def rerecord(
    store: Store, kept: StoredStory, reading: Reading, *, now: dt.datetime, rules: Rules, silent: bool = False
) -> None:
    """Let a stored story read like this from now on; whoever was told of its calls sees the difference.

    ``silent``: what is news in it is told to nobody.
    """
    published = min(reading.story.published or kept.published, now)
    store.stories.replace(kept.id, reading.story, published=published, revised=reading.revised)
    again = store.stories.get(kept.id)
    assert again is not None
    placed = retell(store, again, reading.actions, now=now)
    if silent:
        placed = [replace(one, news=False) for one in placed]
    queue(store, kept.id, placed, now=now, settle=rules.settle, fresh=rules.fresh)


def _record_one(
    store: Store, feed: FeedState, reading: Reading, now: dt.datetime, rules: Rules, away: bool
) -> Recorded:
    story = reading.story
    published = min(story.published or now, now)  # a date in the future is a mistake of the outlet's clock
    outlet = story.publisher or feed.name
    story_id = store.stories.add(
        feed.id, reading.guid, story, outlet=outlet, published=published, seen=now, revised=reading.revised
    )
    if story_id is None:
        return Recorded()
    if reading.unread and (again := wanted_again(1, now)):
        store.articles.want(story_id, tries=1, next_try=again)
    source = Source(
        story_id=story_id, outlet=outlet, title=story.title, url=story.url, published=published, action=RatingAction()
    )
    placed = place(store, source, reading.actions, now=now)
    alerts = 0
    if feed.primed:  # what a feed holds when it is first seen is its past, not news
        settle = rules.settle + dt.timedelta(seconds=rules.interval) if away else rules.settle
        alerts = queue(store, story_id, placed, now=now, settle=settle, fresh=rules.fresh, away=away)
    return Recorded(stories=1, events=tuple(one.event for one in placed), alerts=alerts)
