"""The phrases that tell of a call, and where they stand in a tagged sentence."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from typing import NamedTuple

from ratings.likely import Likely, tags_needed
from ratings.patterns import expression
from ratings.tables import table
from ratings.tags import Tagged, Token

KINDS = ("rating", "target")
_CHEAP = frozenset({"company", "target"})  # slots that make a finding no richer


@dataclass(frozen=True)
class Phrase:
    """One rule of phrases.toml."""

    id: str
    kind: str
    expression: str
    means: Mapping[str, str] | None
    needs: str | None
    loose: bool  # only trusted to say more of a call that is known
    plain: bool  # an ordinary word is a rating where the phrase has one
    examples: tuple[str, ...]

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """The expression over tags, compiled where a sentence may hold it for the first time."""
        return re.compile(self.expression)


class Finding(NamedTuple):
    """A phrase found in a sentence, with the tokens that fill its slots."""

    phrase: Phrase
    start: int
    end: int
    slots: Mapping[str, tuple[int, int]]

    def token(self, sentence: Tagged, slot: str) -> Token | None:
        """The first token of a slot, None if the slot is empty."""
        place = self.slots.get(slot)
        return sentence.tokens[place[0]] if place else None


@cache
def phrases() -> tuple[Phrase, ...]:
    """All phrases, in the order of the table."""
    return tuple(
        Phrase(
            id=row["id"],
            kind=kind,
            expression=expression(row["pattern"]),
            means=row.get("means"),
            needs=row.get("needs"),
            loose=row.get("loose", False),
            plain=row.get("plain", False),
            examples=tuple(row["examples"]),
        )
        for kind in KINDS
        for row in table("phrases")[kind]
    )


@cache
def moving() -> frozenset[str]:
    """The phrases that tell what was done to a rating."""
    return frozenset(phrase.id for phrase in phrases() if "(?P<move>" in phrase.expression)


@cache
def _likely(loose: bool) -> tuple[list[Phrase], Likely]:
    chosen = [phrase for phrase in phrases() if phrase.loose is loose]
    return chosen, Likely(tags_needed(phrase.expression) for phrase in chosen)


def find(sentence: Tagged) -> list[Finding]:
    """The phrases of a sentence in the order of their places; of those that overlap, the one that tells most."""
    return list(_found(sentence.tags, loose=False))


def find_loose(sentence: Tagged) -> list[Finding]:
    """The loose phrases of a sentence, as ``find`` gives the others."""
    return list(_found(sentence.tags, loose=True))


@lru_cache(maxsize=512)  # headlines have their forms: of three, one has the tags of another
def _found(tags: str, *, loose: bool) -> tuple[Finding, ...]:
    chosen, needed = _likely(loose)
    likely = [chosen[number] for number in needed.numbers(set(tags))]
    matching = [phrase for phrase in likely if phrase.pattern.search(tags)]
    found = [_finding(phrase, match) for phrase in matching for match in phrase.pattern.finditer(tags)]
    if len(found) < 2:
        return tuple(found)
    return tuple(sorted((f for kind in KINDS for f in _best([f for f in found if f.phrase.kind == kind])), key=_place))


def _finding(phrase: Phrase, match: re.Match[str]) -> Finding:
    slots = {name: match.span(name) for name, words in match.groupdict().items() if words}
    return Finding(phrase, match.start(), match.end(), slots)


def _best(found: Sequence[Finding]) -> list[Finding]:
    chosen: list[Finding] = []
    for finding in sorted(found, key=lambda f: (-len(f.slots.keys() - _CHEAP), f.start, f.end)):
        if all(finding.end <= other.start or other.end <= finding.start for other in chosen):
            chosen.append(finding)
    return chosen


def _place(finding: Finding) -> tuple[int, int]:
    return finding.start, finding.end
