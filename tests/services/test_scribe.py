"""News that came at the same time, on its way to storage."""

import asyncio
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress

import pytest

from ratings.extract import extract
from ratings.model import Story
from services.read import Reading
from services.record import Recorded, Rules
from services.scribe import TOGETHER, News, Scribe
from storage.errors import StorageError
from storage.feeds import FeedState
from storage.store import Store
from tests.services.house import FRESH, SETTLE, House

RULES = Rules(interval=60, fresh=FRESH, settle=SETTLE)
TITLE = "JPMorgan upgrades Cipher Mining (CIFR) to Overweight from Neutral"


def reading(house: House, guid: str, title: str = TITLE) -> Reading:
    """An entry as it was read."""
    story = Story(title=title, url=f"https://desk.example/{guid}", published=house.clock.now())
    return Reading(guid=guid, story=story, actions=extract(story), lacking=False)


def news(house: House, feed: FeedState, *guids: str) -> News:
    """What a feed brings."""
    return News(feed=feed, readings=[reading(house, guid) for guid in guids], now=house.clock.now())


async def feeds(house: House) -> list[FeedState]:
    """The feeds as they are known."""
    return await house.memory.ask(lambda store: store.feeds.active())


async def recorded(house: House, told: Sequence[News]) -> tuple[list[Recorded | BaseException], int]:
    """What came of news that came at once, and in how many transactions."""
    seen: list[str] = []
    scribe = Scribe(house.memory, RULES, house.clock)
    await house.memory.ask(lambda store: store._engine._db.conn.set_trace_callback(seen.append))
    outcomes = await asyncio.gather(*map(scribe.record, told), return_exceptions=True)
    await house.memory.ask(lambda store: store._engine._db.conn.set_trace_callback(None))
    return outcomes, seen.count("commit")


async def test_together(house: House) -> None:
    """What several feeds bring at once is written at once, and each learns what came of its own."""
    desk, ledger = await feeds(house)
    outcomes, commits = await recorded(house, [news(house, desk, "1", "2"), news(house, ledger, "1")])
    assert [(one.stories, one.alerts) for one in outcomes if isinstance(one, Recorded)] == [(2, 1), (1, 0)]
    assert commits == 1


async def test_bounded(house: House) -> None:
    """Much news takes its turns, since others wait for the storage too; none of it is left out."""
    desk, _ = await feeds(house)
    told = [news(house, desk, *(f"{part} {n}" for n in range(TOGETHER // 2 + 1))) for part in range(3)]
    outcomes, commits = await recorded(house, told)
    assert sum(one.stories for one in outcomes if isinstance(one, Recorded)) == 3 * (TOGETHER // 2 + 1)
    assert commits == 3


async def test_fault_is_its_own(house: House) -> None:
    """News that can't be stored takes no other along, and only who brought it hears of it."""
    desk, ledger = await feeds(house)
    unknown = desk._replace(id=4711)
    outcomes, _ = await recorded(house, [news(house, one, "1") for one in (desk, unknown, ledger)])
    assert [type(one) for one in outcomes] == [Recorded, sqlite3.IntegrityError, Recorded]
    assert await house.memory.ask(lambda store: store.stories.count()) == 2


async def test_busy_file(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the file fails, all who wait hear of it at once: none is tried again, for each would wait as long."""
    begun: list[str] = []

    @contextmanager
    def busy(store: Store) -> Iterator[None]:
        begun.append("begin")
        raise StorageError("the data is busy")
        yield

    desk, ledger = await feeds(house)
    monkeypatch.setattr(Store, "transaction", busy)
    outcomes, _ = await recorded(house, [news(house, desk, "1"), news(house, ledger, "1")])
    assert [type(one) for one in outcomes] == [StorageError, StorageError]
    assert begun == ["begin"]


async def test_given_up(house: House) -> None:
    """What was given up before its turn is not stored, and nobody else waits for it."""
    desk, ledger = await feeds(house)
    scribe = Scribe(house.memory, RULES, house.clock)
    kept, dropped = (asyncio.create_task(scribe.record(news(house, feed, "1"))) for feed in (desk, ledger))
    await asyncio.sleep(0)
    dropped.cancel()
    with suppress(asyncio.CancelledError):
        await dropped
    assert (await kept).stories == 1
    assert await house.memory.ask(lambda store: store.stories.count()) == 1


async def test_storage_fails(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever waits hears of it when nothing can be stored, and the next news is tried again."""
    desk, ledger = await feeds(house)
    scribe = Scribe(house.memory, RULES, house.clock)
    with monkeypatch.context() as patch:
        patch.setattr(house.memory, "ask", _refuse)
        told = [scribe.record(news(house, feed, "1")) for feed in (desk, ledger)]
        outcomes = await asyncio.gather(*told, return_exceptions=True)
    assert [type(one) for one in outcomes] == [OSError, OSError]
    assert (await scribe.record(news(house, desk, "1"))).stories == 1


async def _refuse(*_: object, **__: object) -> Store:
    raise OSError
