"""What a rating's words mean: the common grade, on the scale of the firm that uses them."""

import re
from collections.abc import Iterator
from functools import cache

from ratings.tables import table

_GAPS = re.compile(r"[\W_]+")


def grade(rating: str, firm: str | None = None) -> int | None:
    """The grade of a rating, 5 strong buy … 1 strong sell, on the firm's own scale; None if unknown."""
    words = plain(rating)
    own = _scales().get(firm or "", {})
    return own[words] if words in own else _grades().get(words)


def plain(rating: str) -> str:
    """A rating without case, hyphens and spaces: two ratings are the same words if these are equal."""
    return _GAPS.sub("", rating).casefold()


def terms() -> Iterator[tuple[str, bool]]:
    """Every rating term, and whether it is an ordinary word too."""
    for section, ordinary in (("terms", False), ("plain", True)):
        for words in table("grades")[section].values():
            yield from ((term, ordinary) for term in words)


def has_scale(firm: str, rating: str) -> bool:
    """Whether the rating stands on the firm's own scale."""
    return plain(rating) in _scales().get(firm, {})


def is_pick(rating: str, firm: str | None) -> bool:
    """Whether a word only says that a firm prefers a stock, on whose scale it is no rating ("top pick")."""
    return plain(rating) in map(plain, table("grades")["picks"]) and not has_scale(firm or "", rating)


@cache
def _grades() -> dict[str, int]:
    sections = (table("grades")["terms"], table("grades")["plain"])
    return {plain(term): int(level) for section in sections for level, words in section.items() for term in words}


@cache
def _scales() -> dict[str, dict[str, int]]:
    return {
        firm: {plain(term): level for term, level in scale.items()} for firm, scale in table("grades")["scales"].items()
    }
