"""The pieces of a text with their classes, by the runs of characters between its spaces, which come again and again."""

import re

from ratings.lexicon import lexicon
from ratings.memory import Memory
from ratings.words import Piece, cut, joined

_SPACED = re.compile(r"[$€£¥₹₩] |per cent")  # where a piece may hold a space
_DIGIT = re.compile(r"\d")  # without one there is no figure that others may be joined to
_DASHES = ("-", "–", "—")  # a mark where a space follows


def row(text: str) -> tuple[list[Piece], list[int]]:
    """The pieces of a text, and for each the place in the text from which its own places count."""
    if _SPACED.search(text):
        whole = _classed(text)
        return joined(whole, [0] * len(whole), text)
    found, places = _by_runs(text)
    return joined(found, places, text) if _DIGIT.search(text) else (found, places)


def _by_runs(text: str) -> tuple[list[Piece], list[int]]:
    """The pieces of a text whose spaces all part pieces, so that each run between two spaces is cut by itself."""
    found: list[Piece] = []
    places: list[int] = []
    at = 0
    *runs, last = text.split(" ")
    for run in runs:
        forms = _known[run]
        found += forms
        places += [at] * len(forms)
        at += len(run) + 1
    forms = _classed(last) if last.endswith(_DASHES) else _known[last]
    return found + list(forms), places + [at] * len(forms)


def _spaced(run: str) -> tuple[Piece, ...]:
    """The pieces of a run that a space follows."""
    return _classed(f"{run} ")


def _classed(text: str) -> tuple[Piece, ...]:
    """The pieces of a text with the classes that the lexicon gives them."""
    found: list[Piece] = []
    for piece in cut(text):
        entries = lexicon().get(piece.text)
        if entries is None:
            found.append(piece)
        elif entries.single and not entries.cased:
            entry = entries.single[0]
            found.append(piece._replace(plain=entry.tag, value=entry.value, longer=entries.longer))
        else:
            found.append(piece._replace(cased=entries.cased, longer=entries.longer))
    return tuple(found)


_known = Memory(_spaced)
