"""Trading days."""

import datetime as dt

import pytest

from services.calendar import is_trading, market_day, trading_distance

DAYS = [
    ("2025-11-24", "2025-11-24", 0),  # the same Monday
    ("2025-11-21", "2025-11-24", 1),  # over a weekend
    ("2025-11-24", "2025-11-21", 1),  # either way round
    ("2025-11-26", "2025-11-28", 1),  # over Thanksgiving
    ("2025-11-24", "2025-11-28", 3),
    ("2025-12-31", "2026-01-02", 1),  # over New Year
    ("2025-11-22", "2025-11-23", 0),  # within a weekend nothing trades
]


@pytest.mark.parametrize(("one", "other", "days"), DAYS)
def test_distance(one: str, other: str, days: int) -> None:
    """Weekends and the exchange's holidays don't count."""
    assert trading_distance(dt.date.fromisoformat(one), dt.date.fromisoformat(other)) == days


def test_market_day() -> None:
    """An evening in New York is the next day in UTC, but the same day on the exchange."""
    assert market_day(dt.datetime(2025, 11, 25, 1, 0, tzinfo=dt.UTC)) == dt.date(2025, 11, 24)
    assert is_trading(dt.date(2025, 11, 24))
    assert not is_trading(dt.date(2025, 12, 25))
