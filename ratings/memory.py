"""What was found out about words, which come again and again."""

from collections.abc import Callable
from typing import TypeVar

V = TypeVar("V")
_MOST = 8192  # words that are remembered
_LONGEST = 24  # letters of a word that is worth remembering


class Memory(dict[str, V]):
    """What a function says of each word that it was asked for; when there are too many, all are forgotten.

    A word that is known costs half of what it does where the words are also kept in the order of their last use.
    """

    def __init__(self, work: Callable[[str], V]) -> None:
        """Takes what finds it out."""
        super().__init__()
        self._work = work

    def __missing__(self, word: str) -> V:
        """What the function says of a new word."""
        found = self._work(word)
        if len(word) < _LONGEST:
            if len(self) >= _MOST:
                self.clear()
            self[word] = found
        return found
