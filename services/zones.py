"""Time zones by their name or by a city in them."""

import csv
import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from rapidfuzz import fuzz, process

CITIES = Path(__file__).with_name("data") / "cities.csv"
UTC = "UTC"
SUGGESTED = 3
LIKE = 75.0  # of 100
NO_PLACE = frozenset({"Factory", "localtime", "posixrules", "EST", "MST"})  # the last two never change their clocks
OFFSET = re.compile(r"(?:utc|gmt)\s*([+-])\s*(\d{1,2})", re.IGNORECASE)
FIXED = re.compile(r"Etc/GMT([+-])(\d+)")
TURNED = {"+": "-", "-": "+"}  # the names of fixed zones count westward
WORDS = 60  # characters of what is looked for


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundZone:
    """What words may mean: one ``zone``, or None and the ``suggestions`` that come near, as people would write them."""

    zone: str | None
    suggestions: tuple[str, ...] = ()


@cache
def zone_of(name: str) -> ZoneInfo:
    """The zone of that name; UTC for one that there is no longer."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return ZoneInfo(UTC)


def spell_zone(name: str) -> str:
    """The zone's name for people: of fixed ones the hours, as everybody counts them."""
    fixed = FIXED.fullmatch(name)
    return f"UTC{TURNED[fixed[1]]}{fixed[2]}" if fixed else name.replace("_", " ")


def find_zone(words: str) -> FoundZone:
    """The zone that "Europe/Berlin", "berlin", "Munich" or "UTC+2" means."""
    asked = _folded(words[:WORDS])
    names = _names()
    if offset := OFFSET.fullmatch(words.strip()):
        asked = _folded(f"Etc/GMT{TURNED[offset[1]]}{int(offset[2])}")
    if asked in names:
        return FoundZone(zone=names[asked][1])
    near = process.extract(asked, names.keys(), scorer=fuzz.WRatio, limit=SUGGESTED, score_cutoff=LIKE)
    found = dict.fromkeys(names[name][0] for name, _, _ in near if not names[name][1].startswith("Etc/"))
    return FoundZone(zone=None, suggestions=tuple(found))


@cache
def _names() -> dict[str, tuple[str, str]]:
    """What people may write, folded, with its spelling and its zone. A full name goes before a city's."""
    zones = sorted(available_timezones() - NO_PLACE)
    found: dict[str, tuple[str, str]] = {}
    for name in (zone for zone in zones if not zone.startswith("Etc/")):
        city = name.rpartition("/")[2].replace("_", " ")
        found.setdefault(_folded(city), (city, name))
    with CITIES.open(encoding="utf-8", newline="") as rows:
        for row in csv.DictReader(rows):
            found[_folded(row["city"])] = (row["city"], row["zone"])
    return found | {_folded(name): (name, name) for name in zones}


def _folded(words: str) -> str:
    """Without case, accents and the ways to write a space."""
    plain = unicodedata.normalize("NFKD", words.replace("_", " "))
    return " ".join("".join(char for char in plain if not unicodedata.combining(char)).casefold().split())
