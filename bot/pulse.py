"""The bot's pulse: when each of its parts last gave a sign of life."""

from services.ports import Clock

TICKS = "ticks"
SENDER = "sender"
UPDATES = "updates"
# Seconds without a sign after which a part counts as dead. A sender may rightly wait a minute for its pace, and an
# answer for as long; updates are asked for every few seconds.
PATIENCE = {TICKS: 30.0, SENDER: 180.0, UPDATES: 120.0}


class Pulse:
    """Remembers the last sign of each part; a part that never gave one is silent."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._signs: dict[str, float] = {}

    def beat(self, part: str) -> None:
        """The part lives."""
        self._signs[part] = self._clock.monotonic()

    def still(self, part: str) -> None:
        """The part was stopped on purpose: it is silent until its next sign."""
        self._signs.pop(part, None)

    def silent(self) -> list[str]:
        """The parts that gave no sign for too long."""
        now = self._clock.monotonic()
        return [
            part for part, patience in PATIENCE.items() if part not in self._signs or now - self._signs[part] > patience
        ]
