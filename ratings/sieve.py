"""Expressions that are tried on a text only where it holds the words that they need."""

import re
from collections.abc import Iterable
from functools import cache

import ahocorasick

from ratings.likely import Likely
from ratings.needs import needs

_SHORTEST = 2  # letters of a word that tells enough


class Sieve:
    """A row of expressions, of which a text's words tell which may match it."""

    def __init__(self, expressions: Iterable[str]) -> None:
        """Takes the expressions in the order in which they count; each is compiled when it is likely at last."""
        self._expressions = tuple(expressions)
        self._likely = Likely(_words_needed(expression) for expression in self._expressions)
        self._words = ahocorasick.Automaton()
        for word, bits in self._likely.bits.items():
            self._words.add_word(word, bits)
        self._words.make_automaton()

    def likely(self, text: str) -> list[re.Pattern[str]]:
        """The expressions that may match a text, in their order."""
        held = 0
        for _, bits in self._words.iter(text.lower()) if len(self._words) else ():
            held |= bits
        return [_compile(self._expressions[number]) for number in self._likely.told(held)]


_compile = cache(re.compile)


def _words_needed(expression: str) -> list[set[str]]:
    """What an expression needs in small letters, but for what is so short that most texts hold it."""
    sets = [{string.lower() for string in strings} for strings in needs(expression)]
    return [strings for strings in sets if min(map(len, strings)) >= _SHORTEST]
