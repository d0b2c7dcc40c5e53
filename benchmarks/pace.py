"""The pace of a fan-out: the whole way from the outbox to a strict Bot API, in virtual time."""

import asyncio
import datetime as dt
from dataclasses import dataclass

from telegram import Update

from benchmarks.crowd import announce, gather
from benchmarks.replay.stage import InlineMemory
from bot.app import App, Plug
from bot.settings import Settings, Telegram
from tests.fakes.clock import FakeClock
from tests.fakes.telegram import BotApi
from tests.fakes.telegram_faults import FloodLimits
from tests.fakes.telegram_inside import InProcessRequest

CHATS = 10_000
LATENCY = 0.06  # seconds to Telegram and back
ASK_EVERY = 2.0  # seconds between two commands of people who don't wait for alerts
LOOK_EVERY = 0.5  # seconds between two looks at whether all is sent
STEP = 0.01  # seconds; as exactly is the time of an answer known
WRITERS = 1_000_000  # their ids begin here; each asks once, for one alone would be told to slow down


@dataclass(frozen=True, slots=True, kw_only=True)
class FanOut:
    """How it went: messages, the seconds they took, answers 429, and the seconds each command waited, sorted."""

    alerts: int
    seconds: float
    allowed: float
    refused: int
    waits: list[float]

    @property
    def share(self) -> float:
        """The part of the allowed rate that was used; the answers to commands are paid from it too."""
        return (self.alerts + len(self.waits)) / self.seconds / self.allowed

    @property
    def p95(self) -> float:
        """Seconds within which 95 of 100 commands were answered."""
        return self.waits[int(len(self.waits) * 0.95)]


async def fan_out(chats: int = CHATS) -> FanOut:
    """Send one alert to each chat while others ask for help; Telegram refuses beyond 30 in any sliding second."""
    clock = FakeClock(dt.datetime(2025, 11, 24, 15, 0, tzinfo=dt.UTC))
    api = BotApi(clock=clock, flood=FloodLimits(), latency=LATENCY)
    memory = InlineMemory(":memory:")
    settings = Settings(telegram=Telegram(token=api.token, access="everyone"))
    app = App(settings, memory, clock, Plug(InProcessRequest(api)))
    for chat_id in range(1, chats + 1):
        api.open(chat_id)
    gather(memory.store, range(1, chats + 1), clock.now())
    announce(memory.store, 1, clock.now())
    starting = asyncio.create_task(app.application.initialize())
    await clock.run(1)
    await starting
    waits: list[float] = []
    begun = clock.monotonic()
    sender = asyncio.create_task(app.deliverer.run())
    while memory.store.outbox.waiting():
        waits.append(await _ask(app, api, clock, WRITERS + len(waits)))
        await _pass(memory, clock)
    seconds = clock.monotonic() - begun
    sender.cancel()
    await app.application.shutdown()
    memory.close()
    statuses = [told.status for told in api.calls("sendMessage")]
    return FanOut(
        alerts=len({shown.chat_id for shown in api.history if shown.chat_id < WRITERS}),
        seconds=seconds,
        allowed=settings.alerts.messages_per_second,
        refused=statuses.count(429),
        waits=sorted(waits),
    )


async def _pass(memory: InlineMemory, clock: FakeClock) -> None:
    """Let the time until the next command pass, or until all is sent."""
    until = clock.monotonic() + ASK_EVERY
    while clock.monotonic() < until and memory.store.outbox.waiting():
        await clock.run(LOOK_EVERY)


async def _ask(app: App, api: BotApi, clock: FakeClock, writer: int) -> float:
    """Seconds until a command is answered."""
    api.open(writer)
    api.say(writer, "/help")
    asked = clock.monotonic()
    (update,) = api.updates.take()
    answering = asyncio.create_task(app.application.process_update(Update.de_json(update, app.application.bot)))
    while not api.texts(writer):
        await clock.run(STEP)
    waited = clock.monotonic() - asked
    await clock.run(LATENCY)
    await answering
    return waited
