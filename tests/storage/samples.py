"""Values that several tests store."""

import datetime as dt
from decimal import Decimal

from ratings.model import Evidence, Part, RatingAction, RatingMove, Story, TargetMove
from storage.store import Store

NOW = dt.datetime(2025, 11, 24, 15, 0, tzinfo=dt.UTC)
TODAY = NOW.date()

UPGRADE = RatingAction(
    ticker="CIFR",
    company="Cipher Mining",
    firm="JPMorgan",
    analysts=("Reginald Smith", "Charles Pearce"),
    rating_action=RatingMove.UPGRADE,
    rating_current="Overweight",
    rating_prior="Neutral",
    pt_action=TargetMove.RAISE,
    pt_current=Decimal("18.50"),
    pt_prior=Decimal(12),
    currency="USD",
    pt_horizon="December 2026",
    date=TODAY,
    evidence={"firm": Evidence(words="JPMorgan", part=Part.TITLE, start=0, end=8, rule="firm-upgrades")},
)


def add_feed(store: Store, name: str = "Desk") -> int:
    """A feed that is due; gives its id."""
    known = [(feed.name, feed.url) for feed in store.feeds.active()]
    store.feeds.sync([*known, (name, f"https://{name.lower()}.example/rss")], NOW)
    return next(feed.id for feed in store.feeds.active() if feed.name == name)


def add_story(store: Store, feed_id: int, guid: str = "1", **fields: object) -> int:
    """A stored story; gives its id."""
    story = Story(**{"title": "A title", "url": f"https://desk.example/{guid}"} | fields)  # type: ignore[arg-type]
    story_id = store.stories.add(feed_id, guid, story, outlet="Desk", published=NOW, seen=NOW)
    assert story_id is not None
    return story_id


def add_event(store: Store, action: RatingAction = UPGRADE, *, story_id: int | None = None) -> int:
    """A stored event with one source; gives its id."""
    event_id = store.events.add(action, date=action.date or TODAY, now=NOW)
    if story_id is not None:
        store.events.add_source(event_id, story_id, action)
    return event_id
