"""The small language of phrases.toml: patterns over classes of words, compiled to regular expressions over tags.

``{slot}`` or ``{slot:class|class}`` captures, a bare ``class`` only matches, ``<piece>`` stands for a row of
``[pieces]``, ``start`` and ``end`` are the sentence's, ``..`` is a short gap of words that say nothing about a call,
``...`` a longer one that may hold companies, ``far`` one of anything but parties and figures; ``( | ) ?`` and ``*`` (at
most four times) mean what they mean in regular expressions.
"""

import re
from functools import cache

from ratings.tables import table
from ratings.tags import letters

_ELEMENT = re.compile(r"\{(\w+)(?::([\w|]+))?\}|(\.\.\.?)|(\w+)|([()|?*])|(\S)")
_PIECE = re.compile(r"<(\w+)>")
_PARTIES = {"firm": ("firm", "broker"), "company": ("company", "broker")}
_DEFAULTS = {
    "rating": "rating|plain_rating",
    "prior": "rating|plain_rating",
    "money": "money|number",
    "was": "money|number",
    "by": "percent|money|number",
}
# What ``far`` does not pass over: who and what else there is, and what turns to something else.
_NEAR = frozenset(
    [
        "company", "broker", "firm", "rating", "plain_rating", "money", "target", "targets", "bare_target", "fair",
        "stop", "semicolon", "but", "consensus", "closing", "may", "not", "suppose", "other_rater", "credit_rater",
    ]
)  # fmt: skip
_EDGES = {"start": "^", "end": "$"}
_NARROW = (
    "word",
    "name",
    "day",
    "new",
    "stock",
    "thing",
    "legal",
    "as",
    "rating_noun",
    "comma",
    "be",
    "prior",
    "on",
    "house",
    "year",
    "stance",
    "trade",
    "both",
    "watch",
    "rival",
    "closing",
)
_WIDE = (*_NARROW, "number", "company", "broker", "and", "coverage", "open", "close", "unchanged", "with")


@cache
def compiled(pattern: str) -> re.Pattern[str]:
    """The regular expression of a pattern, ready to be looked for."""
    return re.compile(expression(pattern))


def expression(pattern: str) -> str:
    """The regular expression of a pattern; ``ValueError`` names what it does not know."""
    whole = _PIECE.sub(lambda piece: str(table("phrases")["pieces"].get(piece[1], piece[0])), pattern)
    return "".join(_element(match, pattern) for match in _ELEMENT.finditer(whole))


def _element(match: re.Match[str], pattern: str) -> str:
    slot, classes, gap, word, mark, stray = match.groups()
    if stray:
        raise ValueError(f"phrase pattern {pattern!r}: {stray!r} is not part of the language")
    if mark:
        return {"(": "(?:", "*": "{0,4}"}.get(mark, mark)
    if gap:
        return f"{_set(*_WIDE)}{{0,12}}?" if gap == "..." else f"{_set(*_NARROW)}{{0,5}}?"
    if word == "far":
        return f"{_set(*(name for name in letters() if name not in _NEAR))}{{0,20}}?"
    if word:
        return _EDGES.get(word) or _set(word)
    return f"(?P<{slot}>{_slot(slot, classes)})"


def _slot(slot: str, classes: str | None) -> str:
    if classes or slot not in _PARTIES:
        return _set(*(classes or _DEFAULTS.get(slot, slot)).split("|"))
    party = _set(*_PARTIES[slot])
    more = rf"{party}(?:{_set('comma', 'and')}{{1,2}}{party}){{0,11}}"
    return more if slot == "firm" else rf"(?:{more}|{_set('name')}{{1,6}})"


def _set(*classes: str) -> str:
    try:
        found = "".join(letters()[name] for name in classes)
    except KeyError as error:
        raise ValueError(f"no class of words is called {error}") from None
    return found if len(found) == 1 else f"[{found}]"
