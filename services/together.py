"""What is asked for at the same time, done in one go: the way there and back often costs more than the work."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from services.ports import Clock
from storage.errors import StorageError
from storage.store import Store

T = TypeVar("T")
R = TypeVar("R")

LINGER = 0.04  # seconds: nobody who is told of news notices them, and half of the ways are saved


@dataclass(frozen=True, slots=True)
class _Errand(Generic[T, R]):
    """Something to do, and who waits for it."""

    task: T
    done: asyncio.Future[R] = field(default_factory=lambda: asyncio.get_running_loop().create_future())


class Together(Generic[T, R]):
    """Does tasks in bundles, one bundle at a time; what comes while one is under way shares the next."""

    def __init__(
        self,
        work: Callable[[Sequence[T]], Awaitable[Sequence[R | Exception]]],
        *,
        weigh: Callable[[T], int],
        most: int,
        clock: Clock,
        linger: float,
    ) -> None:
        """``work`` gives what came of each task of a bundle; all that are in it weigh ``most`` at the most.

        A bundle that is not full waits ``linger`` seconds for others.
        """
        self._work = work
        self._weigh = weigh
        self._most = most
        self._clock = clock
        self._linger = linger
        self._waiting: list[_Errand[T, R]] = []
        self._working: asyncio.Task[None] | None = None

    async def do(self, task: T) -> R:
        """What came of it, or its exception."""
        errand: _Errand[T, R] = _Errand(task)
        self._waiting.append(errand)
        if self._working is None or self._working.done():
            self._working = asyncio.create_task(self._go(), name="together")
        return await errand.done

    async def _go(self) -> None:
        while self._waiting:
            if sum(self._weigh(errand.task) for errand in self._waiting) < self._most:
                await self._clock.sleep(self._linger)
            if bundle := self._bundle():
                await self._run(bundle)

    async def _run(self, bundle: Sequence[_Errand[T, R]]) -> None:
        outcomes: Sequence[R | Exception]
        try:
            outcomes = await self._work([errand.task for errand in bundle])
        except Exception as error:  # whoever waits must hear of it, whatever it is
            outcomes = [error] * len(bundle)
        for errand, outcome in zip(bundle, outcomes, strict=True):
            _tell(errand.done, outcome)

    def _bundle(self) -> list[_Errand[T, R]]:
        """The next that fit together, at least one; nobody waits for those that were given up."""
        bundle: list[_Errand[T, R]] = []
        weight = 0
        while self._waiting and (not bundle or weight + self._weigh(self._waiting[0].task) <= self._most):
            errand = self._waiting.pop(0)
            if not errand.done.cancelled():
                bundle.append(errand)
                weight += self._weigh(errand.task)
        return bundle


def in_one(store: Store, work: Callable[[T], R], tasks: Sequence[T]) -> list[R | Exception]:
    """Do each in turn, in one transaction; if one can't be done, each by itself. Gives what came of each.

    Never inside another transaction: what failed at first would stay half done. Where the file fails, no task is tried
    again: each would wait as long for it.
    """
    try:
        with store.transaction():
            return [work(task) for task in tasks]
    except StorageError as error:
        return [error] * len(tasks)
    except Exception as error:  # not of all of them, perhaps: nobody's task is lost for another's fault
        return [error] if len(tasks) == 1 else [in_one(store, work, [task])[0] for task in tasks]


def _tell(done: asyncio.Future[R], outcome: R | Exception) -> None:
    if done.cancelled():
        return
    if isinstance(outcome, Exception):
        done.set_exception(outcome)
    else:
        done.set_result(outcome)
