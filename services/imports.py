"""Lists that come in: read, offered, taken into the watchlist, and taken off again."""

import asyncio
import datetime as dt
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from messages.list_views import ListDone, ListOffer
from messages.views import Unknown
from ratings.symbols import Directory, Listing
from services.companies import Companies, named
from services.holdings import Holding, Holdings, read_file, read_list
from services.ports import Clock
from services.vocabulary import vocabulary
from storage.store import Memory, Store

KEEP = dt.timedelta(days=30)  # for which an offer can be answered
TOLD = 20  # unknown words that are shown, with suggestions
PHRASE = 8  # words of the longest piece that can be several names; a longer one is prose
MOST = 2_000  # stocks of one list

_TICKER = re.compile(r"[A-Z][A-Z0-9]{0,5}(?:[./\- ][A-Z]{1,2})?")


@dataclass(frozen=True, slots=True)
class Found:
    """What a list names: stocks in its order, each once, and words that name none."""

    stocks: tuple[Listing, ...]
    unknown: tuple[Unknown, ...]
    more: int = 0
    skipped: int = 0


class ListReader:
    """Reads lists with the directory at hand."""

    def __init__(self, companies: Companies, directory: Directory) -> None:
        self._companies = companies
        self._directory = directory

    def read(self, holdings: Holdings) -> Found:
        """The stocks that the rows name."""
        found: dict[str, Listing] = {}
        unknown: dict[str, Holding] = {}
        for row in holdings.rows:
            stocks = self._stocks(row)
            found |= {listing.ticker: listing for listing in stocks}
            if not stocks:
                unknown.setdefault((row.symbol or row.name).casefold(), row)
        told = [self._unknown(row) for row in list(unknown.values())[:TOLD]]
        return Found(
            stocks=tuple(found.values())[:MOST],
            unknown=tuple(told),
            more=len(unknown) - len(told),
            skipped=holdings.skipped,
        )

    def _stocks(self, row: Holding) -> Sequence[Listing]:
        for form in spellings(row.symbol):
            if listing := self._directory.listing(form):
                return [listing]
        for words in (row.symbol, row.name):
            if words and (listing := self._directory.resolve(words)):
                return [listing]
        return self._several(row.symbol) if not row.name else []

    def _several(self, piece: str) -> Sequence[Listing]:
        """The stocks of a piece that names several: "CIFR riot $CLSK"; none where one of its words is no ticker."""
        words = piece.split()
        if not 1 < len(words) <= PHRASE:
            return [one for word in words if _is_marked(word) and (one := self._directory.listing(word))]
        found: list[Listing] = []
        while words:
            # the longest run of words that is a name
            runs = ((self._directory.resolve(" ".join(words[:count])), count) for count in range(len(words), 0, -1))
            listing, used = next(((one, count) for one, count in runs if one), (None, 0))
            if listing is None:
                return []
            found.append(listing)
            words = words[used:]
        return found

    def _unknown(self, row: Holding) -> Unknown:
        return Unknown(words=row.symbol or row.name, suggestions=self._companies.suggest(row.name or row.symbol))


def spellings(symbol: str) -> Iterable[str]:
    """The tickers that a symbol may stand for, as brokers and sites write it: NASDAQ:CIFR, CIFR US, CIFR.OQ, BRK B."""
    words = vocabulary("holdings")
    bare = symbol.upper().lstrip("$^").strip("*").removesuffix(" EQUITY").strip()
    if ":" in bare:
        first, _, last = bare.partition(":")
        if first.strip().casefold() in words["exchanges"]:
            bare = last.strip()
        elif last.strip().casefold() in words["exchanges"]:
            bare = first.strip()
    if _TICKER.fullmatch(bare):
        yield bare
    for gap, endings in ((" ", words["spaced"]), (".", words["dotted"]), ("-", words["dotted"])):
        head, mark, end = bare.rpartition(gap)
        if mark and end.casefold() in endings and _TICKER.fullmatch(head):
            yield head


def _is_marked(word: str) -> bool:
    """Whether a word among prose is meant as a ticker."""
    return word.startswith("$") and len(word) > 1


class Imports:
    """Offers lists to chats, and does what they answer."""

    def __init__(self, memory: Memory, reader: ListReader, companies: Companies, clock: Clock, *, limit: int) -> None:
        """``limit`` is the number of stocks that a chat can watch."""
        self._memory = memory
        self._reader = reader
        self._companies = companies
        self._clock = clock
        self._limit = limit

    async def offer_text(self, chat_id: int, text: str) -> ListOffer:
        """What a pasted list holds, kept until the chat has said whether to add it."""
        found = await asyncio.to_thread(lambda: self._reader.read(read_list(text)))
        return await self._memory.ask(self._offer, chat_id, found, self._clock.now())

    async def offer_file(self, chat_id: int, content: bytes) -> ListOffer:
        """The same of a file. Raises NotAListError."""
        found = await asyncio.to_thread(lambda: self._reader.read(read_file(content)))
        return await self._memory.ask(self._offer, chat_id, found, self._clock.now())

    async def offer_stocks(self, chat_id: int, tickers: Sequence[str]) -> ListOffer:
        """The same of a list that somebody shared."""
        stocks = tuple(map(self._companies.listing, tickers))
        return await self._memory.ask(self._offer, chat_id, Found(stocks, ()), self._clock.now())

    def _offer(self, store: Store, chat_id: int, found: Found, now: dt.datetime) -> ListOffer:
        watched = {watch.ticker for watch in store.chats.watches(chat_id)}
        fresh = [listing for listing in found.stocks if listing.ticker not in watched]
        room = max(self._limit - len(watched), 0)
        tickers = [listing.ticker for listing in fresh[:room]]
        return ListOffer(
            number=store.offers.ask(chat_id, tickers, now, keep=KEEP) if tickers else None,
            fresh=tuple(named(listing) for listing in fresh[:room]),
            full=tuple(named(listing) for listing in fresh[room:]),
            watched=len(found.stocks) - len(fresh),
            unknown=found.unknown,
            more=found.more,
            skipped=found.skipped,
            limit=self._limit,
        )

    async def accept(self, chat_id: int, number: int) -> ListDone | None:
        """Watch what was offered, as far as there is room; None where it was answered already."""
        return await self._memory.ask(self._accept, chat_id, number, self._clock.now())

    def _accept(self, store: Store, chat_id: int, number: int, now: dt.datetime) -> ListDone | None:
        with store.transaction():
            offered = store.offers.tickers(number, chat_id, "asked")
            if offered is None:
                return None
            store.chats.set_state(chat_id, "active")  # who asks for alerts wants them, whatever was stopped before
            room = self._limit - len(store.chats.watches(chat_id))
            added: list[str] = []
            for ticker in offered:
                if len(added) < room and store.chats.watch(chat_id, ticker, now):
                    added.append(ticker)
            store.offers.settle(number, "added", added)
            return self._done(store, chat_id, number, added)

    async def undo(self, chat_id: int, number: int) -> ListDone | None:
        """Take off the list what came onto it by this offer; None where that was done already."""
        return await self._memory.ask(self._undo, chat_id, number)

    def _undo(self, store: Store, chat_id: int, number: int) -> ListDone | None:
        with store.transaction():
            added = store.offers.tickers(number, chat_id, "added")
            if added is None:
                return None
            removed = [ticker for ticker in added if store.chats.unwatch(chat_id, ticker)]
            store.offers.settle(number, "asked", added)  # and so Add works again
            return self._done(store, chat_id, number, removed)

    async def drop(self, chat_id: int, number: int) -> bool:
        """Leave the list as it is; False where that was answered already."""
        return await self._memory.ask(_drop, chat_id, number)

    async def cancel(self, chat_id: int) -> int:
        """Take back whatever the chat is asked about; gives how many offers that were."""
        return await self._memory.ask(lambda store: store.offers.close(chat_id))

    def _done(self, store: Store, chat_id: int, number: int, tickers: Sequence[str]) -> ListDone:
        return ListDone(
            number=number,
            stocks=tuple(named(self._companies.listing(ticker)) for ticker in tickers),
            count=len(store.chats.watches(chat_id)),
            limit=self._limit,
        )


def _drop(store: Store, chat_id: int, number: int) -> bool:
    with store.transaction():
        offered = store.offers.tickers(number, chat_id, "asked")
        if offered is not None:
            store.offers.settle(number, "closed", offered)
    return offered is not None
