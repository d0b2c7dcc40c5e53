"""Where names of companies stand in a text."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from ratings.beside import amid, spoken
from ratings.memory import Memory
from ratings.names import WORD, Care, Name, first_word, folded

_NEXT = re.compile(rf"(?:['’]?[ \u00a0]{{1,2}}|[ \u00a0]?[-‐‑–.!+/|*][ \u00a0]?|(?=&)|(?<=&))({WORD})")
# A word that may begin a name. It starts with a set of letters and nothing before it, so that the search is quick; what
# stands before it is looked at afterwards.
_START = re.compile(r"[A-Z0-9À-ÖØ-ÞĀ-ž](?:\.(?:[^\W\d_]\.)+|[^\W_]*(?:['’`][^\W\d_]+)*)(?!\w)")
_POSSESSIVE = re.compile(r"['’`][sS]?$")
_SMALL = re.compile(r"&|a|ai|and|bio|by|co|com|de|del|di|do|du|e|for|in|io|la|le|of|on|s|the|to|und|y")
LEGAL = re.compile(
    r"(?:,? (?:Inc|Incorporated|Corp|Corporation|Ltd|Limited|LLC|L\.?P|plc|PLC|N\.?V|S\.?A|AG|SE|ASA|S\.?p\.?A"
    r"|(?:& )?(?:Co|Company)|Companies|Cos|Holdings|Hldgs|Group|INC|CORP|LTD|CO|HOLDINGS|GROUP|COMPANY"
    r"|\(?Cl(?:ass|\.)? [A-C]\)?|- Common Stock|Common Stock)\b(?!-)(?:\.(?!\w))?)+"
)
_LEGAL_STARTS = frozenset("ACGHILNPSp&(-")  # of a legal form, behind its space: spares most names the search
_LONGEST = 24  # letters of a word that begins small, or that goes on a name


class Start(NamedTuple):
    """A word that a name may begin with, folded where one does, and the end and name of its stem ("Okta's")."""

    start: int
    end: int
    key: str | None
    stem: tuple[int, Name] | None


class Place(NamedTuple):
    """A name where it stands: ``text[start:end]``; ``name`` is None for a company that only begins like one we know."""

    start: int
    end: int
    name: Name | None


class Found(NamedTuple):
    """The names in a text in their order, not overlapping, and the words in capitals that are in none."""

    places: list[Place]
    capitals: list[tuple[int, int]]


class Finder:
    """Finds names in texts, the longest first."""

    def __init__(self, names: Mapping[str, Name], others: frozenset[str]) -> None:
        """Takes names by their folded form, and the words that make a short name before them another company's."""
        self._others = others
        self._names = names
        self._begun = frozenset(_beginnings(names))  # what a further word can make a name of
        small = {first_word(name.written) for name in names.values() if name.small}
        self._small = sorted(word for word in small if word.islower() and len(word) > 2)
        self._known = Memory(self._starts)

    def find(self, text: str) -> Found:
        """What in a text may name a company."""
        found = Found([], [])
        done = at = 0
        for run in text.split(" "):
            for first, last, key, stem in self._known[run]:
                start, end = at + first, at + last
                if start < done:
                    continue
                place = self._longest(text, start, end, key, stem) if key or stem else None
                if place:
                    done = place.end
                    if place.name is None or place.name.care is not Care.SKIP:
                        found.places.append(place)
                elif text[start:end].isupper():
                    found.capitals.append((start, end))
            at += len(run) + 1
        return found

    def _starts(self, run: str) -> tuple[Start, ...]:
        """The words of a run between two spaces that a name may begin with, or that are in capitals, in their order."""
        text = f" {run}"
        spans = sorted({*_capitalised(text), *(span for word in self._small for span in _spans(text, word))})
        found = [self._start(start - 1, end - 1, text[start:end]) for start, end in spans]
        return tuple(each for each in found if each.key or each.stem or run[each.start : each.end].isupper())

    def _start(self, start: int, end: int, word: str) -> Start:
        key, stem = folded(word), _POSSESSIVE.sub("", word)
        name = self._names.get(folded(stem)) if stem != word else None
        own = self._names.get(key)
        other = stem != word and own is not None and own.written.isalnum()  # "Energy's" is not Energys
        known = not other and (own is not None or key in self._begun)
        return Start(start, end, key if known else None, (len(stem), name) if name else None)

    def _longest(self, text: str, begin: int, end: int, key: str | None, stem: tuple[int, Name] | None) -> Place | None:
        """The place of the longest name that begins with a word; ``key`` and ``stem`` are those of its start."""
        names = [(begin + stem[0], stem[1], True)] if stem else []
        if key:
            names += self._walk(text, end, key)
        for stop, name, cased in reversed(names):
            if _written(text[begin:stop], name, cased):
                place = self._judged(text, Place(begin, stop, name), name)
                if place:
                    return place
        return None

    def _walk(self, text: str, end: int, key: str) -> list[tuple[int, Name, bool]]:
        """The names that go on from a word, shorter ones first: where each ends, and whether it has its capitals."""
        name = self._names.get(key)
        names = [(end, name, True)] if name else []
        cased = True
        while key in self._begun and (ahead := _ahead(text, end)):
            start, end, word = ahead
            cased = cased and (not word[0].islower() or _SMALL.fullmatch(word) is not None)
            if not word.isalnum() and (stem := _POSSESSIVE.sub("", word)) != word:
                name = self._names.get(f"{key} {folded(stem)}")
                if name:
                    names.append((start + len(stem), name, cased))
            key = f"{key} {folded(word)}"
            name = self._names.get(key)
            if name:
                names.append((end, name, cased))
        return names

    def _judged(self, text: str, place: Place, name: Name) -> Place | None:
        """The place if its name counts there, with its legal form."""
        if name.care is Care.SKIP:
            return place
        whole = _legal_end(text, place.end)
        legal = whole > place.end
        if name.care is Care.WORD and not (legal or spoken(text, *place[:2]) or amid(text, place.start)):
            return None
        if name.care is not Care.NONE and (end := self._other(text, place.end)):
            return Place(place.start, _legal_end(text, end), None)
        return Place(place.start, whole, name)

    def _other(self, text: str, end: int) -> int | None:
        ahead = _ahead(text, end) if text[end : end + 1] in (" ", "\u00a0") else None
        if ahead and ahead[2][0].isupper() and folded(ahead[2]) in self._others:
            return ahead[1]
        return None


def _ahead(text: str, end: int) -> tuple[int, int, str] | None:
    """Where the next word stands that may go on a name that ends at a place, and the word."""
    if text.startswith(" ", end):  # most are between two spaces: spared the expression below
        start, stop = end + 1, text.find(" ", end + 1, end + _LONGEST)
        if stop > start and (word := text[start:stop]).isalnum():
            return start, stop, word
    following = _NEXT.match(text, end)
    return (*following.span(1), following[1]) if following else None


def _legal_end(text: str, end: int) -> int:
    """Where the legal form behind a name ends; where there is none, the name's own end."""
    at = end + 2 if text.startswith(",", end) else end + 1
    legal = LEGAL.match(text, end) if text[at : at + 1] in _LEGAL_STARTS else None
    return legal.end() if legal else end


def _beginnings(names: Iterable[str]) -> Iterator[str]:
    """The words before each further word of folded names."""
    for name in names:
        at = name.find(" ")
        while at >= 0:
            yield name[:at]
            at = name.find(" ", at + 1)


def _capitalised(text: str) -> Iterator[tuple[int, int]]:
    """The words with a capital, also one within, as in "eBay"."""
    for word in _START.finditer(text):
        start, end = word.span()
        before = text[start - 1] if start else " "
        if not before.isalnum():
            if before not in "_@#" and not (before == "." and _inside(text, start)):
                yield start, end
        elif before.islower():
            while start and text[start - 1].islower() and end - start < _LONGEST:
                start -= 1
            if not start or not (text[start - 1].isalnum() or text[start - 1] in "_@#"):
                yield start, end


def _spans(text: str, word: str) -> Iterator[tuple[int, int]]:
    """Where a word stands as a whole."""
    start = text.find(word)
    while start >= 0:
        end = start + len(word)
        around = text[max(0, start - 1) : start] + text[end : end + 1]
        if not any(letter.isalnum() or letter in "_@#-" for letter in around):
            yield start, end
        start = text.find(word, end)


def _inside(text: str, start: int) -> bool:
    """Whether a word stands behind a dot within a number or an address."""
    return start > 1 and (text[start].isdigit() or text[start - 2].islower())


def _written(words: str, name: Name, cased: bool) -> bool:
    """Whether a name is written as names are: with capitals, but for small words and names like "eBay"."""
    if name.small:
        return " " in name.written or words.lower() == name.written.lower()
    return words.isupper() if name.capitals else cased or words == name.written
