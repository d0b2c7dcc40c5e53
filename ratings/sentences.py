"""A story as sentences, each with its place in its part."""

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from ratings.furniture import body_lines
from ratings.model import Part, Story
from ratings.tables import table

# Where a sentence ends; some outlets print the next one right behind it, without a space ("results.Netflix gained").
_ENDS = re.compile(
    r"""[.!?](?P<close>["”’')\]]{0,3})(?:\s+(?=["“‘'(\[$€£]{0,2}[A-Z0-9])"""
    r"""|(?<=[a-z\d%][a-z\d%][.!?])(?=[A-Z][a-z]+[ ,’'](?!$))|(?<=[.!?]["”])(?=[A-Z][a-z]))"""
)
_BULLET = re.compile(r"[\s>*•▪●◦‣·–—-]{1,8}(?<=\s)")  # what opens a line of a list
# A drawn line between the items of a list that was run together.
_RULE = re.compile(r"[-=_*~]{6,}")
_DRAWN = tuple(mark * 6 for mark in "-=_*~")
LONGEST_TEXT = 200_000  # characters of a part that are read
LONGEST_SENTENCE = 1_500


class Sentence(NamedTuple):
    """One sentence, heading or list item: ``story.part(part)[start:start + len(text)] == text``."""

    part: Part
    start: int
    text: str


def sentences(story: Story) -> Iterator[Sentence]:
    """The sentences of title, summary and text, in this order."""
    for part in Part:
        if text := story.part(part):
            yield from split(text, part)


def split(text: str, part: Part) -> Iterator[Sentence]:
    """The sentences of one part; what lies beyond ``LONGEST_TEXT`` is left unread."""
    text = text[:LONGEST_TEXT]
    lines = [(0, len(text))] if part is Part.TITLE else _items(text)
    for first, stop in lines:
        bullet = _BULLET.match(text, first, stop)
        start = bullet.end() if bullet else first
        for end in _ENDS.finditer(text, start, stop):
            if not _is_abbreviation(text[max(start, end.start() - 11) : end.start() + 1]):
                yield from _bounded(part, text, start, end.end("close"))
                start = end.end()
        yield from _bounded(part, text, start, stop)


def _items(text: str) -> Iterator[tuple[int, int]]:
    """The lines of a text that belong to its story, cut where a line is drawn within one."""
    drawn = any(marks in text for marks in _DRAWN)  # spares most texts the search
    for start, stop in body_lines(text):
        for rule in _RULE.finditer(text, start, stop) if drawn else ():
            yield start, rule.start()
            start = rule.end()
        yield start, stop


def _is_abbreviation(words: str) -> bool:
    """Whether a text ends with a shortened word or an initial, so that its full stop ends no sentence."""
    if not words.endswith("."):
        return False
    last = words[:-1].rpartition(" ")[2].lstrip("(“\"'").lower()
    return last in _abbreviations() or len(last.rpartition(".")[2].rpartition("&")[2]) == 1


@cache
def _abbreviations() -> frozenset[str]:
    return frozenset(table("stories")["abbreviations"])


def _bounded(part: Part, text: str, start: int, stop: int) -> list[Sentence]:
    """A sentence, in pieces if it is longer than any that people write."""
    found: list[Sentence] = []
    while stop - start > LONGEST_SENTENCE:
        cut = text.rfind(" ", start + 1, start + LONGEST_SENTENCE)
        cut = cut if cut > start else start + LONGEST_SENTENCE
        found.append(Sentence(part, start, text[start:cut]))
        start = cut
    found.append(Sentence(part, start, text[start:stop]))
    return found
