"""The whole bot in the terminal: bundled outlets on loopback, the keyboard for a chat, no token, no internet."""

import asyncio
import sys
import tempfile
from pathlib import Path

from rich.console import Console as Screen

from bot.app import App, Plug
from bot.console import Console
from bot.console_lines import typed_lines
from bot.console_request import YOU
from bot.demo_clock import DemoClock
from bot.demo_stage import Stage
from bot.logs import configure
from bot.newsroom import Newsroom
from bot.settings import Alerts, Polling, Settings, Storage, Telegram
from storage.store import Memory

GREETING = (
    "Ratingwire demo: made-up outlets on this machine, no token, no internet.",
    "It is Monday, 24 November 2025, 18:00 UTC, and the bot is yours.",
    "Type /watch CIFR RIOT, see the alert come in, press a button by its number.",
    "Ask /rating CIFR, or /help for the rest; /quit or Ctrl-D ends it.",
    "Time: /quiet 22:00-07:00 or /digest daily 08:00, then +12h: half a day later.",
    "Also: @bot CIFR asks from another chat, /send FILE sends a file of yours,",
    "and > why answers the newest alert.",
)
FILES = Path("data/demo")  # where pictures and documents are put


async def demo() -> int:
    """Run until the input ends."""
    configure(level="warning")
    clock = DemoClock()
    screen = Screen(highlight=False, get_datetime=clock.now)
    await play(Console(out=screen, lines=typed_lines(sys.stdin.fileno()), folder=FILES), screen, clock)
    return 0


async def play(console: Console, screen: Screen, clock: DemoClock) -> None:
    """The whole demo in a console that shows itself on this screen, until its lines end."""
    newsroom = Newsroom(clock)
    feeds = await newsroom.start()
    with tempfile.TemporaryDirectory(prefix="ratingwire-demo-") as folder:
        settings = Settings(
            telegram=Telegram(owners=[YOU["id"]]),
            storage=Storage(path=Path(folder) / "demo.db"),
            polling=Polling(interval=1, private_hosts=True, per_host_seconds=0),
            alerts=Alerts(settle_seconds=2),
            feed=feeds,
        )
        memory = Memory(settings.storage.path)
        try:
            app = App(settings, memory, clock, Plug(console.request))
            screen.print(*GREETING, sep="\n", style="bold")
            await _chat(console, app, Stage(app, memory, clock, newsroom))
        finally:
            memory.close()
            await newsroom.stop()


async def _chat(console: Console, app: App, stage: Stage) -> None:
    stop = asyncio.Event()
    running = asyncio.create_task(app.run(stop), name="bot")
    opening = asyncio.create_task(stage.open_show(), name="show")
    try:
        await stage.ready()
        chat = asyncio.create_task(console.chat(app.application, stage), name="chat")
        await asyncio.wait({running, chat}, return_when=asyncio.FIRST_COMPLETED)
        chat.cancel()
    finally:
        opening.cancel()
        stop.set()
        await asyncio.gather(opening, return_exceptions=True)
        await running
