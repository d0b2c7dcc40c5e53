"""Which field of a call somebody's words say is wrong, in any of the bot's languages. Pure."""

import re
from functools import cache

from ratings.firms import spellings
from ratings.grades import plain, terms
from ratings.words import words_of
from services.vocabulary import vocabulary

CALL = "call"  # all of it, or nobody knows what
MONEY = re.compile(r"[$€£]\s?\d|\d\s?[$€£]")
CASHTAG = re.compile(r"\$[A-Za-z]{1,6}\b")
WORD = re.compile(r"\w+")
LONGEST_NAME = 5  # words of a firm

# What is named, and the field that it means; of two names together too.
FIELDS = {
    frozenset({"target"}): "pt_current",
    frozenset({"rating"}): "rating_current",
    frozenset({"firm"}): "firm",
    frozenset({"ticker"}): "ticker",
    frozenset({"rating_action"}): "rating_action",
    frozenset({"pt_action"}): "pt_action",
    frozenset({"direction"}): "rating_action",
    frozenset({"direction", "rating"}): "rating_action",
    frozenset({"direction", "target"}): "pt_action",
    frozenset({"pt_action", "target"}): "pt_action",
}
PRIOR = {"target": "pt_prior", "rating": "rating_prior"}


def doubted(note: str) -> str:
    """The field that the words clearly name, or by its value alone; else CALL."""
    named = frozenset(name for name in vocabulary("doubts") if name != "prior" and _pattern(name).search(note))
    if not named:
        shown = _shown(note)
        return shown.pop() if len(shown) == 1 else CALL
    if named == {"pt_action", "target"} and re.search(r"\d", note):  # "raised to $25, not $20"
        return "pt_current"
    (name, *more) = named
    if more or name not in PRIOR:
        return FIELDS.get(named, CALL)
    before, all_of_it = len(_prior(name).findall(note)), len(_pattern(name).findall(note))
    if before:
        return PRIOR[name] if before == all_of_it else CALL
    return FIELDS[named]


def _shown(note: str) -> set[str]:
    """The fields of which a value stands there."""
    words = [plain(word) for word in WORD.findall(note)]
    found = {
        "pt_current": MONEY.search(note) is not None,
        "ticker": CASHTAG.search(note) is not None,
        "rating_current": not _ratings().isdisjoint(words),
        "firm": _names_firm(note),
    }
    return {field for field, stands in found.items() if stands}


def _names_firm(note: str) -> bool:
    words = words_of(note)
    lengths = range(1, LONGEST_NAME + 1)
    return any(tuple(words[at : at + length]) in spellings() for at in range(len(words)) for length in lengths)


@cache
def _ratings() -> frozenset[str]:
    """Every rating of one word that is no ordinary word."""
    return frozenset(plain(term) for term, ordinary in terms() if not ordinary)


@cache
def _pattern(name: str) -> re.Pattern[str]:
    return re.compile(rf"\b{_any(name)}\b", re.IGNORECASE)


@cache
def _prior(name: str) -> re.Pattern[str]:
    """The same where it says that it is the one before: "the old price target", "la calificación anterior"."""
    one, old = _any(name), _any("prior")
    return re.compile(rf"\b{old}\W+(?:\w+\W+)?{one}\b|\b{one}\W+{old}\b", re.IGNORECASE)


def _any(name: str) -> str:
    words = (word.replace("*", r"\w*") for word in vocabulary("doubts")[name])
    return f"(?:{'|'.join(words)})"
