"""A story as sentences, each with its place in its part."""

import re
from collections.abc import Iterable, Iterator
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
# A drawn line between the items of a list that was run together, or what agencies set between them.
_RULE = re.compile(
    r"[-=_*~]{6,}|(?<=\s)\*\*(?=\s)"
    r"|(?<=['’]) - (?=(?!TARGET|PRICE)[A-Z]{2})"
    r"| - (?=[A-Z][A-Z &.]{2,30} (?:RAISES|CUTS|STARTS|LOWERS|LIFTS|INITIATES) )"
)
_DRAWN = (*(mark * 6 for mark in "-=_*~"), " ** ", "' - ", "’ - ")
LONGEST_TEXT = 200_000  # characters of a part that are read
LONGEST_SENTENCE = 1_500


class Line(NamedTuple):
    """One title, paragraph or list item: ``story.part(part)[start:start + len(text)] == text``."""

    part: Part
    start: int
    text: str


class Sentence(NamedTuple):
    """One sentence, heading or list item: ``story.part(part)[start:start + len(text)] == text``."""

    part: Part
    start: int
    text: str


def sentences(story: Story) -> Iterator[Sentence]:
    """The sentences of title, summary and text, in this order."""
    for line in lines(story):
        yield from split(line)


def lines(story: Story) -> Iterator[Line]:
    """The lines of title, summary and text, in this order; what lies beyond ``LONGEST_TEXT`` is left unread."""
    for part in Part:
        text = story.part(part)[:LONGEST_TEXT]
        if text and part is Part.TITLE:
            yield Line(part, 0, text)
        elif text:
            spans = body_lines(text)
            for start, stop in _parted(text, spans) if any(marks in text for marks in _DRAWN) else spans:
                yield Line(part, start, text[start:stop])


def split(line: Line) -> Iterator[Sentence]:
    """The sentences of one line."""
    text = line.text
    bullet = _BULLET.match(text)
    start = bullet.end() if bullet else 0
    for end in _ENDS.finditer(text, start):
        if not _is_abbreviation(text[max(start, end.start() - 11) : end.start() + 1]):
            yield from _bounded(line, start, end.end("close"))
            start = end.end()
    yield from _bounded(line, start, len(text))


def _parted(text: str, spans: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """The lines of a text, cut where a line is drawn within one."""
    for start, stop in spans:
        for rule in _RULE.finditer(text, start, stop):
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


def _bounded(line: Line, start: int, stop: int) -> Iterator[Sentence]:
    """A sentence of a line, in pieces if it is longer than any that people write."""
    part, first, text = line
    while stop - start > LONGEST_SENTENCE:
        cut = text.rfind(" ", start + 1, start + LONGEST_SENTENCE)
        cut = cut if cut > start else start + LONGEST_SENTENCE
        yield Sentence(part, first + start, text[start:cut])
        start = cut
    yield Sentence(part, first + start, text[start:stop])
