"""The demo, as piped input sees it."""

import re

from tests.bot.test_cli import bot


def test_demo() -> None:
    """It greets, tells of the watched stocks' calls once and complete, answers, and ends by itself."""
    run = bot("demo", stdin="/watch CIFR RIOT\n/rating CIFR\n")
    assert run.returncode == 0, run.stderr
    greeting, _, chat = run.stdout.partition("/watch CIFR RIOT\n")
    assert "+12h" in greeting
    assert max(len(line.rstrip()) for line in greeting.splitlines()[:-1]) < 80
    assert "Watching 2 stocks now" in chat
    alert = chat[chat.index("UPGRADE") :]
    for fact in ("JPMorgan", "Neutral → Overweight", "$12 → $18", "December 2026", "$19 → $17", "Reginald Smith"):
        assert fact in alert
    assert "2 sources: Street Desk" in alert
    assert "Block Ledger" in alert
    for noise in ("B1", "16.77", "15.89", "24.62", "21.85", "410"):
        assert noise not in re.sub(r"127\.0\.0\.1:\d+", "", chat)
    assert "Cantor Fitzgerald" in alert  # the answer to /rating
    assert run.stderr == ""


def test_a_night() -> None:
    """Time that passes brings an edit, what was held in the quiet hours, and the digest, each at its time."""
    lines = ("/watch CIFR RIOT", "/quiet 22:00-07:00 hold", "/digest daily 08:00", "+3h", "+10h", "+90m")
    run = bot("demo", stdin="\n".join(lines))
    assert run.returncode == 0, run.stderr
    evening, _, night = run.stdout.partition("Monday, 24 November, 21:0")
    edit = evening[evening.index("(edited)") :]
    assert "H.C. Wainwright" in edit
    assert "$25 → $30" in edit
    held, _, morning = night.partition("Tuesday, 25 November, 07:0")
    assert held.count("╭") == 1
    assert "KBW" in held
    assert "Needham" in held
    assert "Digest" in morning
    assert morning.count("╭") == 1
    assert run.stderr == ""


def test_demo_without_input() -> None:
    """Without a word it ends at once."""
    assert bot("demo").returncode == 0
