"""Who gave no sign of life."""

from bot.pulse import PATIENCE, SENDER, TICKS, UPDATES, Pulse
from tests.fakes.clock import FakeClock


def test_silent() -> None:
    """A part is silent before its first sign, after its patience, and when it was stopped."""
    clock = FakeClock()
    pulse = Pulse(clock)
    assert pulse.silent() == [TICKS, SENDER, UPDATES]
    for part in PATIENCE:
        pulse.beat(part)
    assert pulse.silent() == []
    clock.advance(PATIENCE[TICKS] + 1)
    assert pulse.silent() == [TICKS]
    pulse.beat(TICKS)
    pulse.still(UPDATES)
    assert pulse.silent() == [UPDATES]
