"""A fan-out by real processes that are killed at random moments: what was lost, what came twice."""

import random
import sqlite3
import tempfile
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from signal import SIGKILL, SIGTERM
from time import sleep

from benchmarks.crowd import announce, gather
from bot.clock import SystemClock
from services.deliver import IN_FLIGHT
from storage.store import Store
from tests.e2e.process import BotProcess
from tests.fakes.telegram import BotApi
from tests.fakes.telegram_http import BotApiThread, bot_api_thread

MAY_REPEAT = "you may see this twice"  # what an alert says that may have come before
PATIENCE = 120.0  # seconds that a process may take until it sends
BLINK = 0.03  # seconds; a kill comes up to so long after a sending, so that it may hit any moment of the next
PACE = 1_000  # messages a second: Telegram's own pace would make this an hour


@dataclass(frozen=True, slots=True, kw_only=True)
class Toll:
    """What the kills cost: alerts, and of them lost, repeated, repeated without saying so; how the data is."""

    alerts: int
    kills: int
    lost: int
    repeats: int
    unmarked: int
    integrity: str
    ended: int

    @property
    def bound(self) -> int:
        """As many repeats as the promise allows."""
        return self.kills * IN_FLIGHT

    @property
    def kept(self) -> bool:
        """Whether the promise was kept."""
        sound = self.integrity == "ok" and self.ended == 0
        return sound and self.lost == 0 and self.unmarked == 0 and self.repeats <= self.bound


def massacre(alerts: int, kills: int, seed: int, progress: Callable[[int], None] = lambda _: None) -> Toll:
    """Send so many alerts through so many kills; ``progress`` hears of each kill."""
    dice = random.Random(seed)
    with tempfile.TemporaryDirectory(prefix="ratingwire-chaos-") as name, bot_api_thread() as telegram:
        folder = Path(name)
        data = folder / "data.db"
        prepare(data, telegram, alerts)
        bot = BotProcess(
            folder,
            telegram__token=telegram.token,
            telegram__api_url=telegram.url,
            telegram__access="everyone",
            storage__path=data,
            storage__backups=0,
            alerts__messages_per_second=PACE,
            log__level="error",
        )
        with bot:
            begun = 0
            for kill in range(kills):
                _kill_midway(bot, telegram, dice, left=alerts - len(_chats(telegram)), kills=kills - kill)
                progress(1)
                begun = telegram.do(_begun)
                bot.start()
            telegram.wait_for(lambda api: _begun(api) > begun, PATIENCE)  # the last one handles signals by then
            telegram.wait_for(lambda api: len({shown.chat_id for shown in api.history}) == alerts, PATIENCE)
            _await_empty(data)
            ended = bot.end(SIGTERM)
        return _count(telegram, data, alerts, kills, ended)


def prepare(data: Path, telegram: BotApiThread, alerts: int) -> None:
    """A memory in which so many chats are to be told of one call."""
    now = SystemClock().now()
    with closing(Store(data)) as store:
        gather(store, range(1, alerts + 1), now)
        announce(store, 1, now)
    telegram.do(lambda api: [api.open(chat_id) for chat_id in range(1, alerts + 1)])


def _begun(api: BotApi) -> int:
    """How many processes have asked who they are."""
    return len(api.calls("getMe"))


def _chats(telegram: BotApiThread) -> set[int]:
    return telegram.do(lambda api: {shown.chat_id for shown in api.history})


def _kill_midway(bot: BotProcess, telegram: BotApiThread, dice: random.Random, *, left: int, kills: int) -> None:
    """Kill it at some moment before it sent twice its share of what is left for so many kills."""
    least, most = min(1, left), min(left, round(2 * left / kills) - 1)
    target = telegram.do(lambda api: len(api.history)) + dice.randint(least, max(least, most))
    telegram.wait_for(lambda api: len(api.history) >= target, PATIENCE)
    sleep(dice.uniform(0, BLINK))
    bot.end(SIGKILL)


def _await_empty(data: Path) -> None:
    """Wait until nothing is left to send, looking at the file as anybody may while the bot runs."""
    with closing(Store(data)) as store:
        for _ in range(int(PATIENCE / BLINK)):
            if not store.outbox.waiting():
                return
            sleep(BLINK)
    raise AssertionError(f"the outbox was not empty after {PATIENCE} s")


def _count(telegram: BotApiThread, data: Path, alerts: int, kills: int, ended: int) -> Toll:
    history = telegram.do(lambda api: list(api.history))
    copies = Counter(shown.chat_id for shown in history)
    marked = sum(MAY_REPEAT in shown.text for shown in history)
    repeats = sum(count - 1 for count in copies.values())
    with closing(sqlite3.connect(data)) as connection:
        integrity = str(connection.execute("pragma integrity_check").fetchone()[0])
    return Toll(
        alerts=alerts,
        kills=kills,
        lost=alerts - len(copies),
        repeats=repeats,
        unmarked=max(0, repeats - marked),
        integrity=integrity,
        ended=ended,
    )
