"""Which chats hear of an event, and how it gets into the outbox."""

import datetime as dt
from collections.abc import Iterable, Sequence

from ratings.model import RatingEvent
from services.merge import Placed
from storage.store import Store

AWAY_TOPIC = "away"  # news that was missed and comes as one
EDIT_PAUSE = dt.timedelta(seconds=5)  # several sources within it make one edit


def queue(
    store: Store,
    story_id: int,
    placed: Sequence[Placed],
    *,
    now: dt.datetime,
    settle: dt.timedelta,
    fresh: dt.timedelta,
    away: bool = False,
) -> int:
    """Queue one alert per chat for a story's news, and edits of what was sent before. Gives how many alerts.

    ``away``: this is what was missed, and all of it comes as one.
    """
    news = [one.event for one in placed if one.news and is_pushed(one.event, now, fresh)]
    count = 0
    for topic, chats in _by_topic(store, news, f"story {story_id}", now).items():
        topic = AWAY_TOPIC if away else topic
        count += len(store.outbox.queue_alerts(chats, topic, now=now, not_before=now + settle))
    for one in placed:
        if not one.news:
            store.outbox.queue_edits(one.event.id, now=now, not_before=now + EDIT_PAUSE)
    return count


def is_pushed(event: RatingEvent, now: dt.datetime, fresh: dt.timedelta) -> bool:
    """Whether people want to be told: of today, not a recollection."""
    return not event.call.stale and now - made_at(event) <= fresh


def made_at(event: RatingEvent) -> dt.datetime:
    """The latest moment at which the call can have been made, as far as anybody tells."""
    first = min(source.published for source in event.sources)
    day_end = dt.datetime.combine(event.date, dt.time.max, dt.UTC)
    return min(first, day_end)


def _by_topic(
    store: Store, events: Iterable[RatingEvent], story: str, now: dt.datetime
) -> dict[str, dict[int, list[int]]]:
    """Topic -> chat -> events; a topic is one note: the calls of one firm, or of one story that names none."""
    topics: dict[str, dict[int, list[int]]] = {}
    for event in events:
        chats = topics.setdefault(event.call.firm or story, {})
        for chat_id in _watchers(store, event, now):
            chats.setdefault(chat_id, []).append(event.id)
    return topics


def _watchers(store: Store, event: RatingEvent, now: dt.datetime) -> list[int]:
    """The chats that may want to hear of it: of a model's call only those that asked for models."""
    watchers = store.chats.watchers(event.ticker, now)
    if not event.call.quant or not watchers:
        return watchers
    asked = store.wishes.quant_watchers(event.ticker)
    return [chat_id for chat_id in watchers if chat_id in asked]
