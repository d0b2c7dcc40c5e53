"""Days as the US stock market counts them: no weekends, no NYSE holidays."""

import datetime as dt
import functools
from zoneinfo import ZoneInfo

import holidays

EXCHANGE_ZONE = ZoneInfo("America/New_York")


def market_day(moment: dt.datetime) -> dt.date:
    """The day in New York."""
    return moment.astimezone(EXCHANGE_ZONE).date()


@functools.lru_cache(maxsize=16_384)  # the same few days are compared over and over
def trading_distance(one: dt.date, other: dt.date) -> int:
    """How many trading days lie between two days: 0 for the same, 1 from Friday to Monday."""
    first, last = min(one, other), max(one, other)
    days = (first + dt.timedelta(days=n) for n in range(1, (last - first).days + 1))
    return sum(is_trading(day) for day in days)


def is_trading(day: dt.date) -> bool:
    """Whether the exchange opens on that day."""
    return day.weekday() < 5 and day not in _closed(day.year)


@functools.cache
def _closed(year: int) -> frozenset[dt.date]:
    return frozenset(holidays.financial_holidays("NYSE", years=year))
