"""Processes beside the bot for bytes from outside: one that hangs, swells or dies costs its task and nothing else."""

import asyncio
import multiprocessing
import resource
import signal
from collections.abc import Callable
from typing import ParamSpec, TypeVar

from pebble import ProcessExpired, ProcessPool

P = ParamSpec("P")
T = TypeVar("T")

MEMORY = 2**30  # bytes of address space a worker may take
TASKS = 5_000  # after which a worker is replaced: parsers of malformed input fragment memory


class WorkshopError(Exception):
    """The work took too long, or its process died of it."""


class Workshop:
    """A worker process, started with the first task and replaced when it ends."""

    def __init__(self, *, seconds: float = 10) -> None:
        """``seconds`` is how long one task may take."""
        self._seconds = seconds
        # spawn: a fork would copy threads' locks in whatever state they are
        context = multiprocessing.get_context("spawn")
        self._pool = ProcessPool(max_workers=1, max_tasks=TASKS, initializer=_prepare, context=context)

    async def do(self, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """The answer of ``work(...)``, or its exception; raises WorkshopError where there is none."""
        task = self._pool.schedule(work, args=args, kwargs=kwargs, timeout=self._seconds)
        try:
            return await asyncio.wrap_future(task)
        except TimeoutError as error:
            raise WorkshopError(f"took longer than {self._seconds:g} s") from error
        except (ProcessExpired, MemoryError) as error:
            raise WorkshopError("ended its process") from error

    def close(self) -> None:
        """End the workers at once."""
        self._pool.stop()  # type: ignore[no-untyped-call]
        self._pool.join()


def _prepare() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the bot, which then ends its workers
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
