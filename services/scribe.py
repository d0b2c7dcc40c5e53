"""News that came at the same time, recorded together: a disk takes hardly longer over many than over one."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from services.ports import Clock
from services.read import Reading
from services.record import Recorded, Rules, record
from services.together import Together, in_one
from storage.feeds import FeedState
from storage.store import Memory, Store

TOGETHER = 50  # stories in one transaction, while others may be waiting for the storage


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """What one feed brought, and when; ``away``: it came out while the bot was not there to see."""

    feed: FeedState
    readings: Sequence[Reading]
    now: dt.datetime
    away: bool = False


class Scribe:
    """Records news; what comes while a transaction is being written shares the next one."""

    def __init__(self, memory: Memory, rules: Rules, clock: Clock, *, linger: float = 0.0) -> None:
        """``linger``: the seconds that a transaction waits for others, unless it is full."""
        self._memory = memory
        self._rules = rules
        self._together: Together[News, Recorded] = Together(
            self._write, weigh=_stories, most=TOGETHER, clock=clock, linger=linger
        )

    async def record(self, news: News) -> Recorded:
        """Have it stored with its events and alerts, all of it or nothing; raises StorageError."""
        return await self._together.do(news)

    async def _write(self, told: Sequence[News]) -> Sequence[Recorded | Exception]:
        return await self._memory.ask(record_together, told, rules=self._rules)


def _stories(news: News) -> int:
    return len(news.readings)


def record_together(store: Store, told: Iterable[News], *, rules: Rules) -> list[Recorded | Exception]:
    """Record each in turn, in one transaction; if one can't be, each by itself. Gives what came of each."""

    def recorded(news: News) -> Recorded:
        return record(store, news.feed, news.readings, now=news.now, rules=rules, away=news.away)

    return in_one(store, recorded, list(told))
