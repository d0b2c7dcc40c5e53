"""Who may speak next: Telegram's limits as arithmetic on a time that is passed in, and the line of those who wait."""

import heapq
import itertools
import math
from collections import deque
from dataclasses import dataclass, field
from typing import Protocol

ChatKey = int | str


class Limit(Protocol):
    """How often something may happen."""

    def ready(self, now: float) -> float:
        """The earliest moment for the next one: ``now`` or later."""

    def take(self, now: float) -> None:
        """One happens now."""

    def idle(self, now: float) -> bool:
        """Whether it remembers nothing that still matters."""


class Bucket:
    """So many a second in the long run (the generic cell rate), and up to ``burst`` at once after a rest.

    A fraction in ``burst`` lets a late one be made up for, so that small delays don't add up to a lower rate.
    """

    __slots__ = ("_due", "_interval", "_slack")

    def __init__(self, *, rate: float, burst: float = 1) -> None:
        self._interval = 1 / rate
        self._slack = (burst - 1) * self._interval
        self._due = -math.inf

    def ready(self, now: float) -> float:
        """The earliest moment for the next one: ``now`` or later."""
        return max(now, self._due - self._slack)

    def take(self, now: float) -> None:
        """One happens now."""
        self._due = max(now, self._due) + self._interval

    def idle(self, now: float) -> bool:
        """Whether it is as good as new."""
        return self._due <= now


SLOWER = 0.8  # of the rate, after a refusal of everyone
SLOWEST = 0.2  # of the full rate
CREEP = 0.0025  # of the full rate that comes back each second: a fifth takes 80 s


class ElasticBucket(Bucket):
    """A bucket whose rate falls with every refusal and creeps back in the quiet after it."""

    __slots__ = ("_burst", "_full", "_since", "_slowed")

    def __init__(self, *, rate: float, burst: float = 1) -> None:
        super().__init__(rate=rate, burst=burst)
        self._burst = burst
        self._full = self._slowed = rate
        self._since = -math.inf

    def rate(self, now: float) -> float:
        """So many a second."""
        return min(self._full, self._slowed + CREEP * self._full * (now - self._since))

    def slow(self, now: float) -> None:
        """It was too fast."""
        self._slowed = max(self.rate(now) * SLOWER, self._full * SLOWEST)
        self._since = now

    def take(self, now: float) -> None:
        """One happens now."""
        self._interval = 1 / self.rate(now)
        self._slack = (self._burst - 1) * self._interval
        super().take(now)


class Window:
    """At most ``count`` within any stretch of so many seconds, as fast as they come."""

    __slots__ = ("_seconds", "_times")

    def __init__(self, *, count: int, seconds: float) -> None:
        self._seconds = seconds
        self._times: deque[float] = deque(maxlen=count)

    def ready(self, now: float) -> float:
        """The earliest moment for the next one: ``now`` or later."""
        full = len(self._times) == self._times.maxlen
        return max(now, self._times[0] + self._seconds) if full else now

    def take(self, now: float) -> None:
        """One happens now."""
        self._times.append(now)

    def idle(self, now: float) -> bool:
        """Whether it is as good as new."""
        return not self._times or self._times[-1] + self._seconds <= now


@dataclass(slots=True, eq=False)
class Ticket:
    """A place in the line, kept through retries: the lower ``priority`` goes first, then the one who came first."""

    chat: ChatKey
    priority: int
    order: int
    waiting: bool = field(default=False, init=False)


def chat_limits(chat: ChatKey) -> tuple[Limit, ...]:
    """What Telegram allows one chat: about a message a second, and 20 a minute where many read."""
    personal = Bucket(rate=1, burst=3)
    if isinstance(chat, int) and chat > 0:
        return (personal,)
    # A second more than Telegram's minute, for messages don't all take equally long to arrive.
    return personal, Window(count=20, seconds=61)


class Line:
    """Those who wait to speak, and who of them is next without breaking a limit."""

    def __init__(self, per_second: float) -> None:
        self._overall = ElasticBucket(rate=per_second, burst=1.5)
        self._limits: dict[ChatKey, tuple[Limit, ...]] = {}
        self._roomy = 1024
        self._held: dict[ChatKey, float] = {}
        self._all_held = -math.inf
        self._front: list[tuple[int, int, Ticket]] = []
        self._later: list[tuple[float, int, Ticket]] = []
        self._orders = itertools.count()
        self._waiting = 0

    def __len__(self) -> int:
        return self._waiting

    def ticket(self, chat: ChatKey, priority: int) -> Ticket:
        """A new place behind everyone of the same priority."""
        return Ticket(chat, priority, next(self._orders))

    def join(self, ticket: Ticket) -> None:
        """Wait at the ticket's place."""
        ticket.waiting = True
        self._waiting += 1
        heapq.heappush(self._front, (ticket.priority, ticket.order, ticket))

    def leave(self, ticket: Ticket) -> None:
        """Stop waiting; fine for one who doesn't."""
        self._waiting -= ticket.waiting
        ticket.waiting = False

    def next(self, now: float) -> Ticket | None:
        """The one whose turn it is, gone from the line; None where nobody may speak now."""
        while self._later and self._later[0][0] <= now:
            _, order, ticket = heapq.heappop(self._later)
            heapq.heappush(self._front, (ticket.priority, order, ticket))
        while self._front and self._open_at(now) <= now:
            _, order, ticket = heapq.heappop(self._front)
            if not ticket.waiting:
                continue
            if (ready := self._ready(ticket.chat, now)) > now:
                heapq.heappush(self._later, (ready, order, ticket))
                continue
            self._take(ticket, now)
            return ticket
        return None

    def wait(self, now: float) -> float | None:
        """Seconds until ``next`` is worth asking again; None where nobody waits."""
        if not self._waiting:
            return None
        first = now if self._front else self._later[0][0]
        return max(first, self._open_at(now)) - now

    def hold(self, chat: ChatKey, until: float) -> None:
        """Nothing goes to this chat before that moment."""
        self._held[chat] = max(until, self._held.get(chat, until))

    def hold_all(self, until: float) -> None:
        """Nothing goes to anyone before that moment."""
        self._all_held = max(until, self._all_held)

    def slow(self, now: float) -> None:
        """Everyone was too fast together; those who had left already by then don't count again."""
        if now >= self._all_held:
            self._overall.slow(now)

    def rate(self, now: float) -> float:
        """How many a second may go at the most."""
        return self._overall.rate(now)

    def held(self, chat: ChatKey, now: float) -> float:
        """For how many seconds Telegram told us not to speak to this chat; 0 where it didn't."""
        return max(self._held.get(chat, now), self._all_held, now) - now

    def _open_at(self, now: float) -> float:
        return max(self._overall.ready(now), self._all_held)

    def _ready(self, chat: ChatKey, now: float) -> float:
        limits = self._limits.get(chat)
        if limits is None:
            self._forget_idle(now)
            limits = self._limits[chat] = chat_limits(chat)
        return max(self._held.get(chat, now), *(limit.ready(now) for limit in limits))

    def _take(self, ticket: Ticket, now: float) -> None:
        self.leave(ticket)
        self._overall.take(now)
        for limit in self._limits[ticket.chat]:
            limit.take(now)

    def _forget_idle(self, now: float) -> None:
        """Keep memory flat however many chats there are; doubling the mark makes this cheap on average."""
        if len(self._limits) < self._roomy:
            return
        busy = {chat: limits for chat, limits in self._limits.items() if not all(limit.idle(now) for limit in limits)}
        self._limits = busy
        self._held = {chat: until for chat, until in self._held.items() if until > now}
        self._roomy = max(1024, 2 * len(busy))
