"""Where a chart's days and amounts lie, and what is written along its edges."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from math import ceil, floor, log10

from babel.dates import format_date

from messages.tongue import locale

_MONTHS = (1, 2, 3, 4, 6, 12, 24, 48, 96)  # between two marks
_STEPS = (1.0, 2.0, 2.5, 5.0, 10.0)
_BROAD = 0.6  # of its size that a letter takes on average
_DAYS = 62  # a time so short that its marks are days


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """The rectangle that a chart is drawn in, in its own units, and what its edges stand for."""

    left: float
    right: float
    top: float
    bottom: float
    first: dt.date
    last: dt.date
    low: float
    high: float

    def x(self, day: dt.date) -> float:
        """Where a day lies; what is outside lies on the edge."""
        share = (day - self.first).days / max(1, (self.last - self.first).days)
        return self.left + min(max(share, 0.0), 1.0) * (self.right - self.left)

    def y(self, figure: Decimal) -> float:
        """Where an amount lies."""
        share = (float(figure) - self.low) / (self.high - self.low)
        return self.bottom - share * (self.bottom - self.top)


def reach(figures: Iterable[Decimal], *, marks: int) -> tuple[float, float, tuple[float, ...]]:
    """The lowest and the highest end for these amounts, and about so many round marks between them."""
    amounts = [float(figure) for figure in figures]
    low, high = min(amounts), max(amounts)
    room = (high - low) * 0.06 or high * 0.1 or 1.0
    low, high = max(0.0, low - room), high + room
    step = _round_step((high - low) / marks)
    first, last = ceil(low / step), floor(high / step)
    return low, high, tuple(number * step for number in range(first, last + 1))


def _round_step(rough: float) -> float:
    power = 10.0 ** floor(log10(rough))
    return next(step * power for step in _STEPS if step * power >= rough * 0.999)


def dates(first: dt.date, last: dt.date, *, marks: int) -> Sequence[tuple[dt.date, str]]:
    """At most so many days between these, each with its label; firsts of months unless the time is short."""
    if (last - first).days <= _DAYS:
        step = max(1, ceil((last - first).days / marks))
        days = [first + dt.timedelta(days=number) for number in range(0, (last - first).days + 1, step)][:marks]
        return [(day, format_date(day, "d MMM", locale=locale())) for day in days]
    months = [
        dt.date(year, month, 1)
        for year in range(first.year, last.year + 1)
        for month in range(1, 13)
        if first <= dt.date(year, month, 1) <= last
    ]
    step = next(step for step in _MONTHS if len(months) <= step * marks)
    kept = [day for day in months if ((day.year * 12) + day.month - 1) % step == 0]
    return [(day, format_date(day, "MMM yy", locale=locale())) for day in kept]


def apart(wanted: Sequence[float], *, gap: float, low: float, high: float) -> list[float]:
    """Places near the wanted ones, none nearer than ``gap`` to another, within low and high as far as there is room."""
    order = sorted(range(len(wanted)), key=lambda one: wanted[one])
    gap = min(gap, (high - low) / max(1, len(wanted) - 1))
    placed: list[float] = []
    for rank, one in enumerate(order):
        floor_ = low + rank * gap if not placed else placed[-1] + gap
        placed.append(max(wanted[one], floor_))
    ceiling = high
    for rank in range(len(placed) - 1, -1, -1):
        placed[rank] = min(placed[rank], ceiling)
        ceiling = placed[rank] - gap
    return [place for _, place in sorted(zip(order, placed, strict=True))]


def broad(words: str, size: float) -> float:
    """About how much room words take in letters of this size."""
    return _BROAD * size * len(words)
