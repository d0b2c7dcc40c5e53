"""Names of companies: their words, folded so that spellings of one name are one, and what a name needs to count."""

import re
import unicodedata
from enum import Enum
from typing import NamedTuple

# Dotted initials ("U.S.", "e.l.f.") are one word, and so is a word with apostrophes ("McDonald's").
WORD = r"(?:[^\W\d_]\.){2,}|[^\W_]+(?:['’`][^\W\d_]+)*|&"
_WORDS = re.compile(WORD)


class Care(Enum):
    """How much must speak for a name before it names its company."""

    NONE = "none"  # a whole name
    SHORT = "short"  # a part of a name: not where it begins the name of another company
    WORD = "word"  # an everyday word: only with something beside it that speaks of a company
    SKIP = "skip"  # words that look like a name and are none


class Name(NamedTuple):
    """One form of a name: ``ticker`` is None where it is a company that cannot be told.

    ``alias`` is whether the form is a former or popular one.
    """

    ticker: str | None
    written: str
    care: Care = Care.NONE
    alias: bool = False

    @property
    def small(self) -> bool:
        """Whether the name is written with a small first letter ("eBay", "e.l.f.")."""
        return self.written[0].islower()

    @property
    def capitals(self) -> bool:
        """Whether only capitals name it, as "UPS" does and "Ups" does not."""
        return len(self.written) <= 4 and self.written.isupper()


def fold(words: str) -> str:
    """The words of a name in lower case, without accents, apostrophes and dots, parted by single spaces."""
    if words.isascii() and words.replace(" ", "").isalnum():  # so are most: what is looked for below isn't in them
        small = words.lower()
        if "and" not in small:
            return " ".join(small.split())
    return " ".join([folded(word) for word in _WORDS.findall(words)])


def folded(word: str) -> str:
    """One word in the form in which words are compared."""
    if word.isalnum() and word.isascii():
        word = word.lower()
        return "&" if word == "and" else word
    plain = unicodedata.normalize("NFKD", word)
    return "".join(part for part in plain if part.isalnum() or part == "&").lower()


def first_word(written: str) -> str:
    """The first word of a name, as written."""
    found = _WORDS.search(written)
    return found[0] if found else written
