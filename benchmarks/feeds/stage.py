"""The bot's own poller over real storage, its feeds known since an earlier edition; and what it costs."""

import asyncio
import contextlib
import datetime as dt
import os
import resource
import tempfile
import time
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.feeds.bodies import feed_text
from benchmarks.feeds.past import Wanted, in_the_past
from benchmarks.feeds.server import hosts
from bot.clock import SystemClock
from bot.process import prepare
from feeds.fetch import Fetcher
from feeds.parse import Source, whole
from feeds.workshop import Workshop
from ratings.extract import extract
from services.manners import Manners
from services.poll import TICK, Poller
from services.record import Rules
from services.together import LINGER
from storage.store import Memory, Store

SAMPLE = 0.01  # seconds between two looks at the loop's delay


@dataclass(slots=True)
class Delays:
    """How late the loop comes back, in seconds."""

    found: list[float] = field(default_factory=list)

    async def watch(self) -> None:
        """Measure until cancelled."""
        while True:
            begun = time.perf_counter()
            await asyncio.sleep(SAMPLE)
            self.found.append(max(0.0, time.perf_counter() - begun - SAMPLE))

    def at(self, part: float) -> float:
        """The delay that this part of all stays below."""
        return sorted(self.found)[int(part * (len(self.found) - 1))]


class Stage:
    """A poller, its parts, and ways to look at them."""

    def __init__(self, folder: Path, *, interval: float, gap: float, concurrency: int, patience: float) -> None:
        self.path = folder / "bench.db"
        self.memory = Memory(self.path)
        self.clock = SystemClock()
        self.workshop = Workshop()
        self.fetcher = Fetcher(
            timeout=patience, max_bytes=5_000_000, user_agent="Bench", private_hosts=True, concurrency=concurrency * 8
        )
        self.poller = Poller(
            self.memory,
            self.fetcher,
            self.workshop,
            self.clock,
            rules=Rules(interval=interval, fresh=dt.timedelta(days=1), settle=dt.timedelta(0)),
            concurrency=concurrency,
            articles=False,
            manners=Manners(self.clock, gap=gap),
            linger=LINGER,
        )

    async def close(self) -> None:
        """Let everything go."""
        await self.poller.stop()
        await self.fetcher.close()
        self.workshop.close()
        self.memory.close()

    async def know(self, wanted: Iterable[Wanted], port: int, count: int, *, within: float) -> None:
        """Have these feeds, as an earlier poll of their edition would have left them, due within so many seconds."""
        known = await self.workshop.do(whole, feed_text(0, 0).encode(), Source("http://warm.example/", "Warm"))
        extract(known.entries[0].story)  # the tables are loaded with the first story
        prepare()  # as the bot itself does
        await asyncio.to_thread(in_the_past, self.path, list(wanted), port, hosts(count))
        await self.memory.ask(_spread, self.clock.now(), within)

    async def ticks(self, done: Callable[[], bool], *, wait: bool = True) -> None:
        """Tick as the bot does until it is done, and wait for looks that are under way unless they may hang."""
        while not done():
            begun = time.monotonic()
            await self.poller.tick()
            await asyncio.sleep(max(0.0, TICK - (time.monotonic() - begun)))
        if wait:
            await self.poller.finish()


def _spread(store: Store, now: dt.datetime, within: float) -> None:
    feeds = store.feeds.active()
    store.looks.plan(
        (feed.id, now + dt.timedelta(seconds=within * (place * 0.618034 % 1))) for place, feed in enumerate(feeds)
    )


@asynccontextmanager
async def open_stage(
    *, interval: float, gap: float, concurrency: int = 64, patience: float = 20
) -> AsyncIterator[Stage]:
    """A stage in a folder of its own."""
    with tempfile.TemporaryDirectory(prefix="ratingwire-feeds-") as folder:
        stage = Stage(Path(folder), interval=interval, gap=gap, concurrency=concurrency, patience=patience)
        try:
            yield stage
        finally:
            await stage.close()


def spent() -> float:
    """Seconds of processor that this process and its children, living or ended, have taken."""
    ended = resource.getrusage(resource.RUSAGE_CHILDREN)
    living = sum(_ticks(pid) for pid in children()) / os.sysconf("SC_CLK_TCK")
    return time.process_time() + ended.ru_utime + ended.ru_stime + living


def resident() -> float:
    """Megabytes of memory of this process and of its children; pages that they share are counted once (PSS)."""
    return sum(_share(pid) for pid in [os.getpid(), *children()]) / 1000


def children() -> list[int]:
    """The processes that this one started."""
    return [int(pid) for pid in Path(f"/proc/self/task/{os.getpid()}/children").read_text().split()]


def _ticks(pid: int) -> int:
    with contextlib.suppress(FileNotFoundError):
        after = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        return int(after[11]) + int(after[12])
    return 0


def _share(pid: int) -> int:
    with contextlib.suppress(FileNotFoundError):
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
        return next(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
    return 0
