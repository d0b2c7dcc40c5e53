"""Feeds whose new entries are parsed together."""

import asyncio
from collections.abc import Callable, Sequence
from typing import Any

from feeds.parse import LIMIT, Parsed, Source, whole
from feeds.sift import Sifted, sifted
from feeds.workshop import WorkshopError
from services.press import MOST, Press
from tests.fakes.clock import FakeClock
from tests.fakes.workshop import InlineWorkshop

OLD = "<item><title>Mizuho starts RIOT at Buy</title><guid>old</guid></item>"


class CountingWorkshop(InlineWorkshop):
    """Remembers how many feeds came in each task; a worker dies of a feed with "deadly" in it."""

    def __init__(self) -> None:
        self.tasks: list[int] = []

    async def do(self, work: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        """The answer, or the death."""
        told: Sequence[tuple[Sifted, Source]] = args[0]
        self.tasks.append(len(told))
        await asyncio.sleep(0)
        if any("deadly" in sieved.text for sieved, _ in told):
            raise WorkshopError("ended its process")
        return await super().do(work, *args, **kwargs)


def fresh(name: str, words: str = "") -> tuple[Sifted, Source]:
    """A feed with one new entry."""
    source = Source(f"https://{name}.example/rss", name)
    traces = whole(_feed(OLD), source).traces
    new = (
        f"<item><title>Needham starts {name} at Buy</title><guid>{name}</guid><description>{words}</description></item>"
    )
    sieved = sifted(_feed(new + OLD), None, source.url, traces, LIMIT)
    assert sieved is not None
    return sieved, source


def _feed(items: str) -> bytes:
    return f'<rss version="2.0"><channel><title>Desk</title>{items}</channel></rss>'.encode()


async def tasks_of(*told: tuple[Sifted, Source]) -> list[int]:
    """How many feeds were in each task, where one feed came after the other, all of them within a moment."""
    workshop, clock = CountingWorkshop(), FakeClock()
    press = Press(workshop, clock, linger=0.04)
    asked = []
    for one in told:
        asked.append(asyncio.create_task(press.remaining(*one)))
        await clock.run(0.01)
    await clock.run(0.04)
    assert all(task.done() for task in asked)
    return workshop.tasks


async def pressed(workshop: CountingWorkshop, *told: tuple[Sifted, Source]) -> list[str]:
    """What came of each that was asked for at once: the new entry's key, or the error."""
    press = Press(workshop, FakeClock())
    outcomes = await asyncio.gather(*(press.remaining(*one) for one in told), return_exceptions=True)
    return [one.entries[0].guid if isinstance(one, Parsed) else str(one) for one in outcomes]


async def test_together() -> None:
    """What is asked for at the same time is one task, and each gets its own."""
    workshop = CountingWorkshop()
    assert await pressed(workshop, fresh("a"), fresh("b"), fresh("c")) == ["a", "b", "c"]
    assert workshop.tasks == [3]


async def test_bounded() -> None:
    """A task is never longer than a single feed may be."""
    workshop = CountingWorkshop()
    long = "word " * (MOST // 8)
    assert await pressed(workshop, fresh("a", long), fresh("b", long), fresh("c")) == ["a", "b", "c"]
    assert workshop.tasks == [1, 2]


async def test_fault_is_its_own() -> None:
    """A feed of which a worker dies takes no other along."""
    workshop = CountingWorkshop()
    assert await pressed(workshop, fresh("a"), fresh("b", "deadly"), fresh("c")) == ["a", "ended its process", "c"]
    assert workshop.tasks == [3, 1, 1, 1]


async def test_linger() -> None:
    """What comes a moment later still shares the task."""
    assert await tasks_of(fresh("a"), fresh("b"), fresh("c")) == [3]


async def test_full() -> None:
    """A task that is full waits for nobody."""
    long = "word " * (MOST // 5)
    assert await tasks_of(fresh("a", long), fresh("b"), fresh("c")) == [1, 2]
