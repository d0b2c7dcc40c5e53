"""The gate: where a story may tell of a call at all."""

from bisect import bisect_right
from collections.abc import Iterable
from functools import cache
from typing import Any

import ahocorasick

from ratings.model import Part, Story
from ratings.sentences import LONGEST_TEXT, Sentence
from ratings.tables import table
from ratings.words import lowered


class Signs:
    """Where the signs of a call stand in a story."""

    def __init__(self, story: Story) -> None:
        """Takes the story, whose every part is gone through once."""
        self._places = {part: _places(story.part(part)[:LONGEST_TEXT]) for part in Part}

    def __bool__(self) -> bool:
        """Whether there are any."""
        return any(self._places.values())

    def within(self, sentence: Sentence) -> bool:
        """Whether a sentence of the story holds one of them."""
        part, first, text = sentence
        places = self._places[part]
        last = first + len(text)
        for number in range(bisect_right(places, (first, last)), len(places)):
            end, start = places[number]
            if end > last:
                return False
            if start >= first:
                return True
        return False


def _places(text: str) -> list[tuple[int, int]]:
    """The signs of a text in their order, as end and start."""
    if not text:
        return []
    words, marks = _signs()
    found = [(end + 1, end + 1 - size) for end, size in words.iter(lowered(text))]
    return sorted(found + [(end + 1, end + 1 - size) for end, size in marks.iter(text)])


@cache
def _signs() -> tuple[Any, Any]:
    return _automaton(table("gate")["words"]), _automaton(table("gate")["marks"])


def _automaton(words: Iterable[str]) -> Any:
    """What finds words in one pass over a text, with their lengths."""
    automaton = ahocorasick.Automaton()
    for word in words:
        automaton.add_word(word, len(word))
    automaton.make_automaton()
    return automaton
