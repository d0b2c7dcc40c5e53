"""Charts of a stock's targets, drawn beside the event loop."""

import datetime as dt

from messages.drawing import draw
from messages.tongue import spoken
from ratings.courses import Picture, picture
from ratings.outlook import WINDOW
from services.ports import Clock, Workshop
from storage.store import Memory, Store

MOST = 1_000  # calls that a chart draws on, the newest
SPAN = dt.timedelta(days=2 * 365)  # unless another is asked for


class Charts:
    """Draws what is stored."""

    def __init__(self, memory: Memory, workshop: Workshop, clock: Clock) -> None:
        self._memory = memory
        self._workshop = workshop
        self._clock = clock

    async def course(self, ticker: str, span: dt.timedelta | None = None) -> Picture | None:
        """How the stock's targets went in that time; None where no target is known."""
        last = self._clock.now().date()
        return await self._memory.ask(_course, ticker, last - (span or SPAN), last)

    async def draw(self, ticker: str, name: str, shown: Picture) -> bytes:
        """It as a PNG; raises feeds.workshop.WorkshopError."""
        return await self._workshop.do(draw, spoken(), ticker, name, shown)


def _course(store: Store, ticker: str, first: dt.date, last: dt.date) -> Picture | None:
    # what was told in the year before still stands at the beginning
    return picture(store.questions.calls(ticker, since=first - WINDOW, limit=MOST), first=first, last=last)
