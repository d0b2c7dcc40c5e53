"""Lists of calls a page at a time, and what a stock's calls come to."""

import datetime as dt
import io
from collections.abc import Sequence

from messages.compare import Side
from messages.pages import PAGE, Leaf, cut
from ratings.model import RatingEvent
from ratings.outlook import WINDOW, Outlook, outlook
from services.background import with_importance
from services.ports import Clock
from services.writers import encoded, write_csv
from storage.questions import Wish
from storage.store import Memory, Store

MOST = 300  # calls of one list
DEEP = 2_000  # of one stock that figures draw on


class Inquiry:
    """Answers from memory what people ask of the calls."""

    def __init__(self, memory: Memory, clock: Clock) -> None:
        self._memory = memory
        self._clock = clock

    async def history(
        self, ticker: str, *, page: int = 1, most: int | None = None, span: dt.timedelta | None = None
    ) -> Leaf:
        """A page of the stock's calls: of all, of so many, or of that time."""
        since = self._since(span)
        return await self._memory.ask(
            lambda store: _leaf(store, store.questions.of_ticker(ticker, since=since, limit=most or MOST), page)
        )

    async def table(self, ticker: str) -> tuple[bytes, int]:
        """The stock's newest calls as a table, and how many they are."""
        weighed = await self._memory.ask(_weighed, ticker)
        out = io.StringIO()
        write_csv(out, weighed)
        return encoded(out.getvalue(), "csv"), len(weighed)

    async def latest(
        self,
        *,
        most: int,
        page: int = 1,
        kind: str | None = None,
        span: dt.timedelta | None = None,
        chat_id: int | None = None,
    ) -> Leaf:
        """A page of the newest calls: of a kind of storage.questions, of that time, on the stocks a chat watches."""
        wish = Wish(kind=kind, since=self._since(span), chat_id=chat_id)
        return await self._memory.ask(lambda store: _leaf(store, store.questions.latest(wish, most), page))

    async def of_firm(self, firm: str, ticker: str | None, *, page: int = 1) -> Leaf:
        """A page of the firm's calls."""
        return await self._memory.ask(
            lambda store: _leaf(store, store.questions.of_firm(firm, ticker, limit=MOST), page)
        )

    async def of_analyst(self, name: str, *, page: int = 1) -> Leaf:
        """A page of the person's calls."""
        return await self._memory.ask(lambda store: _leaf(store, store.questions.of_analyst(name, limit=MOST), page))

    async def event(self, event_id: int) -> RatingEvent | None:
        """One call; none that was retracted."""
        found = await self._memory.ask(lambda store: store.events.get(event_id))
        return None if found is None or found.retracted else found

    async def outlook(self, ticker: str) -> Outlook:
        """What the stock's calls come to."""
        since = self._clock.now().date() - WINDOW
        return await self._memory.ask(lambda store: _outlook(store, ticker, since))

    async def sides(self, stocks: Sequence[tuple[str, str]]) -> list[Side]:
        """These stocks, by ticker and name, as they compare."""
        since = self._clock.now().date() - WINDOW
        return await self._memory.ask(lambda store: [_side(store, ticker, name, since) for ticker, name in stocks])

    def _since(self, span: dt.timedelta | None) -> dt.date | None:
        return None if span is None else (self._clock.now() - span).date()


def _leaf(store: Store, numbers: Sequence[int], page: int) -> Leaf:
    shown, page, pages = cut(numbers, page, PAGE)
    return Leaf(events=tuple(store.events.of(shown)), page=page, pages=pages, total=len(numbers))


def _weighed(store: Store, ticker: str) -> list[tuple[RatingEvent, int]]:
    numbers = store.questions.of_ticker(ticker, since=None, limit=MOST)
    return list(with_importance(store, store.events.of(numbers)))


def _outlook(store: Store, ticker: str, since: dt.date) -> Outlook:
    return outlook(store.questions.calls(ticker, since=since, limit=DEEP), since=since)


def _side(store: Store, ticker: str, name: str, since: dt.date) -> Side:
    last = next(iter(store.events.of_ticker(ticker, 1)), None)
    return Side(ticker=ticker, name=name, found=_outlook(store, ticker, since), last=last)
