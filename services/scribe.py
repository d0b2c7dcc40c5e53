"""News that came at the same time, recorded together: a disk takes hardly longer over many than over one."""

import asyncio
import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from services.read import Reading
from services.record import Recorded, Rules, record
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


@dataclass(frozen=True, slots=True, kw_only=True)
class _Errand:
    """News on its way to the storage."""

    news: News
    done: asyncio.Future[Recorded] = field(default_factory=lambda: asyncio.get_running_loop().create_future())


class Scribe:
    """Records news; what comes while a transaction is being written shares the next one."""

    def __init__(self, memory: Memory, rules: Rules) -> None:
        self._memory = memory
        self._rules = rules
        self._waiting: list[_Errand] = []
        self._writing: asyncio.Task[None] | None = None

    async def record(self, news: News) -> Recorded:
        """Have it stored with its events and alerts, all of it or nothing; raises StorageError."""
        errand = _Errand(news=news)
        self._waiting.append(errand)
        if self._writing is None or self._writing.done():
            self._writing = asyncio.create_task(self._write(), name="scribe")
        return await errand.done

    async def _write(self) -> None:
        while batch := self._batch():
            try:
                told = [errand.news for errand in batch]
                outcomes = await self._memory.ask(record_together, told, rules=self._rules)
            except Exception as error:  # whoever waits must hear of it, whatever it is
                outcomes = [error] * len(batch)
            for errand, outcome in zip(batch, outcomes, strict=True):
                _tell(errand.done, outcome)

    def _batch(self) -> list[_Errand]:
        """The next that fit into one transaction, at least one; nobody waits for those that were given up."""
        batch: list[_Errand] = []
        stories = 0
        while self._waiting and (not batch or stories + len(self._waiting[0].news.readings) <= TOGETHER):
            errand = self._waiting.pop(0)
            if not errand.done.cancelled():
                batch.append(errand)
                stories += len(errand.news.readings)
        return batch


def _tell(done: asyncio.Future[Recorded], outcome: Recorded | Exception) -> None:
    if done.cancelled():
        return
    if isinstance(outcome, Exception):
        done.set_exception(outcome)
    else:
        done.set_result(outcome)


def record_together(store: Store, told: Iterable[News], *, rules: Rules) -> list[Recorded | Exception]:
    """Record each in turn, in one transaction; if one can't be, each by itself. Gives what came of each."""
    told = list(told)
    try:
        with store.transaction():
            return [_record(store, news, rules) for news in told]
    except Exception as error:  # not of all of them, perhaps: nobody's news is lost for another's fault
        return [error] if len(told) == 1 else [_alone(store, news, rules) for news in told]


def _alone(store: Store, news: News, rules: Rules) -> Recorded | Exception:
    try:
        return _record(store, news, rules)
    except Exception as error:  # handed to whoever brought this
        return error


def _record(store: Store, news: News, rules: Rules) -> Recorded:
    return record(store, news.feed, news.readings, now=news.now, rules=rules, away=news.away)
