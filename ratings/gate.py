"""The gate: whether a text may tell of a call at all."""

from collections.abc import Sequence
from functools import cache

from ratings.tables import table


def signs_in(text: str) -> tuple[Sequence[str], Sequence[str]]:
    """The signs of a call that a text holds, as words in lower case and as marks as written; none of either if none."""
    words, marks = _signs()
    lower = text.lower()
    return [word for word in words if word in lower], [mark for mark in marks if mark in text]


def may_tell(text: str, signs: tuple[Sequence[str], Sequence[str]]) -> bool:
    """Whether a part of a text holds one of the signs found in the whole."""
    words, marks = signs
    lower = text.lower() if words else ""
    return any(word in lower for word in words) or any(mark in text for mark in marks)


@cache
def _signs() -> tuple[tuple[str, ...], tuple[str, ...]]:
    return tuple(table("gate")["words"]), tuple(table("gate")["marks"])
