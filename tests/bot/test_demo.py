"""The demo, as piped input sees it."""

from tests.bot.test_cli import bot


def test_demo() -> None:
    """It greets, tells of the watched stocks' calls once and complete, answers, and ends by itself."""
    run = bot("demo", stdin="/watch CIFR RIOT\n/rating CIFR\n")
    assert run.returncode == 0, run.stderr
    greeting, _, chat = run.stdout.partition("/watch CIFR RIOT\n")
    assert len(greeting.strip().splitlines()) == 3
    assert "Watching 2 stocks now" in chat
    alert = chat[chat.index("UPGRADE") :]
    for fact in ("JPMorgan", "Neutral → Overweight", "$12 → $18", "December 2026", "$19 → $17", "Reginald Smith"):
        assert fact in alert
    assert "2 sources: Street Desk" in alert
    assert "Block Ledger" in alert
    for noise in ("B1", "16.77", "15.89", "24.62", "21.85", "410"):
        assert noise not in chat
    assert "Cantor Fitzgerald" in alert  # the answer to /rating
    assert run.stderr == ""


def test_demo_without_input() -> None:
    """Without a word it ends at once."""
    assert bot("demo").returncode == 0
