"""Not hearing of a stock, a firm or anything for a while."""

from collections.abc import Iterable
from dataclasses import dataclass

from messages.wish_views import MuteRow, WishView
from ratings.filter_words import Unclear, near_firm
from ratings.firms import canonical
from services.companies import Companies
from services.mute_words import USUAL, Span, read_span
from services.ports import Clock
from services.wishes import WishKeeper
from services.zones import zone_of
from storage.store import Memory, Store
from storage.wishes import ALL_FIRMS

EVERYTHING = "all"


@dataclass(frozen=True, slots=True)
class _Meant:
    """What is muted: stocks, or a firm, ALL_FIRMS for everything."""

    tickers: tuple[str, ...] = ()
    firm: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Muted:
    """What is muted from now on, or heard again, and how all of it is now."""

    rows: tuple[MuteRow, ...]
    view: WishView


class Muter:
    """The mutes of all chats."""

    def __init__(self, memory: Memory, companies: Companies, clock: Clock, wishes: WishKeeper) -> None:
        self._memory = memory
        self._companies = companies
        self._clock = clock
        self._wishes = wishes

    async def mute(self, chat_id: int, words: str) -> Muted | Unclear:
        """What "CIFR 8h", "firm Cantor until Mon" or "all 2d" says; a week where it names no time."""
        return await self._memory.ask(self._mute, chat_id, words)

    async def mute_stocks(self, chat_id: int, tickers: Iterable[str]) -> Muted:
        """No alerts on these stocks for a week."""
        span = Span("", self._clock.now() + USUAL)
        return await self._memory.ask(self._apply, chat_id, _Meant(tuple(dict.fromkeys(tickers))), span)

    async def unmute(self, chat_id: int, words: str) -> Muted | Unclear:
        """Alerts again on stocks, of a firm, or all of them."""
        return await self._memory.ask(self._unmute, chat_id, words)

    def _mute(self, store: Store, chat_id: int, words: str) -> Muted | Unclear:
        wishes = store.preferences.of(chat_id)
        now = self._clock.now()
        span = read_span(words, now, zone_of(wishes.timezone if wishes else "UTC"))
        if span is None:
            return Unclear("time", words)
        if not span.rest:  # "3M" is a company
            span = Span(words.strip(), now + USUAL, told=False)
        meant = self._meant(store, chat_id, span.rest)
        return meant if isinstance(meant, Unclear) else self._apply(store, chat_id, meant, span)

    def _unmute(self, store: Store, chat_id: int, words: str) -> Muted | Unclear:
        meant = self._meant(store, chat_id, words)
        if isinstance(meant, Unclear):
            return meant
        if meant.firm == ALL_FIRMS:
            return self._hear_all(store, chat_id)
        return self._apply(store, chat_id, meant, None)

    def _hear_all(self, store: Store, chat_id: int) -> Muted:
        """Whatever is muted is heard again."""
        before = self._wishes.now(store, chat_id).mutes

        def edit(store: Store) -> None:
            for row in before:
                if row.ticker:
                    store.chats.mute(chat_id, row.ticker, None)
                else:
                    store.wishes.mute(chat_id, row.name, None)

        return Muted(rows=before, view=self._wishes.change(store, chat_id, edit))

    def _meant(self, store: Store, chat_id: int, words: str) -> _Meant | Unclear:
        """Stocks on the list before firms: who watches Goldman Sachs means the stock."""
        if words.casefold() == EVERYTHING and not self._is_watched(store, chat_id, words):
            return _Meant(firm=ALL_FIRMS)
        key, _, name = words.replace("=", " ").partition(" ")
        if key.casefold() == "firm" and name.strip():
            firm = canonical(name.strip().strip('"'))
            return _Meant(firm=firm) if firm else Unclear("firm", name.strip(), near_firm(name))
        watched = {watch.ticker for watch in store.chats.watches(chat_id)}
        asked = self._companies.read(words)
        tickers = tuple(listing.ticker for listing in asked.found)
        if tickers and not asked.unknown and watched.issuperset(tickers):
            return _Meant(tickers)
        if firm := canonical(words.strip('"')):
            return _Meant(firm=firm)
        if tickers and not asked.unknown:
            return Unclear("unwatched", ", ".join(ticker for ticker in tickers if ticker not in watched))
        return Unclear("nobody", words, near_firm(words))

    def _is_watched(self, store: Store, chat_id: int, words: str) -> bool:
        """ALL is a ticker too: where it is watched, it is meant when it is written as one."""
        return words.isupper() and any(watch.ticker == words for watch in store.chats.watches(chat_id))

    def _apply(self, store: Store, chat_id: int, meant: _Meant, span: Span | None) -> Muted:
        until = span.until if span else None

        def edit(store: Store) -> None:
            for ticker in meant.tickers:
                store.chats.mute(chat_id, ticker, until)
            if meant.firm is not None:
                store.wishes.mute(chat_id, meant.firm, until)

        view = self._wishes.change(store, chat_id, edit)
        watched = {watch.ticker for watch in store.chats.watches(chat_id)}
        names = [MuteRow(name=meant.firm, until=None)] if meant.firm is not None else []
        rows = [self._stock(ticker) for ticker in meant.tickers if ticker in watched] + names
        return Muted(rows=tuple(rows) if until is None else _shown(view, rows), view=view)

    def _stock(self, ticker: str) -> MuteRow:
        return MuteRow(name=self._companies.name(ticker), ticker=ticker, until=None)


def _shown(view: WishView, rows: Iterable[MuteRow]) -> tuple[MuteRow, ...]:
    """The rows with their times."""
    wanted = {(row.ticker, row.name) for row in rows}
    return tuple(row for row in view.mutes if (row.ticker, row.name) in wanted)
