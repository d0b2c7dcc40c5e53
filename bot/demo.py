"""The whole bot in the terminal: bundled outlets on loopback, the keyboard for a chat, no token, no internet."""

import asyncio
import datetime as dt
import sys
import tempfile
from pathlib import Path

from rich.console import Console as Screen

from bot.app import App, Plug
from bot.clock import SystemClock
from bot.console import Console
from bot.console_lines import typed_lines
from bot.logs import configure
from bot.newsroom import Newsroom
from bot.settings import Alerts, Polling, Settings, Storage, Telegram
from services.ports import Clock
from storage.store import Memory, Store

GREETING = (
    "Ratingwire demo: made-up outlets on this machine, nothing leaves it.",
    "Type /watch CIFR RIOT and see the alert come in; press a button by its number.",
    "Then ask /rating CIFR, or /help for the rest. Ctrl-D or /quit ends it.",
)
LOOK_AGAIN = 0.1  # seconds
PATIENCE = 30.0  # seconds that a piped line is waited for


async def demo() -> int:
    """Run until the input ends."""
    configure(level="warning")
    clock = SystemClock()
    newsroom = Newsroom(clock)
    feeds = await newsroom.start()
    with tempfile.TemporaryDirectory(prefix="ratingwire-demo-") as folder:
        settings = Settings(
            telegram=Telegram(access="everyone"),
            storage=Storage(path=Path(folder) / "demo.db"),
            polling=Polling(interval=1, private_hosts=True, per_host_seconds=0),
            alerts=Alerts(settle_seconds=2),
            feed=feeds,
        )
        memory = Memory(settings.storage.path)
        try:
            await _play(settings, memory, clock, newsroom)
        finally:
            memory.close()
            await newsroom.stop()
    return 0


async def _play(settings: Settings, memory: Memory, clock: Clock, newsroom: Newsroom) -> None:
    screen = Screen(highlight=False)
    console = Console(out=screen, lines=typed_lines(sys.stdin.fileno()))
    app = App(settings, memory, clock, Plug(console.request))
    stage = _Stage(app, memory, clock, newsroom)
    stop = asyncio.Event()
    running = asyncio.create_task(app.run(stop), name="bot")
    opening = asyncio.create_task(stage.open_show(), name="show")
    try:
        screen.print(*GREETING, sep="\n", style="bold")
        await stage.ready()
        chat = asyncio.create_task(console.chat(app.application, stage.settled), name="chat")
        await asyncio.wait({running, chat}, return_when=asyncio.FIRST_COMPLETED)
        chat.cancel()
    finally:
        opening.cancel()
        stop.set()
        await asyncio.gather(opening, return_exceptions=True)
        await running


class _Stage:
    """Knows when the show begins and when the bot has said all it has to say."""

    def __init__(self, app: App, memory: Memory, clock: Clock, newsroom: Newsroom) -> None:
        self._app = app
        self._memory = memory
        self._clock = clock
        self._newsroom = newsroom
        self._told: dt.datetime | None = None  # when the last story was out

    async def ready(self) -> None:
        """Wait until the bot runs and knows the outlets' past."""
        while not (self._app.application.running and await self._memory.ask(_all_primed)):
            await self._clock.sleep(LOOK_AGAIN)

    async def open_show(self) -> None:
        """The news begins when somebody watches something."""
        while not await self._memory.ask(lambda store: store.chats.watched()):
            await self._clock.sleep(LOOK_AGAIN)
        self._newsroom.open()

    async def settled(self) -> None:
        """Wait until the news is out, read and delivered."""
        end = self._clock.monotonic() + PATIENCE
        await self._clock.sleep(LOOK_AGAIN * 2)
        while self._clock.monotonic() < end and not await self._is_quiet():
            await self._clock.sleep(LOOK_AGAIN)

    async def _is_quiet(self) -> bool:
        if not self._newsroom.told or self._app.deliverer.busy:
            return False
        self._told = self._told or self._clock.now()
        return await self._memory.ask(_nothing_waits, self._told)


def _all_primed(store: Store) -> bool:
    feeds = store.feeds.active()
    return bool(feeds) and all(feed.primed for feed in feeds)


def _nothing_waits(store: Store, told: dt.datetime) -> bool:
    """Whether every feed was looked at since the last story was out, and the outbox is empty."""
    looks = [feed.last_success for feed in store.feeds.active()]
    return all(look and look > told for look in looks) and store.outbox.waiting() == 0
