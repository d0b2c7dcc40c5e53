"""What is known: a stock's calls, what an alert was made of, how the bot fares."""

import datetime as dt
from collections.abc import Sequence

from messages.card import shown
from messages.views import Receipt, StatusView
from ratings.model import RatingEvent
from services.freshness import feeds_view
from services.ports import Clock
from services.receipts import make_receipts
from storage.store import Memory, Store

DEEP = 200  # calls of one stock that a card draws on


class Lookup:
    """Answers questions from memory."""

    def __init__(self, memory: Memory, clock: Clock, *, version: str, fresh: dt.timedelta) -> None:
        self._memory = memory
        self._clock = clock
        self._version = version
        self._fresh = fresh
        self._started = clock.now()

    async def calls(self, ticker: str) -> list[RatingEvent]:
        """A stock's calls, newest first; those that a card tells of one by one with their sources."""
        return await self._memory.ask(_calls, ticker)

    async def newest(self, ticker: str) -> list[RatingEvent]:
        """A stock's newest call, none where it has no call."""
        return await self._memory.ask(lambda store: store.events.of_ticker(ticker, 1))

    async def of_alert(self, alert_id: int, chat_id: int) -> list[RatingEvent]:
        """The calls an alert tells of; none if it was sent to another chat."""
        return await self._memory.ask(_of_alert, alert_id, chat_id)

    async def newest_alert(self, chat_id: int, message_id: int | None = None) -> int | None:
        """The last alert of a chat, or the one that the message is."""
        if message_id is None:
            return await self._memory.ask(lambda store: store.outbox.newest(chat_id))
        return await self._memory.ask(lambda store: store.outbox.of_message(chat_id, message_id))

    async def receipts(self, chat_id: int, events: Sequence[RatingEvent]) -> list[Receipt]:
        """Why the chat was told of these calls, or wasn't."""
        now = self._clock.now()
        return await self._memory.ask(make_receipts, chat_id, events, now=now, fresh=self._fresh)

    async def status(self) -> StatusView:
        """How the bot fares."""
        return await self._memory.ask(self._status, self._clock.now())

    def _status(self, store: Store, now: dt.datetime) -> StatusView:
        return StatusView(
            feeds=feeds_view(store, now),
            stories=store.stories.count(),
            events=store.events.count(),
            queue=store.outbox.waiting(),
            started=self._started,
            now=now,
            version=self._version,
        )


def _calls(store: Store, ticker: str) -> list[RatingEvent]:
    events = store.events.bare(ticker, DEEP)
    sourced = {event.id: event for event in store.events.of([event.id for event in shown(events)])}
    return [sourced.get(event.id, event) for event in events]


def _of_alert(store: Store, alert_id: int, chat_id: int) -> list[RatingEvent]:
    return store.events.of_alert(alert_id) if store.outbox.belongs(alert_id, chat_id) else []
