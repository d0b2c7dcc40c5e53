"""Every command that asks something, put to the whole bot; each figure measured in this run, on this machine."""

import asyncio
import contextlib
import random
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.table import Table
from telegram import Update

from benchmarks.commands.past import BUSY, CHATS, EVENTS, WORDS, stocks, write_past
from bot.app import App, Plug
from bot.clock import SystemClock
from bot.logs import configure
from bot.process import prepare
from bot.settings import Alerts, Settings, Storage, Telegram
from storage.store import Memory
from tests.fakes.telegram import BotApi
from tests.fakes.telegram_inside import InProcessRequest

ROUNDS = 40
COMMON, RARE, PERSON = "price target", f"{WORDS[3]} {WORDS[400]} {WORDS[900]}", "Nobody Inparticular"
QUESTIONS = (
    *("/rating {ticker}", f"/rating {BUSY}", "/target {ticker}", f"/target {BUSY}"),
    *("/consensus {ticker}", f"/consensus {BUSY}", "/compare {ticker} {other}", f"/compare {BUSY} {{ticker}}"),
    *("/history {ticker}", f"/history {BUSY}", f"/history {BUSY} 90d"),
    *("/latest", "/latest 300", "/latest upgrade 24h", "/latest initiate", "/latest 50 target mine", "/latest mine"),
    *("/firm UBS", "/firm UBS {ticker}", "/firm Cantr", f"/analyst {PERSON}"),
    *(f"/search {COMMON}", f"/search {RARE}", "/search {ticker} upgrade", "/search ubs nosuchword"),
    *("/why {ticker}", "/watchlist", "/status", "/help", "{ticker}"),
    *("/chart {ticker}", f"/chart {BUSY}"),
)


@dataclass(frozen=True, slots=True)
class Answered:
    """Seconds from the update to the answer, sorted, and the longest that the loop stood still meanwhile."""

    waits: list[float]
    stalled: float

    def share(self, part: float) -> float:
        """Seconds within which this part of them was answered."""
        return self.waits[min(int(len(self.waits) * part), len(self.waits) - 1)]


class Stalls:
    """Looks every millisecond whether the loop still turns."""

    def __init__(self) -> None:
        self.longest = 0.0

    async def watch(self) -> None:
        """Until cancelled."""
        while True:
            begun = time.perf_counter()
            await asyncio.sleep(0.001)
            self.longest = max(self.longest, time.perf_counter() - begun - 0.001)


async def measure(path: Path) -> dict[str, Answered]:
    """Each question by many people, one after the other."""
    api = BotApi(clock=SystemClock())
    settings = Settings(
        telegram=Telegram.model_validate({"token": api.token, "access": "everyone"}),
        storage=Storage(path=path),
        alerts=Alerts(messages_per_second=1_000),
    )
    memory = Memory(path)
    app = App(settings, memory, SystemClock(), Plug(InProcessRequest(api)))
    prepare()  # as the bot itself does
    await app.application.initialize()
    try:
        return {question: await _ask(app, api, question) for question in QUESTIONS}
    finally:
        await app.application.shutdown()
        app._workshop.close()
        memory.close()


async def _ask(app: App, api: BotApi, question: str) -> Answered:
    rng, waits, stalls = random.Random(question), [], Stalls()  # others ask each time: nobody is told to slow down
    tickers = stocks()
    await _put(app, api, rng.randint(1, CHATS), question.format(ticker="NVDA", other="AAPL"))  # once to get warm
    watching = asyncio.create_task(stalls.watch())
    for _ in range(ROUNDS):
        words = question.format(ticker=rng.choice(tickers), other=rng.choice(tickers))
        waits.append(await _put(app, api, rng.randint(1, CHATS), words))
    watching.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await watching
    return Answered(sorted(waits), stalls.longest)


async def _put(app: App, api: BotApi, chat_id: int, words: str) -> float:
    api.say(chat_id, words)
    begun = time.perf_counter()
    for update in api.updates.take():
        await app.application.process_update(Update.de_json(update, app.application.bot))
    return time.perf_counter() - begun


def main() -> None:
    """Measure and print a table."""
    configure(level="error")
    console = Console()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "past.db"
        begun = time.perf_counter()
        write_past(path, SystemClock().now())
        size = path.stat().st_size / 2**20
        spent = time.perf_counter() - begun
        console.print(f"{EVENTS:,} events and stories, {CHATS:,} chats: {size:,.0f} MiB, made in {spent:.0f} s")
        table = Table("command", "p50 ms", "p95 ms", "longest stall of the loop, ms", box=None)
        for question, told in asyncio.run(measure(path)).items():
            figures = (told.share(0.5), told.share(0.95), told.stalled)
            table.add_row(question, *(f"{figure * 1000:.1f}" for figure in figures))
    console.print(table)


if __name__ == "__main__":
    main()
