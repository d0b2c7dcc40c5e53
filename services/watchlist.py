"""What a chat watches: add, remove, show, stop."""

import datetime as dt
from collections.abc import Callable

from messages.views import WatchChange, WatchRow
from services.companies import Asked, Companies, named
from services.ports import Clock
from storage.chats import Watch
from storage.store import Memory, Store

LIMIT = 200  # stocks a chat can watch, unless the host says otherwise


class Watchlist:
    """The lists of all chats."""

    def __init__(self, memory: Memory, companies: Companies, clock: Clock, *, limit: int = LIMIT) -> None:
        """``limit`` is the number of stocks that a chat can watch."""
        self._limit = limit
        self._memory = memory
        self._companies = companies
        self._clock = clock

    async def meet(self, chat_id: int, kind: str, language: str | None = None) -> None:
        """Know the chat; "private", "group", "supergroup" or "channel". ``language`` is for one that has none yet."""
        await self._memory.ask(lambda store: store.chats.meet(chat_id, kind, self._clock.now(), language))

    async def watch(self, chat_id: int, text: str) -> WatchChange:
        """Put what the text names on the list."""
        asked = self._companies.read(text)
        return await self._memory.ask(self._watch, chat_id, asked, self._clock.now())

    def _watch(self, store: Store, chat_id: int, asked: Asked, now: dt.datetime) -> WatchChange:
        added, already, refused = [], [], []
        with store.transaction():
            store.chats.set_state(chat_id, "active")  # who asks for alerts wants them, whatever was stopped before
            watched = {watch.ticker: watch for watch in store.chats.watches(chat_id)}
            for listing in asked.found:
                if listing.ticker in watched:
                    already.append(self._row(store, watched[listing.ticker]))
                elif len(watched) >= self._limit:
                    refused.append(named(listing))
                else:
                    watched[listing.ticker] = Watch(ticker=listing.ticker, since=now, muted_until=None)
                    store.chats.watch(chat_id, listing.ticker, now)
                    added.append(self._row(store, watched[listing.ticker]))
        return WatchChange(
            added=tuple(added),
            already=tuple(already),
            refused=tuple(refused),
            unknown=asked.unknown,
            count=len(watched),
            limit=self._limit,
        )

    async def unwatch(self, chat_id: int, text: str) -> WatchChange:
        """Take what the text names off the list."""
        return await self._remove(chat_id, self._companies.read(text))

    async def unwatch_all(self, chat_id: int) -> WatchChange:
        """Empty the list."""
        watches = await self._memory.ask(lambda store: store.chats.watches(chat_id))
        return await self._remove(chat_id, Asked(tuple(self._companies.listing(watch.ticker) for watch in watches), ()))

    async def _remove(self, chat_id: int, asked: Asked) -> WatchChange:
        return await self._memory.ask(self._unwatch, chat_id, asked)

    def _unwatch(self, store: Store, chat_id: int, asked: Asked) -> WatchChange:
        removed, absent = [], []
        with store.transaction():
            for listing in asked.found:
                if store.chats.unwatch(chat_id, listing.ticker):
                    removed.append(WatchRow(ticker=listing.ticker, name=listing.name))
                else:
                    absent.append(named(listing))
            count = len(store.chats.watches(chat_id))
        return WatchChange(
            removed=tuple(removed), absent=tuple(absent), unknown=asked.unknown, count=count, limit=self._limit
        )

    async def rows(self, chat_id: int) -> list[WatchRow]:
        """The list, each stock with its newest known call."""
        return await self._memory.ask(lambda store: [self._row(store, watch) for watch in store.chats.watches(chat_id)])

    def _row(self, store: Store, watch: Watch) -> WatchRow:
        muted = watch.muted_until if watch.muted_until and watch.muted_until > self._clock.now() else None
        return WatchRow(
            ticker=watch.ticker,
            name=self._companies.name(watch.ticker),
            last=next(iter(store.events.of_ticker(watch.ticker, 1)), None),
            muted_until=muted,
        )

    async def tickers(self, chat_id: int) -> list[str]:
        """The stocks on the list."""
        return await self._memory.ask(lambda store: [watch.ticker for watch in store.chats.watches(chat_id)])

    async def watches(self, chat_id: int, ticker: str) -> bool:
        """Whether the chat watches this stock."""
        watches = await self._memory.ask(lambda store: store.chats.watches(chat_id))
        return any(watch.ticker == ticker for watch in watches)

    async def stop(self, chat_id: int) -> None:
        """No alerts until ``wake``; the list stays."""
        await self._memory.ask(_silence, chat_id)

    async def wake(self, chat_id: int) -> None:
        """Alerts again."""
        await self._memory.ask(lambda store: store.chats.set_state(chat_id, "active"))

    async def let_go(self, admits: Callable[[int], bool]) -> None:
        """People who may not use the bot any more get no alerts either."""
        for chat_id in await self._memory.ask(lambda store: store.chats.private()):
            if not admits(chat_id):
                await self.stop(chat_id)

    async def knows(self, chat_id: int) -> bool:
        """Whether anything is stored about the chat."""
        return await self._memory.ask(lambda store: store.chats.state(chat_id)) is not None

    async def back(self, chat_id: int) -> None:
        """The bot was let in again: alerts as before."""
        await self._memory.ask(_return, chat_id)

    async def leave(self, chat_id: int, reason: str) -> None:
        """The chat can't be reached: no alerts until it comes back by itself."""
        await self._memory.ask(leave_chat, chat_id, reason)

    async def move(self, chat_id: int, new_chat_id: int) -> None:
        """Follow a group that became a supergroup."""
        await self._memory.ask(lambda store: store.chats.move(chat_id, new_chat_id, self._clock.now()))


def _return(store: Store, chat_id: int) -> None:
    if store.chats.state(chat_id) == "gone":
        store.chats.set_state(chat_id, "active")


def leave_chat(store: Store, chat_id: int, reason: str) -> None:
    """Note that a chat can't be reached; what waits for it is not sent."""
    with store.transaction():
        store.chats.set_state(chat_id, "gone")
        store.outbox.kill_chat(chat_id, f"gone {reason}")
        store.kept.drop(chat_id, f"gone {reason}")


def _silence(store: Store, chat_id: int) -> None:
    with store.transaction():
        store.chats.set_state(chat_id, "stopped")
        store.outbox.kill_chat(chat_id, "off")
        store.kept.drop(chat_id, "off")
