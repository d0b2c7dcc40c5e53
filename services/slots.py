"""How many feeds are looked at side by side, without those that keep us waiting counting for long."""

import asyncio
from collections.abc import Awaitable

from services.ports import Clock

PATIENCE = 2.0  # seconds after which a look that still waits for its outlet gives its place to another
MOST_WAITING = 8  # times as many looks as there are places may wait so at a time


class Slot:
    """One look's place."""

    __slots__ = ("_slots", "lent", "since")

    def __init__(self, slots: "Slots") -> None:
        self._slots = slots
        self.since: float | None = None
        self.lent = False

    def enter(self) -> Awaitable[None]:
        """Come back when there is room."""
        return self._slots.enter(self)

    def leave(self) -> None:
        """Make room."""
        self._slots.leave(self)


class Slots:
    """Places for looks."""

    def __init__(self, clock: Clock, places: int) -> None:
        self._clock = clock
        self._places = places
        self._free = asyncio.Semaphore(places)
        self._inside: dict[Slot, None] = {}  # in the order in which they came
        self._lent = 0

    async def enter(self, slot: Slot) -> None:
        """Give the slot a place when there is one."""
        await self._free.acquire()
        slot.since = self._clock.monotonic()
        self._inside[slot] = None

    def leave(self, slot: Slot) -> None:
        """Take the place back; a slot that never got one has none to give."""
        if slot not in self._inside:
            return
        del self._inside[slot]
        if slot.lent:
            self._lent -= 1
        else:
            self._free.release()

    def relieve(self) -> None:
        """Lend the places of those that have been waiting for long."""
        end = self._clock.monotonic() - PATIENCE
        for slot in self._inside:
            if slot.since is None or slot.since > end or self._lent >= MOST_WAITING * self._places:
                return
            if not slot.lent:
                slot.lent = True
                self._lent += 1
                self._free.release()
