"""Why a chat was told of a call, or wasn't."""

import datetime as dt
from collections.abc import Sequence

from messages.views import Receipt
from ratings.model import RatingEvent
from services.match import made_at
from storage.chats import Watch
from storage.store import Store


def make_receipts(
    store: Store, chat_id: int, events: Sequence[RatingEvent], *, now: dt.datetime, fresh: dt.timedelta
) -> list[Receipt]:
    """How each call came to the chat."""
    watches = {watch.ticker: watch for watch in store.chats.watches(chat_id)}
    return [_receipt(store, chat_id, event, watches.get(event.ticker), now, fresh) for event in events]


def _receipt(
    store: Store, chat_id: int, event: RatingEvent, watch: Watch | None, now: dt.datetime, fresh: dt.timedelta
) -> Receipt:
    sent = store.outbox.sent_at(chat_id, event.id)
    return Receipt(
        ticker=event.ticker,
        published=min(source.published for source in event.sources),
        seen=event.seen,
        sent=sent,
        unsent="" if sent else _reason(event, watch, now, fresh),
    )


def _reason(event: RatingEvent, watch: Watch | None, now: dt.datetime, fresh: dt.timedelta) -> str:
    if event.call.stale:
        return "stories only recall it, and nobody told of it as news"
    if event.call.quant:
        return "the rater is a model, not a research firm"
    if event.seen - made_at(event) > fresh:
        return "it was old news when it was first seen"
    if watch is None:
        return f"this chat does not watch {event.ticker}"
    if watch.since >= event.seen:
        return "it was known before this chat began to watch the stock"
    if watch.muted_until and watch.muted_until > now:
        return "the stock is muted here"
    return "it came with a feed's first look, or while alerts were off or the stock was muted here"
