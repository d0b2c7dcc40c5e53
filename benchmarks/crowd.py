"""A crowd that waits for its alerts: many chats, one call, one alert for each in the outbox."""

import datetime as dt
from collections.abc import Iterable

from ratings.extract import extract
from ratings.model import RatingAction, Source, Story
from services.match import queue
from services.merge import place
from storage.store import Store

TICKER = "CIFR"
TITLE = "JPMorgan Upgrades Cipher Mining (NASDAQ:CIFR) to Overweight from Neutral, Raises Price Target to $18 from $12"
FRESH = dt.timedelta(days=1)


def gather(store: Store, chats: Iterable[int], now: dt.datetime) -> None:
    """Have these chats watch the ticker."""
    with store.transaction():
        for chat_id in chats:
            store.chats.meet(chat_id, "private", now)
            store.chats.watch(chat_id, TICKER, now)


def announce(store: Store, number: int, now: dt.datetime, title: str = TITLE) -> None:
    """Let a call become known, with one alert for each who watches; ``number`` tells stories apart."""
    url = f"https://desk.example/{number}"
    with store.transaction():
        feed = store.archive.origin("https://desk.example/rss", "Desk", now)
        story = Story(title=title, url=url, published=now)
        story_id = store.stories.add(feed.id, url, story, outlet="Desk", published=now, seen=now)
        assert story_id is not None
        source = Source(story_id=story_id, outlet="Desk", title=title, url=url, published=now, action=RatingAction())
        placed = place(store, source, extract(story), now=now)
        queue(store, story_id, placed, now=now, settle=dt.timedelta(0), fresh=FRESH)
