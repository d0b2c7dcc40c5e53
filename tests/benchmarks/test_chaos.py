"""What `make chaos` shows at length, in short."""

import asyncio

from benchmarks.chaos.kills import massacre
from benchmarks.chaos.storm import rage
from benchmarks.pace import fan_out


def test_kills() -> None:
    """Killed at random moments, the bot loses no alert, and repeats no more than was in flight, saying so."""
    toll = massacre(alerts=60, kills=3, seed=1)
    assert toll.kept, toll


def test_storm() -> None:
    """Through minutes of every fault at once nothing is lost, and only what was in doubt comes twice."""
    outcome = asyncio.run(rage(240, seed=1))
    assert outcome.kept, outcome


def test_pace() -> None:
    """A fan-out uses 98 % of the allowed rate without a refusal, and a command is answered within 0.2 s meanwhile."""
    told = asyncio.run(fan_out(500))
    assert told.alerts == 500
    assert told.refused == 0
    assert told.share >= 0.98
    assert told.p95 <= 0.2
