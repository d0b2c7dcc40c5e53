"""The calls to standard output, one after another, however many there are."""

import datetime as dt
import sys
from collections.abc import Iterator

from bot.settings import Settings
from ratings.model import RatingEvent
from services.background import with_importance
from services.writers import WRITERS
from storage.store import Store

PAGE = 500  # calls read at a time


async def export(settings: Settings, style: str, ticker: str | None, since: dt.date | None) -> int:
    """Write the calls in the order of their days as "csv", "json" or "benzinga"."""
    # A lone surrogate can't be encoded; as an escape it can still be read.
    sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace")  # type: ignore[union-attr]
    store = Store(settings.storage.path)
    try:
        WRITERS[style](sys.stdout, with_importance(store, _events(store, ticker, since)))
    finally:
        store.close()
    return 0


def _events(store: Store, ticker: str | None, since: dt.date | None) -> Iterator[RatingEvent]:
    day, event_id = since or dt.date.min, 0
    while page := store.events.behind(day, event_id, ticker=ticker, limit=PAGE):
        yield from page
        day, event_id = page[-1].date, page[-1].id
