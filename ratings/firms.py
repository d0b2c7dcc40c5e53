"""Which research firm a name means."""

from collections.abc import Iterator, Mapping
from functools import cache

from ratings.tables import table
from ratings.words import words_of


def canonical(name: str) -> str | None:
    """The canonical short name of a firm as it is written somewhere ("J.P. Morgan" → "JPMorgan"), None if unknown."""
    return spellings().get(tuple(words_of(name)))


@cache
def quants() -> frozenset[str]:
    """The raters that are models, not brokers."""
    return frozenset(table("firms")["quants"])


def is_quant(firm: str) -> bool:
    """Whether a firm (by its canonical name) is a model, not a broker."""
    return firm in quants()


@cache
def spellings() -> Mapping[tuple[str, ...], str]:
    """Every way to write a firm, as words, and the firm's canonical name."""
    return {tuple(words_of(spelling)): firm for firm, spelling in _names()}


def _names() -> Iterator[tuple[str, str]]:
    for section in ("brokers", "quants"):
        for firm, others in table("firms")[section].items():
            yield from ((firm, spelling) for spelling in (firm, *others))
