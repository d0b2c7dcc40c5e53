"""The updates that wait for the bot, fetched by long polling."""

import asyncio
import itertools
from typing import Any

from tests.fakes.telegram_faults import ApiError

CONFLICT = "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"


class Bell:
    """Wakes everyone who waits for something to change."""

    def __init__(self) -> None:
        self._event = asyncio.Event()

    def ring(self) -> None:
        """Something changed."""
        self._event.set()
        self._event = asyncio.Event()

    async def heard(self) -> None:
        """Wait for the next change."""
        await self._event.wait()


class Updates:
    """A queue that keeps each update until the bot asks for a later one."""

    def __init__(self, bell: Bell) -> None:
        self._bell = bell
        self._ids = itertools.count(700_001)
        self._waiting: list[dict[str, Any]] = []
        self._allowed: set[str] = set()
        self._polls = 0

    def push(self, kind: str, content: dict[str, Any]) -> None:
        """Something happened; what the bot doesn't want to hear of is dropped."""
        if not self._allowed or kind in self._allowed:
            self._waiting.append({"update_id": next(self._ids), kind: content})
            self._bell.ring()

    def clear(self) -> None:
        """Drop what waits."""
        self._waiting.clear()

    def take(self) -> list[dict[str, Any]]:
        """Everything that waits, for a test that hands updates over itself."""
        taken, self._waiting = self._waiting, []
        return taken

    async def fetch(
        self, *, offset: int, limit: int, seconds: float, allowed: list[str] | None
    ) -> list[dict[str, Any]]:
        """getUpdates: wait up to so many seconds for the first; a later call ends the wait with a conflict."""
        self._polls += 1
        mine = self._polls
        self._bell.ring()
        self._waiting = [update for update in self._waiting if update["update_id"] >= offset]
        if allowed is not None:
            self._allowed = set(allowed)
        try:
            async with asyncio.timeout(seconds):
                while not self._waiting:
                    await self._bell.heard()
                    if self._polls != mine:
                        raise ApiError(409, CONFLICT)
        except TimeoutError:
            return []
        return self._waiting[:limit]
