"""The gate: where a story may tell of a call at all."""

from bisect import bisect_right
from functools import cache
from typing import Any

import ahocorasick

from ratings.model import Part, Story
from ratings.sentences import LONGEST_TEXT, Line, Sentence
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

    def within(self, words: Line | Sentence) -> bool:
        """Whether a line or a sentence of the story holds one of them."""
        part, first, text = words
        places = self._places[part]
        number = bisect_right(places, (first, 0))
        last = first + len(text)
        while number < len(places) and places[number][0] <= last:
            if places[number][1] >= first:
                return True
            number += 1
        return False


def _places(text: str) -> list[tuple[int, int]]:
    """The signs of a text in their order, as end and start."""
    if not text:
        return []
    found = [
        (end + 1, end + 1 - size)
        for end, (size, written) in _signs().iter(lowered(text))
        if not written or text[end + 1 - size : end + 1] in written
    ]
    return sorted(found)


@cache
def _signs() -> Any:
    """What finds all signs in one pass over a text in small letters: their lengths, and how marks must be written."""
    written: dict[str, frozenset[str]] = {}
    for mark in table("gate")["marks"]:
        written[mark.lower()] = written.get(mark.lower(), frozenset()) | {mark}
    written |= dict.fromkeys(table("gate")["words"], frozenset())
    automaton = ahocorasick.Automaton()
    for sign, marks in written.items():
        automaton.add_word(sign, (len(sign), marks))
    automaton.make_automaton()
    return automaton
