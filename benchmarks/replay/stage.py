"""The bot in fast time: its real parts in one thread, one clock that moves when all of them wait for it."""

import asyncio
import datetime as dt
from collections.abc import Awaitable, Callable, Coroutine, Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any, Concatenate, ParamSpec, TypeVar

from bot.app import App, Plug
from bot.parts import build_poller
from bot.settings import Alerts, Polling, Settings, Telegram
from feeds.fetch import NOTHING_KNOWN, Fetcher
from feeds.model import Fetched, Unchanged, Validators
from feeds.workshop import Workshop
from services.poll import Poller
from storage.store import Memory, Store
from tests.fakes.clock import FakeClock, settle
from tests.fakes.telegram import BotApi
from tests.fakes.telegram_inside import InProcessRequest

P = ParamSpec("P")
T = TypeVar("T")

TICK = dt.timedelta(seconds=120)  # between two looks at the feeds; their interval is shorter, so all are due
INTERVAL = 60
SETTLING = 20.0
STEP = 15.0  # seconds between two looks at the outbox
UNHURRIED = 1_000  # messages a second


class InlineMemory(Memory):
    """The memory without a thread of its own, so that time stands still while it works."""

    def __init__(self, path: Path | str) -> None:
        self._store = Store(path)

    async def ask(self, work: Callable[Concatenate[Store, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Do ``work(store, ...)`` at once."""
        return work(self._store, *args, **kwargs)

    def close(self) -> None:
        """Let the file go."""
        self._store.close()

    @property
    def store(self) -> Store:
        """The store itself."""
        return self._store


class InlineWorkshop(Workshop):
    """A workshop that does the work where it stands: what comes from our own newsstand is harmless."""

    def __init__(self) -> None:
        pass

    async def do(self, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """The answer, or its exception."""
        return work(*args, **kwargs)

    def close(self) -> None:
        """Nothing is open."""


class InlineExecutor(ThreadPoolExecutor):
    """A loop's executor that does the work at once."""

    def submit(self, work: Callable[..., T], /, *args: Any, **kwargs: Any) -> "Future[T]":
        """The finished work."""
        done: Future[T] = Future()
        try:
            done.set_result(work(*args, **kwargs))
        except Exception as error:  # an executor hands every error to whoever waits
            done.set_exception(error)
        return done


class CountingFetcher(Fetcher):
    """A fetcher that tells whether the wire is busy: the clock must not move meanwhile."""

    busy = 0

    async def fetch(self, url: str, validators: Validators = NOTHING_KNOWN) -> Fetched | Unchanged:
        """A feed."""
        return await self._counted(super().fetch(url, validators))

    async def page(self, url: str) -> Fetched:
        """An article's page."""
        return await self._counted(super().page(url))

    async def _counted(self, work: Awaitable[T]) -> T:
        self.busy += 1
        try:
            return await work
        finally:
            self.busy -= 1


class Stage:
    """One bot with its clock, its memory and its Telegram."""

    def __init__(self, start: dt.datetime, feeds: Iterable[tuple[str, str]]) -> None:
        self.clock = FakeClock(start)
        self.api = BotApi(clock=self.clock)
        self.memory = InlineMemory(":memory:")
        self._feeds = list(feeds)
        self._fetcher = CountingFetcher(timeout=20, max_bytes=5_000_000, user_agent="Replay", private_hosts=True)
        self.settings = Settings(
            telegram=Telegram(token=self.api.token, access="everyone"),
            polling=Polling(interval=INTERVAL, private_hosts=True, per_host_connections=64, per_host_seconds=0),
            alerts=Alerts(settle_seconds=SETTLING, messages_per_second=UNHURRIED),
        )
        self.app = App(self.settings, self.memory, self.clock, Plug(InProcessRequest(self.api)))
        self.poller: Poller = build_poller(self.settings, self.memory, self._fetcher, InlineWorkshop(), self.clock)

    @property
    def store(self) -> Store:
        """The bot's memory, laid open."""
        return self.memory.store

    async def open(self, watches: Iterable[tuple[int, Iterable[str]]]) -> None:
        """Begin with empty feeds that were looked at once, and chats that watch these tickers."""
        asyncio.get_running_loop().set_default_executor(InlineExecutor(max_workers=1))
        now = self.clock.now()
        for chat_id, tickers in watches:
            self.api.open(chat_id)
            self.store.chats.meet(chat_id, "private", now)
            for ticker in tickers:
                self.store.chats.watch(chat_id, ticker, now)
        self.store.feeds.sync(self._feeds, now)
        await self.finish(self.app.application.initialize())
        await self.poll()

    async def close(self) -> None:
        """End it."""
        await self.finish(self.app.application.shutdown())
        await self._fetcher.close()
        self.memory.close()

    async def poll(self) -> None:
        """Look at every feed that is due."""
        await self.finish(self.poller.tick())
        await self.finish(self.poller.finish())

    async def until(self, moment: dt.datetime) -> None:
        """Let the time pass; what waits in the outbox goes out when it is due."""
        while self.store.outbox.waiting() and self.clock.now() < moment:
            self.clock.advance(min(STEP, (moment - self.clock.now()).total_seconds()))
            await self.finish(self._send())
        self.clock.advance(max(0.0, (moment - self.clock.now()).total_seconds()))

    async def _send(self) -> None:
        while await self.app.deliverer.launch():
            await self.app.deliverer.stop()

    async def finish(self, work: Coroutine[Any, Any, T]) -> T:
        """Do it to its end: while the wire is busy the clock stands still, else it goes on for whoever sleeps."""
        task = asyncio.ensure_future(work)
        await settle()
        while not task.done():
            if self._fetcher.busy:
                await asyncio.sleep(0.0005)
                await settle()
            else:
                await self.clock.run(0.25)
        return await task
