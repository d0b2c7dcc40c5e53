"""The words that a call is told in: which class a word, a firm's name or a rating belongs to."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import NamedTuple

from ratings.firms import spellings
from ratings.grades import terms
from ratings.tables import table
from ratings.words import Piece, words_of

STRUCTURE = (
    "word", "name", "firm", "broker", "company", "rating", "plain_rating", "money", "sum", "number", "year", "percent",
    "comma", "semicolon", "colon", "open", "close", "dash", "stop", "owner",
)  # fmt: skip


class Entry(NamedTuple):
    """One way to write something: its words after the first, its class, and the value it stands for.

    ``capital`` and ``abbreviated`` say how its first word must be written.
    """

    rest: tuple[str, ...]
    tag: str
    value: str | None
    capital: bool
    abbreviated: bool


class Entries(NamedTuple):
    """The entries that begin with the same word: by their second one, the longest first, and those of that word alone.

    ``cased`` says that one of them asks for capitals.
    """

    longer: Mapping[str, Sequence[Entry]]
    single: Sequence[Entry]
    cased: bool


@cache
def lexicon() -> Mapping[str, Entries]:
    """All entries by their first word."""
    found: dict[str, dict[str, list[Entry]]] = defaultdict(lambda: defaultdict(list))
    for words, tag, value in _entries():
        abbreviated = tag in ("rating", "target", "firm") and len(words) == 1 and len(words[0]) == 2
        entry = Entry(tuple(words[1:]), tag, value, tag == "firm", abbreviated)
        found[words[0]][entry.rest[0] if entry.rest else ""].append(entry)
    return {first: _entries_of(seconds) for first, seconds in found.items()}


def _entries_of(seconds: dict[str, list[Entry]]) -> Entries:
    """The entries that begin with one word, from those by their second word ("" if they have none)."""
    single = seconds.pop("", [])
    longer = {second: sorted(entries, key=lambda entry: -len(entry.rest)) for second, entries in seconds.items()}
    return Entries(longer, single, any(entry.capital or entry.abbreviated for entry in single))


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


def find(pieces: Sequence[Piece], at: int, word: str) -> tuple[Entry, int] | None:
    """The longest entry that begins with the piece at an index, as its word is written, and the index after it."""
    entries = lexicon().get(pieces[at].text)
    if entries is None:
        return None
    longer, single, _ = entries
    if longer and at + 1 < len(pieces):
        for entry in longer.get(pieces[at + 1].text, ()):
            end = at + 1 + len(entry.rest)
            if (end == at + 2 or _goes_on(pieces, at + 2, entry)) and _is_written(entry, word):
                return entry, end
    for entry in single:
        if _is_written(entry, word):
            return entry, at + 1
    return None


def _goes_on(pieces: Sequence[Piece], at: int, entry: Entry) -> bool:
    """Whether an entry's words after its second one stand from an index on."""
    return tuple(piece.text for piece in pieces[at : at + len(entry.rest) - 1]) == entry.rest[1:]


def _is_written(entry: Entry, word: str) -> bool:
    """Whether a first word has the capitals that its entry asks for."""
    if not entry.abbreviated and not entry.capital:
        return True
    return word.isupper() if entry.abbreviated else not word[0].islower() or word[1:2].isupper()
