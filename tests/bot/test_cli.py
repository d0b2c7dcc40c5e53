"""The command line, as a person or a script uses it."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.fakes.outlet import outlet_thread, status
from tests.fakes.telegram_http import bot_api_thread

ROOT = Path(__file__).parents[2]
UPGRADE = "UBS Upgrades Apple (NASDAQ:AAPL) to Buy from Neutral, Raises Price Target to $280.50 from $220"


def bot(*words: str, stdin: str | bytes = "", **settings: object) -> subprocess.CompletedProcess[str]:
    """Run python -m bot with these settings in the environment."""
    given = {f"RATINGWIRE_{name.upper()}": str(value) for name, value in settings.items()}
    plain = {name: value for name, value in os.environ.items() if not name.startswith("RATINGWIRE_")}
    run = subprocess.run(
        [sys.executable, "-m", "bot", *words],
        cwd=ROOT,
        env=plain | given | {"COLUMNS": "200", "RATINGWIRE_CONFIG": given.get("RATINGWIRE_CONFIG", os.devnull)},
        input=stdin if isinstance(stdin, bytes) else stdin.encode(),
        capture_output=True,
        timeout=60,
        check=False,
    )
    return subprocess.CompletedProcess(run.args, run.returncode, run.stdout.decode(), run.stderr.decode())


def test_extract() -> None:
    """Stories come out as their calls, in order, with numbers for targets and the words as evidence."""
    lines = [
        {"id": 1, "title": UPGRADE},
        {"id": "b", "title": "Nothing to see"},
        {"id": None, "title": "News", "html": f"<html><body><article><p>{UPGRADE}.</p></article></body></html>"},
    ]
    run = bot("extract", stdin="\n".join(json.dumps(line) for line in lines) + "\n\n")
    assert run.returncode == 0, run.stderr
    first, second, third = [json.loads(line) for line in run.stdout.splitlines()]
    assert (first["id"], second, third["id"]) == (1, {"id": "b", "actions": []}, None)
    (call,) = first["actions"]
    assert set(call) == {
        *("ticker", "company", "firm", "analysts", "rating_action", "rating_current", "rating_prior", "pt_action"),
        *("pt_current", "pt_prior", "currency", "pt_horizon", "date", "stale", "quant", "evidence"),
    }
    assert (call["ticker"], call["firm"], call["rating_action"]) == ("AAPL", "UBS", "upgrade")
    assert (call["pt_current"], call["pt_prior"], call["currency"]) == (280.5, 220, "USD")
    assert (call["analysts"], call["pt_horizon"], call["stale"]) == ([], None, False)
    assert call["evidence"]["firm"] == "UBS"
    assert call["evidence"]["ticker"] == "Apple (NASDAQ:AAPL)"
    assert third["actions"][0]["pt_current"] == 280.5


NO_STORIES = [
    b"{",
    b"[]",
    b'"text"',
    b'{"id": 1}',
    b'{"title": "no id"}',
    b'{"id": 1, "title": 5}',
    b'{"id": 1, "title": null, "text": "UBS upgraded Apple to Buy."}',
    b'{"id": NaN, "title": "a"}',
    b'{"id": 1, "title": "a", "text": ["b"]}',
    b'{"id": 1, "title": "\xff"}',
    b"[" * 100_000,
]


@pytest.mark.parametrize("line", NO_STORIES, ids=range(len(NO_STORIES)))
def test_extract_tells_bad_lines(line: bytes) -> None:
    """A line that is no story is told with its number; the others are still read."""
    good = json.dumps({"id": 1, "title": UPGRADE}).encode()
    run = bot("extract", stdin=b"\n".join([good, line, good]))
    assert run.returncode == 1
    assert run.stderr.startswith("line 2: ")
    assert "line 1" not in run.stderr
    assert len(run.stderr) < 1_000
    assert len(run.stdout.splitlines()) == 2


def test_extract_odd_text(tmp_path: Path) -> None:
    """Lone surrogates and control characters survive; a file can be named, and a missing one is told."""
    path = tmp_path / "stories.jsonl"
    path.write_text(json.dumps({"id": "\ud800", "title": f"\x00 {UPGRADE} \ud83d"}), encoding="utf-8")
    run = bot("extract", str(path))
    assert run.returncode == 0, run.stderr
    assert json.loads(run.stdout)["id"] == "\ud800"
    run = bot("extract", str(tmp_path / "none.jsonl"))
    assert (run.returncode, "none.jsonl" in run.stderr) == (1, True)


def test_poll(tmp_path: Path) -> None:
    """One cycle prints what it found, for all feeds or one; a feed that fails is told and is exit 1."""
    with outlet_thread() as outlet:
        outlet.publish(feed="desk", title=UPGRADE)
        outlet.publish(feed="ledger", title="Nothing to see")
        settings = {
            "storage__path": tmp_path / "data.db",
            "polling__private_hosts": "true",
            "polling__articles": "false",
            "feed__0__name": "Desk",
            "feed__0__url": outlet.url("desk"),
            "feed__1__name": "Ledger",
            "feed__1__url": outlet.url("ledger"),
        }
        run = bot("poll", "--feed", "Desk", **settings)
        assert run.returncode == 0, run.stderr
        assert "Desk: 1 new, 1 calls" in run.stdout
        assert "AAPL" in run.stdout
        assert "Ledger" not in run.stdout
        run = bot("poll", "--feed", "Dsk", **settings)
        assert (run.returncode, "Desk, Ledger" in run.stderr) == (1, True)
        outlet.fault("ledger", status(500))
        run = bot("poll", **settings)
        assert (run.returncode, "Ledger: failed" in run.stdout) == (1, True)
        assert "Desk: 0 new" in run.stdout


def test_poll_of_nothing(tmp_path: Path) -> None:
    """Feeds that wait for a watch are told apart from names that no feed bears, and from having no feed."""
    settings = {
        "storage__path": tmp_path / "data.db",
        "feed__0__name": "Desk",
        "feed__0__url": "http://127.0.0.1:9/{ticker}",
    }
    for words in ((), ("--feed", "Desk")):
        run = bot("poll", *words, **settings)
        assert (run.returncode, "no stock is watched" in run.stderr) == (1, True)
    run = bot("poll", "--feed", "Dsk", **settings)
    assert (run.returncode, "There are: Desk" in run.stderr) == (1, True)
    run = bot("poll", storage__path=tmp_path / "other.db")
    assert (run.returncode, "There is no feed to poll" in run.stderr) == (1, True)


def test_feeds_and_backup(tmp_path: Path) -> None:
    """Feeds tells how each fares, backup makes a copy that works as well as the original."""
    data, copy = tmp_path / "data.db", tmp_path / "copy.db"
    assert bot("backup", str(copy), storage__path=data).returncode == 74
    with outlet_thread() as outlet:
        outlet.publish(feed="desk", title=UPGRADE)
        settings = {
            "polling__private_hosts": "true",
            "polling__articles": "false",
            "feed__0__name": "Desk",
            "feed__0__url": outlet.url("desk"),
        }
        run = bot("feeds", storage__path=data, **settings)
        assert run.stdout.splitlines()[1].split()[:3] == ["Desk", "new", "never"]
        bot("poll", storage__path=data, **settings)
        assert bot("backup", str(copy), storage__path=data).returncode == 0
        run = bot("feeds", storage__path=copy, **settings)
        assert run.stdout.splitlines()[1].split()[:2] == ["Desk", "ok"]
        assert run.returncode == 0
        run = bot("backup", str(copy), storage__path=data)
        assert (run.returncode, "exists already" in run.stderr) == (74, True)
        outlet.fault("desk", status(500))
        bot("poll", storage__path=data, **settings)
        run = bot("feeds", storage__path=data, **settings)
        assert (run.returncode, "fails" in run.stdout) == (1, True)


def test_check(tmp_path: Path) -> None:
    """Everything that works is said to; what doesn't is named and is exit 1, without the token."""
    with outlet_thread() as outlet, bot_api_thread() as telegram:
        outlet.publish(feed="desk", title=UPGRADE)
        settings = {
            "storage__path": tmp_path / "data.db",
            "polling__private_hosts": "true",
            "telegram__token": telegram.token,
            "telegram__api_url": telegram.url,
            "telegram__owners": "7",
            "feed__0__name": "Desk",
            "feed__0__url": outlet.url("desk"),
        }
        run = bot("check", **settings)
        assert run.returncode == 0, run.stdout + run.stderr
        assert "1 entries" in run.stdout
        outlet.fault("desk", status(404))
        run = bot("check", **settings | {"telegram__owners": "", "telegram__token": "123456:wrong-wrong-wrong"})
        assert run.returncode == 1
        assert run.stdout.count("fails") == 3
        assert "wrong-wrong" not in run.stdout + run.stderr


def test_check_tells_mistakes() -> None:
    """Settings with mistakes are something that doesn't work."""
    run = bot("check", polling__interval="often")
    assert (run.returncode, "RATINGWIRE_POLLING__INTERVAL" in run.stderr) == (1, True)


def test_run_needs_token() -> None:
    """Without a token the bot says where to get one."""
    run = bot("run")
    assert (run.returncode, "BotFather" in run.stderr) == (78, True)


def test_unusable_data(tmp_path: Path) -> None:
    """Data that can't be used ends the command with a sentence."""
    run = bot("run", storage__path=tmp_path, telegram__token="123456:abcdef")
    assert run.returncode == 74
    assert str(tmp_path) in run.stderr
    assert "Traceback" not in run.stderr
