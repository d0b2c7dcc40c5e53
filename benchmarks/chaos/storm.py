"""An hour of everything that goes wrong at once, in virtual time: at the outlets, at Telegram, with the clock."""

import asyncio
import ctypes
import datetime as dt
import gc
import random
import re
import resource
import tempfile
from collections import Counter
from collections.abc import Callable, Coroutine
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from telegram import Update

from benchmarks.chaos.kills import MAY_REPEAT
from benchmarks.replay.stage import InlineMemory, InlineWorkshop
from bot.app import App, Plug
from bot.parts import build_poller
from bot.settings import Alerts, Polling, Settings, Telegram
from feeds.errors import FetchError
from ratings.model import Story
from tests.fakes.clock import START, FakeClock
from tests.fakes.fetcher import FakeFetcher
from tests.fakes.telegram import BotApi
from tests.fakes.telegram_faults import Fault, FloodLimits, broken, close, garbled, hang, refuse, too_many
from tests.fakes.telegram_inside import InProcessRequest

HOUR = 3_600
CHATS = 200
FICKLE = 20  # of them block the bot now and then
STORY_EVERY = 90  # seconds
FAULT_EVERY = 7  # seconds, on average
POLL_EVERY = 60
AFTERMATH = 2 * HOUR  # seconds in which all must have been sent once the faults are over
WARM = 1_200  # seconds after which memory may not grow any more
GROWTH_LIMIT = 16_000_000  # bytes; the Telegram that is played here lives in the same process
LATENCY = 0.06
SLOW = 4.0
FEEDS = ("https://desk.example/rss", "https://ledger.example/rss")
FIRMS = ("UBS", "JPMorgan", "Citigroup", "Barclays", "Jefferies", "Morgan Stanley", "Wells Fargo", "Deutsche Bank")
STOCKS = {
    "AAPL": "Apple",
    "MSFT": "Microsoft",
    "NVDA": "Nvidia",
    "AMZN": "Amazon.com",
    "TSLA": "Tesla",
    "INTC": "Intel",
}
ANSWERS: dict[str, Callable[[], Fault]] = {
    "5xx": broken,
    "5xx after": lambda: broken(accepted=True),
    "reset": lambda: close(accepted=False),
    "reset after": lambda: close(accepted=True),
    "silence": hang,
    "half": garbled,
}
STRIKES = (*ANSWERS, "429s", "slow", "down", "block", "feed", "clock")
TARGET = re.compile(r"\$(\d{3,4})\b")


class ShakenClock(FakeClock):
    """A clock whose wall time can jump, as when a machine finds out what time it is; what never jumps, doesn't."""

    def jump(self, seconds: float) -> None:
        """Set the wall clock."""
        self._start += dt.timedelta(seconds=seconds)


@dataclass(slots=True)
class Ledger:
    """What people saw and what the faults allow."""

    told: set[tuple[int, int]] = field(default_factory=set)  # (chat, story's target)
    repeats: int = 0  # messages that told nothing new
    unmarked: int = 0  # those of them that didn't say so
    doubts: int = 0  # answers that were lost after the message had been shown
    faults: Counter[str] = field(default_factory=Counter)

    def take(self, api: BotApi) -> None:
        """Note what was shown since last time, and let the server forget it, so that only the bot's memory counts."""
        for shown in api.history:
            if shown.what == "sent" and (targets := TARGET.findall(shown.text)):
                # several calls of one firm may come as one message
                self._note({(shown.chat_id, int(target)) for target in targets}, marked=MAY_REPEAT in shown.text)
        api.history.clear()
        api.answered.clear()

    def _note(self, told: set[tuple[int, int]], *, marked: bool) -> None:
        if told <= self.told:
            self.repeats += 1
            self.unmarked += not marked
        self.told |= told


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """How the hour ended. ``grown`` is in bytes, from when the bot was warm to the end."""

    stories: int
    alerts: int
    lost: int
    repeats: int
    unmarked: int
    doubts: int
    left: int
    grown: int
    faults: Counter[str]

    @property
    def kept(self) -> bool:
        """Whether the promise was kept."""
        flat = self.grown < GROWTH_LIMIT
        return flat and (self.lost, self.unmarked, self.left) == (0, 0, 0) and self.repeats <= self.doubts


class Storm:
    """One bot in the hour."""

    def __init__(self, folder: Path, seed: int) -> None:
        self.dice = random.Random(seed)
        self.clock = ShakenClock(START)
        self.api = BotApi(clock=self.clock, flood=FloodLimits(), latency=LATENCY)
        self.memory = InlineMemory(folder / "data.db")
        self.outlets = FakeFetcher()
        self.ledger = Ledger()
        settings = Settings(
            telegram=Telegram(token=self.api.token, access="everyone"),
            polling=Polling(interval=POLL_EVERY, private_hosts=True, articles=False),
            alerts=Alerts(settle_seconds=0),
        )
        self.app = App(settings, self.memory, self.clock, Plug(InProcessRequest(self.api)))
        self._poller = build_poller(settings, self.memory, self.outlets, InlineWorkshop(), self.clock)  # type: ignore[arg-type]
        self._stories = 0
        self._blocked: set[int] = set()
        self._bodies: dict[str, bytes] = {}

    async def open(self) -> None:
        """Begin with chats that watch everything, and feeds that were looked at once."""
        now = self.clock.now()
        for chat_id in range(1, CHATS + 1):
            self.api.open(chat_id)
            self.memory.store.chats.meet(chat_id, "private", now)
            for ticker in STOCKS:
                self.memory.store.chats.watch(chat_id, ticker, now)
        for url in FEEDS:
            self.outlets.publish(url, Story(title="Nothing happens before the bell", url=f"{url}/0", published=now))
        self.memory.store.feeds.sync([(url.split("/")[2], url) for url in FEEDS], now)
        await self._finish(self.app.application.initialize())
        await self._poll()

    async def play(self, seconds: int) -> Outcome:
        """Let it rage for so long, then let it end."""
        sender = asyncio.create_task(self.app.deliverer.run())
        warm = 0
        for second in range(seconds):
            await self._second(second)
            if second == WARM:
                warm = self._resident()
        self._calm()
        for _ in range(AFTERMATH // POLL_EVERY):
            await self._poll()
            await self.clock.run(POLL_EVERY)
            self.ledger.take(self.api)
            self._forget_bubbles()
            if not self._missing() and not self.memory.store.outbox.waiting():
                break
        grown = self._resident() - warm if warm else 0
        sender.cancel()
        with suppress(asyncio.CancelledError):
            await sender
        return self._outcome(grown)

    async def close(self) -> None:
        """End it."""
        await self._finish(self.app.application.shutdown())
        self.memory.close()

    async def _second(self, second: int) -> None:
        if second % STORY_EVERY == 0:
            self._publish()
        if self.dice.random() < 1 / FAULT_EVERY:
            self._strike()
        if second % POLL_EVERY == 0:
            await self._poll()
            self.ledger.take(self.api)
            self._forget_bubbles()
        await self.clock.run(1)

    def _publish(self) -> None:
        """A new call, told by both outlets; its target, unlike any other, names it."""
        number, now = self._stories, self.clock.now()
        self._stories += 1
        ticker = list(STOCKS)[number % len(STOCKS)]
        firm = FIRMS[number // len(STOCKS) % len(FIRMS)]
        title = (
            f"{firm} Raises {STOCKS[ticker]} (NASDAQ:{ticker}) Price Target to ${self.target(number)}, Maintains Buy"
        )
        for url in FEEDS:
            body = self.outlets.feeds[url]
            self.outlets.feeds[url] = self._bodies.get(url, b"") if isinstance(body, Exception) else body
            self.outlets.publish(url, Story(title=title, url=f"{url}/{number + 1}", published=now))
            self._bodies[url] = self.outlets.feeds[url]  # type: ignore[assignment]
            if isinstance(body, Exception):  # the outage goes on
                self.outlets.feeds[url] = body

    @staticmethod
    def target(number: int) -> int:
        """The target that stands for a story."""
        return 300 + number

    def _strike(self) -> None:
        name = self.dice.choice(STRIKES)
        self.ledger.faults[name] += 1
        if name in ANSWERS:
            fault = ANSWERS[name]()
            times = self.dice.randint(1, 4)
            self.ledger.doubts += times if fault.accepted else 0
            self.api.fail(fault, times=times)
            return
        match name:
            case "429s":
                self.api.fail(too_many(self.dice.choice([1, 3, 10, 90])), times=self.dice.randint(1, 12))
            case "slow":
                self.api.latency = self.dice.choice([LATENCY, SLOW])
            case "down":
                self.api.fail(refuse(), times=self.dice.randint(10, 60))
            case "block":
                self._block()
            case "feed":
                self._cut_feed()
            case _:
                self.clock.jump(self.dice.choice([-600, -60, 60, 600]))

    def _block(self) -> None:
        """Somebody leaves, or comes back."""
        chat = CHATS - self.dice.randrange(FICKLE)
        if chat in self._blocked:
            self._blocked.discard(chat)
            self.api.unblock(chat)
        else:
            self._blocked.add(chat)
            self.api.block(chat)

    def _cut_feed(self) -> None:
        """An outlet goes down, or comes back."""
        url = self.dice.choice(FEEDS)
        body = self.outlets.feeds[url]
        if isinstance(body, bytes):
            self._bodies[url] = body
            self.outlets.feeds[url] = FetchError(url, "answered 503")
        else:
            self.outlets.feeds[url] = self._bodies[url]

    def _calm(self) -> None:
        """No fault any more. What was planned and met nobody allows no repeat, but neither does it forbid one."""
        self.api.heal()
        self.api.latency = LATENCY
        for url, body in self._bodies.items():
            self.outlets.feeds[url] = body

    def _forget_bubbles(self) -> None:
        for chat in self.api.world.chats.values():
            for message_id in list(chat.bubbles)[:-1]:
                del chat.bubbles[message_id]

    async def _poll(self) -> None:
        await self._finish(self._poller.tick())
        await self._finish(self._poller.finish())
        for update in self.api.updates.take():
            decoded = Update.de_json(update, self.app.application.bot)
            await self._finish(self.app.application.process_update(decoded))

    async def _finish(self, work: Coroutine[Any, Any, Any]) -> None:
        task = asyncio.ensure_future(work)
        while not task.done():
            await self.clock.run(0.05)
        await task

    def _resident(self) -> int:
        """The bytes of memory that this process holds for good.

        Without what SQLite keeps at hand of its file, which grows with the file up to a bound of its own, and without
        what the allocator hasn't given back yet.
        """
        gc.collect()
        self.memory.store._engine.query("pragma shrink_memory")
        with suppress(AttributeError):  # glibc's alone
            ctypes.CDLL(None).malloc_trim(0)
        return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1]) * resource.getpagesize()

    def _wanted(self) -> list[tuple[int, int]]:
        """The alerts that must come: every story's, to everyone who never left."""
        steady = range(1, CHATS - FICKLE + 1)
        return [(chat, self.target(number)) for chat in steady for number in range(self._stories)]

    def _missing(self) -> int:
        return sum(one not in self.ledger.told for one in self._wanted())

    def _outcome(self, grown: int) -> Outcome:
        return Outcome(
            stories=self._stories,
            alerts=len(self._wanted()),
            lost=self._missing(),
            repeats=self.ledger.repeats,
            unmarked=self.ledger.unmarked,
            doubts=self.ledger.doubts,
            left=self.memory.store.outbox.waiting(),
            grown=grown,
            faults=self.ledger.faults,
        )


async def rage(seconds: int, seed: int) -> Outcome:
    """An hour, or as much of it as is asked for."""
    with tempfile.TemporaryDirectory(prefix="ratingwire-chaos-") as name:
        storm = Storm(Path(name), seed)
        await storm.open()
        try:
            return await storm.play(seconds)
        finally:
            await storm.close()
