"""The pieces of a text with their classes, by the runs of characters between its spaces, which come again and again."""

from functools import lru_cache

from ratings.lexicon import lexicon
from ratings.words import FIGURES, Piece, cut, joined

_SPACED = ("$ ", "€ ", "£ ", "¥ ", "₹ ", "₩ ", "per cent")  # where a piece may hold a space
_DASHES = ("-", "–", "—")  # a mark where a space follows
_LONG = 24  # letters of a run that is not worth remembering


def row(text: str) -> tuple[list[Piece], list[int]]:
    """The pieces of a text, and for each the place in the text from which its own places count."""
    if any(sign in text for sign in _SPACED):
        whole = _classed(text)
        found, places = list(whole), [0] * len(whole)
    else:
        found, places = _by_runs(text)
    if any(piece.kind in FIGURES for piece in found):
        return joined(found, places, text)
    return found, places


def _by_runs(text: str) -> tuple[list[Piece], list[int]]:
    """The pieces of a text whose spaces all part pieces, so that each run between two spaces is cut by itself."""
    found: list[Piece] = []
    places: list[int] = []
    at = 0
    for run in text.split(" "):
        size = len(run)
        if at + size == len(text) and run.endswith(_DASHES):
            forms = _classed(run)
        else:
            forms = _known(run) if size < _LONG else _classed(f"{run} ")
        found += forms
        places += [at] * len(forms)
        at += size + 1
    return found, places


@lru_cache(maxsize=8192)
def _known(run: str) -> tuple[Piece, ...]:
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
