"""The phrases that tell of a call, and where they stand in a tagged sentence."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from ratings.patterns import compiled
from ratings.tables import table
from ratings.tags import Tagged, Token

KINDS = ("rating", "target")
_CHEAP = frozenset({"company", "target"})  # slots that make a finding no richer


@dataclass(frozen=True, slots=True)
class Phrase:
    """One rule of phrases.toml."""

    id: str
    kind: str
    pattern: re.Pattern[str]
    means: Mapping[str, str] | None
    needs: str | None
    examples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Finding:
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
        Phrase(row["id"], kind, compiled(row["pattern"]), row.get("means"), row.get("needs"), tuple(row["examples"]))
        for kind in KINDS
        for row in table("phrases")[kind]
    )


def find(sentence: Tagged) -> list[Finding]:
    """The phrases of a sentence in the order of their places; of those that overlap, the one that tells most."""
    found = [_finding(phrase, match) for phrase in phrases() for match in phrase.pattern.finditer(sentence.tags)]
    return sorted((f for kind in KINDS for f in _best([f for f in found if f.phrase.kind == kind])), key=_place)


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
