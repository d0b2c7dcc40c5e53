"""How kinds of news are to be told, as people write it: "upgrade=on target=silent reiterate=off". Pure."""

import re
from collections.abc import Mapping
from difflib import get_close_matches

from ratings.filter_words import DEEDS, Unclear
from ratings.kinds import Kind, Way

LONGEST = 500  # characters
_PAIR = re.compile(r"(\w+)\s*=\s*(\w+)|(\S+)")
_GROUPS = {"target": (Kind.RAISE, Kind.LOWER), "all": tuple(Kind)}
_KINDS: Mapping[str, tuple[Kind, ...]] = (
    {word: (Kind(deed.value),) for word, deed in DEEDS.items() if deed.value in tuple(Kind)}
    | {word: _GROUPS["target"] for word, deed in DEEDS.items() if deed.value == "target"}
    | {kind.value: (kind,) for kind in Kind}
    | {"raises": (Kind.RAISE,), "raised": (Kind.RAISE,), "lowers": (Kind.LOWER,), "cut": (Kind.LOWER,)}
    | _GROUPS
)


def read_ways(words: str) -> dict[Kind, Way] | Unclear:
    """The ways by kind; what comes later counts."""
    found: dict[Kind, Way] = {}
    for pair in _PAIR.finditer(words[:LONGEST]):
        if pair[3]:
            return Unclear("pair", pair[3])
        if pair[1].casefold() not in _KINDS:
            return Unclear("kind", pair[1], _near(pair[1], _KINDS))
        if pair[2].casefold() not in tuple(Way):
            return Unclear("way", pair[2], _near(pair[2], {way.value: way for way in Way}))
        found |= dict.fromkeys(_KINDS[pair[1].casefold()], Way(pair[2].casefold()))
    return found or Unclear("empty")


def kind_named(word: str) -> Kind | None:
    """The one kind that a word names."""
    kinds = _KINDS.get(word.casefold(), ())
    return kinds[0] if len(kinds) == 1 else None


def _near(word: str, known: Mapping[str, object]) -> str:
    return next(iter(get_close_matches(word.casefold(), list(known), 1)), "")
