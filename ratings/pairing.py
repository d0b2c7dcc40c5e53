"""Figures and ratings that a sentence gives to each of several in their order ("to $9 and $50, respectively")."""

import re
from functools import cache

from ratings.consensus import direction
from ratings.facts import Fact, Facts, fact_of, value_of
from ratings.patterns import compiled
from ratings.phrases import Finding
from ratings.tags import Tagged, letters

_MOST = 6  # in one sentence
_CLASSES = {"money": "money|number", "rating": "rating|plain_rating"}
_FIELDS = {"money": ("pt_current", "pt_prior"), "rating": ("rating_current", "rating_prior")}
PRIORS = frozenset({"pt_prior", "rating_prior"})
_LINKS = ("comma", "and", "open", "up", "down", "raise", "lower", "prior", "from", "versus", "replaces")
_AND = "(comma and?|and)"
_FROM = "(comma|open)? (up|down|raise|lower)? prior? (from|versus|replaces)"


def row_length(sentence: Tagged, finding: Finding) -> int:
    """How many targets or ratings stand in a row where a finding has its own; 1 if that is the only one."""
    length = 1
    while length < _MOST and _row(sentence, finding, length + 1):
        length += 1
    return length


def in_order(sentence: Tagged, finding: Finding, facts: Facts, count: int) -> list[Facts]:
    """The facts for each of so many: those of a finding, each with its own where just as many stand in a row."""
    row = _row(sentence, finding, count) if facts and 1 < count <= _MOST else None
    if row is None or (count < _MOST and _row(sentence, finding, count + 1)):
        return [facts] * count
    return [_own(sentence, finding, facts, row, number) for number in range(count)]


def _row(sentence: Tagged, finding: Finding, count: int) -> re.Match[str] | None:
    """So many targets or ratings from a finding's own one on, perhaps with those before them."""
    slot = _slot(finding)
    begin = finding.slots.get(slot, (0, 0))[0]
    # Spares most findings the search.
    if slot not in finding.slots or sentence.tags[begin + 1 : begin + 2] not in _links():
        return None
    return next((match for form in _forms(slot, count) if (match := form.match(sentence.tags, begin))), None)


def _slot(finding: Finding) -> str:
    """What a finding may have a row of: some that tell of a target have a rating too, and no row of both is told."""
    return "money" if finding.phrase.kind == "target" else "rating"


@cache
def _links() -> frozenset[str]:
    """The characters of what may stand behind the first in a row."""
    return frozenset(letters()[name] for name in _LINKS)


@cache
def _forms(slot: str, count: int) -> tuple[re.Pattern[str], ...]:
    """Each with the one before ("to $9 from $11 and to $50 from $55"), all before all others, or without those."""
    now = [f"{{now{number}:{_CLASSES[slot]}}}" for number in range(count)]
    was = [f"{{was{number}:{_CLASSES[slot]}}}" for number in range(count)]
    paired = f" {_AND} to? ".join(f"{one} {_FROM} {other} close?" for one, other in zip(now, was, strict=True))
    alone = f" {_AND} to? ".join(now)
    return tuple(compiled(form) for form in (paired, f"{alone} {_FROM} {f' {_AND} from? '.join(was)}", alone))


def _own(sentence: Tagged, finding: Finding, facts: Facts, row: re.Match[str], number: int) -> Facts:
    """The facts with the target or the rating of one in a row, and with what it was before where that is told."""
    own = {field: fact for field, fact in facts.items() if field not in PRIORS}
    move = finding.token(sentence, "move")
    if move and move.tag == "adjust":  # whose direction is the first rating's
        own.pop("rating_action", None)
    for name, field in zip(("now", "was"), _FIELDS[_slot(finding)], strict=True):
        place = row.start(f"{name}{number}") if f"{name}{number}" in row.re.groupindex else -1
        if place >= 0:
            token = sentence.tokens[place]
            own[field] = fact_of(sentence, finding, token, value_of(sentence, token))
    if "pt_prior" in own and own["pt_prior"].value != own["pt_current"].value:
        own["pt_action"] = Fact(direction(own["pt_current"].value, own["pt_prior"].value), own["pt_action"].evidence)
    return own
