"""How often one host is asked: a few connections at a time, and so many seconds between two questions, whoever asks."""

import asyncio
from collections.abc import Awaitable
from contextlib import AbstractAsyncContextManager
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

    def enter(self) -> Awaitable[None]:
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

    def respect(self, now: float) -> None:
        """Raises RestingError while the host is left alone."""
        if self.rested > now:
            raise RestingError(self.rested - now)


@dataclass(slots=True)
class Turn:
    """One turn at a host, ``gap`` seconds before the next. It holds a connection from the moment it may be used."""

    clock: Clock
    door: Door
    gate: Gate | None
    gap: float

    async def __aenter__(self) -> None:
        self.door.waiting += 1
        try:
            await self.door.places.acquire()
        except BaseException:
            self.door.waiting -= 1
            raise
        try:
            async with self.door.turn:
                await self._wait()
        except BaseException:
            self._leave()
            raise

    async def __aexit__(self, *_: object) -> None:
        self._leave()

    async def _wait(self) -> None:
        now = self.clock.monotonic()
        self.door.respect(now)
        if self.door.free > now:
            await self.clock.sleep(self.door.free - now)
            self.door.respect(self.clock.monotonic())
        if self.gate is not None:
            await self.gate.enter()
        self.door.free = self.clock.monotonic() + self.gap

    def _leave(self) -> None:
        self.door.places.release()
        self.door.waiting -= 1


class Manners:
    """Turns at each host, handed out in the order in which they are asked for."""

    def __init__(self, clock: Clock, *, connections: int = 2, gap: float = 1.0) -> None:
        """``gap`` is the seconds between two questions to one host."""
        self._clock = clock
        self._connections = connections
        self._gap = gap
        self._doors: dict[str, Door] = {}

    def turn(self, url: str, gate: Gate | None = None, *, gap: float = 0.0) -> AbstractAsyncContextManager[None]:
        """Hold one of the host's connections, from the moment at which it may be asked. Raises RestingError.

        ``gap`` is the host's own wish, where that is more than ours.
        """
        return Turn(self._clock, self._door(site(url)), gate, max(self._gap, gap))

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
