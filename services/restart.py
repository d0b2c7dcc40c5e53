"""The schedule after a pause: due feeds spread out, and a clock that was moved moves nothing else."""

import datetime as dt

from feeds.timing import LONGEST_PAUSE
from services.ports import Clock
from storage.store import Store

EASE = 0.12  # seconds between two feeds that are overdue, unless that would take longer than an interval
MEANT = dt.timedelta(seconds=LONGEST_PAUSE * 1.2)  # into the future; nothing is ever put off for longer
JUMP = 30.0  # seconds by which a clock may be corrected without a word


def spread(store: Store, now: dt.datetime, interval: float) -> None:
    """Have the feeds that are overdue looked at one after the other, all of them within one interval."""
    overdue = store.looks.overdue(now, now + MEANT)
    step = min(interval / max(len(overdue), 1), EASE)
    store.looks.plan((feed_id, now + dt.timedelta(seconds=step * place)) for place, feed_id in enumerate(overdue))


class Timekeeper:
    """Knows when the wall clock was moved: by hand, by the network, or while the machine slept."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._offset = self._now()

    def moved(self) -> float:
        """The seconds by which the clock was moved since it was last asked; 0 for a mere correction."""
        now = self._now()
        by, self._offset = now - self._offset, now
        return by if abs(by) > JUMP else 0.0

    def _now(self) -> float:
        return self._clock.now().timestamp() - self._clock.monotonic()
