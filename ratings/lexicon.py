"""The words that a call is told in: which class a word, a firm's name or a rating belongs to."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import NamedTuple

from ratings.firms import spellings
from ratings.grades import terms
from ratings.tables import table
from ratings.words import Piece, words_of

MARKS = {
    ",": "comma", ";": "semicolon", ":": "colon", "(": "open", ")": "close", "[": "open", "]": "close", "?": "stop",
    "!": "stop", "|": "stop", "•": "stop", "·": "stop", "&": "and", "%": "word", "@": "at",
}  # fmt: skip
STRUCTURE = (
    "word", "name", "firm", "broker", "company", "rating", "plain_rating", "money", "sum", "number", "year", "percent",
    "comma", "semicolon", "colon", "open", "close", "dash", "stop", "owner",
)  # fmt: skip


class Entry(NamedTuple):
    """One way to write something: its words after the first, its class, and the value it stands for."""

    rest: tuple[str, ...]
    tag: str
    value: str | None
    capital: bool
    abbreviated: bool


Lexicon = Mapping[str, Mapping[str, Sequence[Entry]]]


@cache
def lexicon() -> Lexicon:
    """All entries by their first word and their second ("" if they have one word only), the longest first."""
    found: dict[str, dict[str, list[Entry]]] = defaultdict(lambda: defaultdict(list))
    for words, tag, value in _entries():
        abbreviated = tag in ("rating", "target", "firm") and len(words) == 1 and len(words[0]) == 2
        entry = Entry(tuple(words[1:]), tag, value, tag == "firm", abbreviated)
        found[words[0]][entry.rest[0] if entry.rest else ""].append(entry)
    return {
        first: {second: sorted(entries, key=lambda entry: -len(entry.rest)) for second, entries in seconds.items()}
        for first, seconds in found.items()
    }


def _entries() -> Iterator[tuple[Sequence[str], str, str | None]]:
    for spelling, firm in spellings().items():
        yield spelling, "firm", firm
    for term, ordinary in terms():
        yield words_of(term), "plain_rating" if ordinary else "rating", term
    for section in table("words").values():
        for tag, phrases in section.items():
            yield from ((words_of(phrase), tag, None) for phrase in phrases)


def classes() -> tuple[str, ...]:
    """The names of all classes, those of the table and those of the structure."""
    return (*STRUCTURE, *(tag for section in table("words").values() for tag in section))


def find(pieces: Sequence[Piece], at: int, text: str) -> tuple[Entry, int] | None:
    """The longest entry that begins with the piece at an index, and the index after it."""
    seconds = lexicon().get(pieces[at].text)
    if seconds is None:
        return None
    second = pieces[at + 1].text if at + 1 < len(pieces) else ""
    for entry in (*seconds.get(second, ()), *seconds.get("", ())):
        end = at + 1 + len(entry.rest)
        if len(entry.rest) > 1 and tuple(piece.text for piece in pieces[at + 1 : end]) != entry.rest:
            continue
        if _is_written(entry, text[pieces[at].start : pieces[at].end]):
            return entry, end
    return None


def _is_written(entry: Entry, word: str) -> bool:
    """Whether a first word has the capitals that its entry asks for."""
    if entry.abbreviated:
        return word.isupper()
    return not entry.capital or not word[0].islower() or word[1:2].isupper()
