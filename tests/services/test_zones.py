"""Time zones are found by what people call them."""

from zoneinfo import ZoneInfo

import pytest

from services.zones import CITIES, find_zone, spell_zone, zone_of

FOUND = [
    ("Europe/Berlin", "Europe/Berlin"),
    ("europe/berlin", "Europe/Berlin"),
    ("berlin", "Europe/Berlin"),
    (" New  York ", "America/New_York"),
    ("new_york", "America/New_York"),
    ("MÜNCHEN", "Europe/Berlin"),
    ("zurich", "Europe/Zurich"),
    ("nyc", "America/New_York"),
    ("EST", "America/New_York"),
    ("utc", "UTC"),
    ("UTC+2", "Etc/GMT-2"),
    ("gmt -5", "Etc/GMT+5"),
]
MEANT = [("Tokio", "Tokyo"), ("Moskow", "Moscow"), ("Europe/Berln", "Europe/Berlin"), ("Sidney", "Sydney")]


@pytest.mark.parametrize(("words", "zone"), FOUND)
def test_found(words: str, zone: str) -> None:
    """A zone, a city, a country or an offset is found in any spelling."""
    assert find_zone(words).zone == zone


@pytest.mark.parametrize(("words", "suggestion"), MEANT)
def test_suggested(words: str, suggestion: str) -> None:
    """A slip gets what was meant among the suggestions, each of which is found itself."""
    place = find_zone(words)
    assert place.zone is None
    assert suggestion in place.suggestions
    assert all(find_zone(name).zone for name in place.suggestions)


@pytest.mark.parametrize("words", ["", "xyzzy", "UTC+99", "../../etc/passwd", "\0", "x" * 5000])
def test_nonsense(words: str) -> None:
    """What is no place is none."""
    assert find_zone(words).zone is None


def test_cities() -> None:
    """Every city of the table is in a zone that exists, and button data has room for its name."""
    for row in CITIES.read_text(encoding="utf-8").splitlines()[1:]:
        city, zone = row.split(",")
        assert find_zone(city).zone == zone
        assert zone_of(zone).key == zone
        assert len(f"timezone:{city}".encode()) <= 64


def test_gone() -> None:
    """A zone that there is no longer counts as UTC."""
    assert zone_of("Europe/Atlantis") == ZoneInfo("UTC")


def test_spelling() -> None:
    """Fixed offsets are shown as everybody counts them."""
    assert [spell_zone(name) for name in ("Etc/GMT-2", "Etc/GMT+5", "America/New_York")] == [
        "UTC+2",
        "UTC-5",
        "America/New York",
    ]
