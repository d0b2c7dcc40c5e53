"""All that is kept of a chat, for those whose it is."""

import datetime as dt
import json
from typing import Any

from services.ports import Clock
from storage.codec import to_moment
from storage.store import Memory, Store

REASONS = dt.timedelta(days=90)  # for which it is known why a call was kept back


class Personal:
    """Shows it and wipes it out."""

    def __init__(self, memory: Memory, clock: Clock) -> None:
        self._memory = memory
        self._clock = clock

    async def show(self, chat_id: int) -> bytes:
        """Every stored row as JSON, by table; times are ISO 8601 in UTC."""
        rows = await self._memory.ask(lambda store: store.personal.rows(chat_id))
        told = {table: [_told(row) for row in found] for table, found in rows.items()}
        return json.dumps(told, ensure_ascii=False, indent=2).encode()

    async def wipe(self, chat_id: int) -> None:
        """Leave nothing of it, in the file neither."""
        await self._memory.ask(lambda store: store.personal.wipe(chat_id, self._clock.now()))


def sweep(store: Store, now: dt.datetime) -> bool:
    """Let go what nobody needs any more: old reasons, and what is left in the file of people who left."""
    store.kept.forget(now - REASONS)
    return store.personal.sweep()


def _told(row: dict[str, Any]) -> dict[str, Any]:
    """Fractional numbers are times: there are no others."""
    return {name: to_moment(value).isoformat() if isinstance(value, float) else value for name, value in row.items()}
