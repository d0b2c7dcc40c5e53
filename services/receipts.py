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
        unsent="" if sent else _reason(store, chat_id, event, watch, now, fresh),
    )


def _reason(
    store: Store, chat_id: int, event: RatingEvent, watch: Watch | None, now: dt.datetime, fresh: dt.timedelta
) -> str:
    """A word of messages.reasons: what was noted at the call's turn, else what can be told from how it is now."""
    noted = store.kept.reason(chat_id, event.id) or store.told.unsent(chat_id, event.id)
    return noted or _unwanted(event, watch, now, fresh)


def _unwanted(event: RatingEvent, watch: Watch | None, now: dt.datetime, fresh: dt.timedelta) -> str:
    if event.call.stale:
        return "stale"
    if event.call.quant:
        return "quant"
    if event.seen - made_at(event) > fresh:
        return "old"
    if watch is None:
        return f"elsewhere {event.ticker}"
    if watch.since >= event.seen:
        return "known"
    if watch.muted_until and watch.muted_until > now:
        return "muted"
    return "missed"
