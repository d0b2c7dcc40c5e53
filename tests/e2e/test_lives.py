"""The process from its first moment to its last: what it starts with, who else there is, how it ends."""

import hashlib
import json
import os
import random
import re
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, closing
from pathlib import Path
from signal import SIGTERM

import pytest

from benchmarks.chaos.kills import prepare
from bot.clock import SystemClock
from storage.store import Store
from tests.e2e.process import ROOT, BotProcess
from tests.fakes.telegram_http import BotApiThread, bot_api_thread

COPIES = 3
ALERTS = 150
STOPS = 2
CROWDED = 200.0  # messages a second


@pytest.fixture
def telegram() -> Iterator[BotApiThread]:
    with bot_api_thread() as telegram:
        yield telegram


def settings(folder: Path, telegram: BotApiThread, **more: object) -> dict[str, object]:
    return {
        "telegram__token": telegram.token,
        "telegram__api_url": telegram.url,
        "telegram__access": "everyone",
        "storage__path": folder / "data.db",
        "storage__backups": 0,
        **more,
    }


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def health(port: int) -> tuple[int, str]:
    """The answer of /healthz; 0 where nobody listens."""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=5) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read().decode()
    except OSError:
        return 0, ""


def await_health(port: int, code: int) -> str:
    """Wait for that answer and give its text."""
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        answer, text = health(port)
        if answer == code:
            return text
        time.sleep(0.05)
    raise AssertionError(f"no {code} from /healthz, but {health(port)}")


def test_one_of_many(tmp_path: Path, telegram: BotApiThread) -> None:
    """Of several copies started at once on one data exactly one runs; the others say who does, and end with 75."""
    copies = [BotProcess(folder(tmp_path, number), **settings(tmp_path, telegram)) for number in range(COPIES)]
    with ExitStack() as lives:
        processes = [lives.enter_context(copy).process for copy in copies]
        deadline = time.monotonic() + 40
        while sum(process.poll() is not None for process in processes) < COPIES - 1:
            assert time.monotonic() < deadline, [copy.log for copy in copies]
            time.sleep(0.05)
        codes = [process.poll() for process in processes]
        assert sorted(codes, key=str) == [75] * (COPIES - 1) + [None]
        winner = copies[codes.index(None)]
        late = lives.enter_context(BotProcess(folder(tmp_path, COPIES), **settings(tmp_path, telegram)))
        assert late.wait() == 75
        assert f"another bot uses this data: pid {winner.process.pid} on " in late.log
        telegram.wait_for(lambda api: api.calls("setMyCommands"), timeout=20)  # its signals are handled by then
        assert winner.end(SIGTERM) == 0
        assert "Traceback" not in "".join(copy.log for copy in (*copies, late))


def folder(parent: Path, number: int) -> Path:
    """A place for one copy's log."""
    place = parent / str(number)
    place.mkdir()
    return place


def test_telegram_down_at_start(tmp_path: Path, telegram: BotApiThread) -> None:
    """Without Telegram the bot starts, says what is missing, and goes on by itself when Telegram is there."""
    port = free_port()
    bot = BotProcess(tmp_path, **settings(tmp_path, telegram, health__listen=f"127.0.0.1:{port}"))
    telegram.stop()
    with bot:
        assert "sender, updates" in await_health(port, 503)
        telegram.start()
        assert await_health(port, 200) == "ok\n"
        assert bot.end(SIGTERM) == 0


def test_called_in(tmp_path: Path, telegram: BotApiThread) -> None:
    """With a webhook the bot answers what Telegram brings, nobody else, and stops cleanly."""
    port, door = free_port(), f"127.0.0.1:{free_port()}"
    webhook = {
        "telegram__mode": "webhook",
        "telegram__webhook_url": "https://bot.example/hook",
        "telegram__webhook_listen": door,
        "telegram__webhook_secret": "a-secret-of-enough-letters",
    }
    given = settings(tmp_path, telegram, health__listen=f"127.0.0.1:{port}", **webhook)
    with BotProcess(tmp_path, **given) as bot:
        await_health(port, 200)
        telegram.say(7, "/help")
        (update,) = telegram.do(lambda api: api.updates.take())
        assert carry(door, update, "another-secret-than-ours") == 403
        assert telegram.texts(7) == []
        assert carry(door, update, webhook["telegram__webhook_secret"]) == 200
        telegram.wait_for(lambda api: api.texts(7), timeout=20)
        assert telegram.do(lambda api: len(api.calls("getUpdates"))) == 0
        assert bot.end(SIGTERM) == 0
    assert webhook["telegram__webhook_secret"] not in bot.log


def carry(door: str, update: object, secret: str) -> int:
    """Bring an update to the bot as Telegram does; gives the answer's status."""
    headers = {"X-Telegram-Bot-Api-Secret-Token": secret, "Content-Type": "application/json"}
    request = urllib.request.Request(f"http://{door}/hook", json.dumps(update).encode(), headers)
    try:
        with urllib.request.urlopen(request, timeout=5) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        with error:
            return error.code


def test_newer_data(tmp_path: Path, telegram: BotApiThread) -> None:
    """Data of a newer version is left as it is, byte for byte, and the process ends with 78."""
    data = tmp_path / "data.db"
    Store(data).close()
    with closing(sqlite3.connect(data)) as connection, connection:
        connection.execute(
            "insert into _sqlite_migrations (migration_set, name, applied_at) values ('ratingwire', 'tomorrow', '')"
        )
    before = hashlib.sha256(data.read_bytes()).digest()
    with BotProcess(tmp_path, **settings(tmp_path, telegram)) as bot:
        assert bot.wait() == 78
    assert "newer version" in bot.log
    assert hashlib.sha256(data.read_bytes()).digest() == before


def test_full_disk_at_start(tmp_path: Path, telegram: BotApiThread) -> None:
    """On a disk without room the process ends with 74 and a sentence, and the next start finds sound data."""
    given = {f"RATINGWIRE_{name.upper()}": str(value) for name, value in settings(tmp_path, telegram).items()}
    full = subprocess.run(
        ["sh", "-c", 'ulimit -f 16; exec "$0" -m bot run', sys.executable],
        cwd=ROOT,
        env={**os.environ, **given, "RATINGWIRE_CONFIG": os.devnull},
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )
    assert full.returncode == 74, full.stderr
    assert "The data can't be used" in full.stderr
    assert "Traceback" not in full.stderr
    with closing(Store(tmp_path / "data.db")) as store:
        assert store.stories.count() == 0


def test_systemd_is_told(tmp_path: Path, telegram: BotApiThread, monkeypatch: pytest.MonkeyPatch) -> None:
    """Under systemd the process says when it is ready, that it lives, and when it stops."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as ear:
        ear.bind(str(tmp_path / "notify"))
        ear.settimeout(20)
        monkeypatch.setenv("NOTIFY_SOCKET", str(tmp_path / "notify"))
        monkeypatch.setenv("WATCHDOG_USEC", "3000000")
        with BotProcess(tmp_path, **settings(tmp_path, telegram)) as bot:
            heard = [ear.recv(100) for _ in range(2)]
            assert sorted(heard) == [b"READY=1", b"WATCHDOG=1"]
            telegram.wait_for(lambda api: api.calls("setMyCommands"), timeout=20)
            assert bot.end(SIGTERM) == 0
            while (last := ear.recv(100)) == b"WATCHDOG=1":
                pass
            assert last == b"STOPPING=1"


def test_stops_repeat_nothing(tmp_path: Path, telegram: BotApiThread) -> None:
    """A fan-out that is stopped and started again sends each alert once; every stop takes seconds and ends with 0."""
    dice = random.Random(7)
    prepare(tmp_path / "data.db", telegram, ALERTS)
    bot = BotProcess(tmp_path, **settings(tmp_path, telegram, alerts__messages_per_second=CROWDED))
    with bot:
        for _ in range(STOPS):
            target = telegram.do(lambda api: len(api.history)) + dice.randint(1, ALERTS // (STOPS + 1))
            telegram.wait_for(lambda api, target=target: len(api.history) >= target, timeout=20)
            time.sleep(dice.uniform(0, 0.03))
            begun = time.monotonic()
            assert bot.end(SIGTERM) == 0
            assert time.monotonic() - begun < 10
            with closing(Store(tmp_path / "data.db")) as store:
                assert store.vitals.queue(SystemClock().now())["leased"] == 0
            bot.start()
        telegram.wait_for(lambda api: len(api.history) >= ALERTS, timeout=20)
        assert bot.end(SIGTERM) == 0
    seen = telegram.do(lambda api: [shown.chat_id for shown in api.history])
    assert sorted(seen) == list(range(1, ALERTS + 1))


def test_restore_while_running(tmp_path: Path, telegram: BotApiThread) -> None:
    """A copy is written while the bot runs; it is put back only when it doesn't."""
    given = settings(tmp_path, telegram)
    copy = tmp_path / "copy.db"
    with BotProcess(tmp_path, **given) as bot:
        telegram.wait_for(lambda api: api.calls("setMyCommands"), timeout=20)
        assert command("backup", copy, **given).returncode == 0
        refused = command("restore", copy, **given)
        assert refused.returncode == 75
        assert re.search(r"another bot uses this data: pid \d+", refused.stderr)
        assert bot.end(SIGTERM) == 0
    done = command("restore", copy, **given)
    assert done.returncode == 0, done.stderr
    assert "is kept as" in done.stdout
    assert command("restore", tmp_path / "none.db", **given).returncode == 74


def command(*words: object, **given: object) -> subprocess.CompletedProcess[str]:
    environment = {f"RATINGWIRE_{name.upper()}": str(value) for name, value in given.items()}
    return subprocess.run(
        [sys.executable, "-m", "bot", *map(str, words)],
        cwd=ROOT,
        env={**os.environ, **environment, "RATINGWIRE_CONFIG": os.devnull},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
