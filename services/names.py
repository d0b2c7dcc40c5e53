"""Firms and people by what is typed of their names."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from rapidfuzz import fuzz, process, utils

from ratings.firms import canonical, spellings
from storage.store import Memory, Store

NEAR = 75.0  # of 100, below which a name is no likely slip of another
MEANT = 4  # names that are suggested
LONGEST = 80  # characters of a name that anything is compared with


@dataclass(frozen=True, slots=True)
class Named:
    """Whom words name, what is left of the words, and, where they name nobody, who may be meant."""

    name: str | None
    rest: str = ""
    meant: tuple[str, ...] = ()


class Names:
    """Knows firms by the table and by the calls, people by the calls."""

    def __init__(self, memory: Memory) -> None:
        self._memory = memory

    async def firm(self, words: str) -> Named:
        """The firm whose name, in any of its spellings, the words begin with."""
        return await self._memory.ask(_firm, words[: 2 * LONGEST])

    async def near_firms(self, words: str) -> tuple[str, ...]:
        """The firms whose name is near to all of the words."""
        return await self._memory.ask(lambda _: _near(words[:LONGEST], _firms()))

    async def analyst(self, words: str) -> Named:
        """The person whose name, or part of it, the words are."""
        return await self._memory.ask(_analyst, " ".join(words[:LONGEST].split()))


def _firm(store: Store, words: str) -> Named:
    """The longest run of leading words that is a firm; quotation marks say where its name ends."""
    if words.startswith(('"', "“")):
        name, _, rest = words[1:].replace("”", '"').partition('"')
        return _known(store, name, rest) or Named(None, meant=_near(name, _firms()))
    parts = words.split()
    for count in range(len(parts), 0, -1):
        if found := _known(store, " ".join(parts[:count]), " ".join(parts[count:])):
            return found
    return Named(None, meant=_near(words[:LONGEST], _firms()))


def _known(store: Store, name: str, rest: str) -> Named | None:
    firm = canonical(name) or store.questions.firm(name.strip())
    return Named(firm, rest.strip()) if firm else None


def _analyst(store: Store, words: str) -> Named:
    people = store.questions.analysts()
    asked = words.casefold()
    if same := next((name for name in people if name.casefold() == asked), None):
        return Named(same)
    parts = set(asked.split())
    holding = [name for name in people if parts and parts <= set(name.casefold().split())]
    if len(holding) == 1:
        return Named(holding[0])
    return Named(None, meant=tuple(sorted(holding)[:MEANT]) or _near(words, people))


def _near(words: str, names: Sequence[str]) -> tuple[str, ...]:
    found = process.extract(
        words, names, scorer=fuzz.ratio, processor=utils.default_process, score_cutoff=NEAR, limit=3 * MEANT
    )
    return tuple(dict.fromkeys(_shown(name) for name, _, _ in found))[:MEANT]


def _shown(name: str) -> str:
    return canonical(name) or name


@cache
def _firms() -> tuple[str, ...]:
    """Every way to write a firm."""
    return tuple(_written(spellings().keys()))


def _written(spelled: Iterable[tuple[str, ...]]) -> Iterable[str]:
    return (" ".join(words) for words in spelled)
