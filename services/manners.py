"""How often one host is asked: a few connections at a time, and so many seconds between two questions, whoever asks."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Protocol

from feeds.links import site
from services.ports import Clock

REMEMBERED = 10_000  # hosts


class RestingError(Exception):
    """The host wants to be left alone for so many ``seconds`` yet."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"the host wants a pause of {seconds:.0f} s")
        self.seconds = seconds


class Gate(Protocol):
    """What a turn has to pass besides: entered when the host may be asked, and before it is."""

    async def enter(self) -> None:
        """Come back when there is room."""


@dataclass(slots=True)
class Door:
    """One host's: ``free`` is the monotonic second of its next turn, ``waiting`` counts those inside or before it.

    Before ``rested`` the host is left alone.
    """

    places: asyncio.Semaphore
    turn: asyncio.Lock = field(default_factory=asyncio.Lock)
    free: float = 0.0
    rested: float = 0.0
    waiting: int = 0


class Manners:
    """Turns at each host, handed out in the order in which they are asked for."""

    def __init__(self, clock: Clock, *, connections: int = 2, gap: float = 1.0) -> None:
        """``gap`` is the seconds between two questions to one host."""
        self._clock = clock
        self._connections = connections
        self._gap = gap
        self._doors: dict[str, Door] = {}

    @asynccontextmanager
    async def turn(self, url: str, gate: Gate | None = None, *, gap: float = 0.0) -> AsyncIterator[None]:
        """Hold one of the host's connections, from the moment at which it may be asked. Raises RestingError.

        ``gap`` is the host's own wish, where that is more than ours.
        """
        door = self._door(site(url))
        door.waiting += 1
        try:
            async with door.places:
                async with door.turn:
                    self._respect(door)
                    await self._until(door.free)
                    self._respect(door)
                    if gate is not None:
                        await gate.enter()
                    door.free = self._clock.monotonic() + max(self._gap, gap)
                yield
        finally:
            door.waiting -= 1

    def rest(self, url: str, seconds: float) -> None:
        """Leave an address's host alone for so long."""
        door = self._door(site(url))
        door.rested = max(door.rested, self._clock.monotonic() + seconds)

    def resting(self, url: str) -> float:
        """The seconds for which an address's host is still to be left alone."""
        door = self._doors.get(site(url))
        return 0.0 if door is None else max(0.0, door.rested - self._clock.monotonic())

    def room(self, url: str, seconds: float) -> int:
        """How many more may ask for a turn at this host and have it within so many seconds."""
        door = self._doors.get(site(url))
        if self._gap <= 0:
            return self._connections * 8
        wait = 0.0 if door is None else max(0.0, door.free - self._clock.monotonic())
        waiting = 0 if door is None else door.waiting
        return max(0, int((seconds - wait) / self._gap) + 1 - waiting) if wait <= seconds else 0

    def _respect(self, door: Door) -> None:
        if (rest := door.rested - self._clock.monotonic()) > 0:
            raise RestingError(rest)

    async def _until(self, free: float) -> None:
        wait = free - self._clock.monotonic()
        if wait > 0:
            await self._clock.sleep(wait)

    def _door(self, host: str) -> Door:
        door = self._doors.get(host)
        if door is None:
            if len(self._doors) >= REMEMBERED:
                now = self._clock.monotonic()
                self._doors = {
                    name: one for name, one in self._doors.items() if one.waiting or max(one.free, one.rested) > now
                }
            door = self._doors[host] = Door(asyncio.Semaphore(self._connections))
        return door
