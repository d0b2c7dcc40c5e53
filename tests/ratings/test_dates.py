"""Days, horizons and people, as sentences state them."""

import datetime as dt

import pytest

from ratings.dates import stated_date
from ratings.horizons import find_horizon
from ratings.people import find_analysts

PUBLISHED = dt.date(2026, 1, 6)  # a Tuesday


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("in a note on Monday, November 24th", dt.date(2025, 11, 24)),
        ("on Monday, MarketBeat reports", dt.date(2026, 1, 5)),
        ("on Tuesday morning", dt.date(2026, 1, 6)),
        ("late Friday", dt.date(2026, 1, 2)),
        ("on January 2nd", dt.date(2026, 1, 2)),
        ("on Dec. 30, 2024", dt.date(2024, 12, 30)),
        ("on Thursday, February 29th", dt.date(2024, 2, 29)),
        ("dated 2025-10-07", dt.date(2025, 10, 7)),
        ("on Sunday, November 24th", dt.date(2024, 11, 24)),
        ("on February 30", None),
        ("sometime soon", None),
    ],
)
def test_reads_day(text: str, day: dt.date | None) -> None:
    """A day without its year is the last one before publication that fits its weekday."""
    assert stated_date(text, PUBLISHED)[0] == day


def test_leaves_day_open() -> None:
    """Without a publication date a weekday or a day without its year says nothing."""
    assert stated_date("on Monday, November 24th", None)[0] is None
    assert stated_date("on Monday", None)[0] is None


@pytest.mark.parametrize(
    ("text", "horizon"),
    [
        ("and its December 2026 price target goes up", "December 2026"),
        ("raised to $18 for December 2026", "December 2026"),
        ("our Dec '25 price target", "December 2025"),
        ("a 12-month price target of $40", "12-month"),
        ("its year-end 2026 target", "year-end 2026"),
        ("reported in December 2026 results", None),
    ],
)
def test_reads_horizon(text: str, horizon: str | None) -> None:
    """A month or a span counts where it belongs to a target."""
    found = find_horizon(text)
    assert (found and found[0]) == horizon


@pytest.mark.parametrize(
    ("text", "people"),
    [
        ("Baird analysts Ann Lee and Cy Young said", ("Ann Lee", "Cy Young")),
        ("The analysts, Ann Lee, Bob de Vries and Cy Young, noted", ("Ann Lee", "Bob de Vries", "Cy Young")),
        ("a team led by Mary O'Neill", ("Mary O'Neill",)),
        ("John T. Smith, an analyst at Baird", ("John T. Smith",)),
        ("analyst Upgrades Apple Stock", None),
        ("analysts expect more", None),
    ],
)
def test_reads_people(text: str, people: tuple[str, ...] | None) -> None:
    """Analysts are named beside the word, and headline words are not names."""
    found = find_analysts(text)
    assert (found and found[0]) == people
