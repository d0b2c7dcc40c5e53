"""A page's text without its furniture: menus, teasers of other stories, share bars."""

import re
from collections.abc import Iterable, Iterator

from ratings.recaps import matches, sieve

_PROSE = re.compile(r"\s*(?:\S+ +){18,}\S*[.!?][\"”’')]*(?:\s|$)")
_DATE_LINE = re.compile(
    r"^\W*(?:[A-Z]\w+ ){0,2}(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{0,6}\.? \d{1,2},? 20\d{2}\W*$"
)
_DATE = 60  # characters of a line that is a date, at most
_LONG = 2_000  # characters of a line in which prose is looked for
_SHORT = 120  # characters of a line that begins a list of other stories, at most
# Text that was cut into lines, of one width ("shares fell after the bank downgraded\nthe stock") or at its links.
_WRAPPED = re.compile(r"\n[a-z()]")
_WIDTH = range(40, 100)  # characters of such a line
# Links that were set on lines of their own ("Shares of\nOkta\n(ticker: OKTA) fell").
_NAME = 40  # characters of such a line
_INTO_NAME = re.compile(rf"[a-z,]\n{{1,2}}(?=[A-Z][^\n]{{0,{_NAME - 1}}}\n{{1,2}}[a-z(),])")
_CLOSED = re.compile(r"\n{1,2}\)")  # behind the symbol that was a link
_OUT_OF_NAME = re.compile(r"[^\n.!?:;]\n{1,2}[a-z(),]")
_TEASER = re.compile(r":[ \t]*[^\W_]+[ \t]+\S")  # one other story on the same line; behind it the text goes on
_OPEN = re.compile(r" (?:a|an|and|as|at|after|by|for|from|in|of|on|or|said|that|the|its|to|with)\s*$")


def body_lines(text: str) -> Iterator[tuple[int, int]]:
    """The lines of a text that belong to its story, as start and end."""
    lines = list(_printed_lines(text))
    if _WRAPPED.search(text):
        lines = _unwrapped(text, lines)
    openings = sieve("furniture_words").likely(text)
    other = False
    for (start, end), below in zip(lines, [*lines[1:], (0, 0)], strict=False):
        other = other and not _is_prose(text, start, end)
        named = end - start < _SHORT and matches("furniture_lines", text[start:end])
        if not (other or named or _is_dated(text, (start, end), below)):
            yield start, _cut(text, start, end, openings)
        other = other or (named and _TEASER.search(text, start, end) is None)


def _printed_lines(text: str) -> Iterator[tuple[int, int]]:
    """The lines of a text that are not empty, as they are printed."""
    start = 0
    for line in text.replace("\r", "\n").split("\n"):
        end = start + len(line)
        if line and not line.isspace():
            yield start, end
        start = end + 1


def _is_dated(text: str, line: tuple[int, int], below: tuple[int, int]) -> bool:
    """Whether the line below a line is a date, as it is below the title of another story."""
    start, stop = below
    if stop - start > _DATE or _DATE_LINE.match(text[start:stop]) is None:
        return False
    return not _is_prose(text, *line)


def _is_prose(text: str, start: int, end: int) -> bool:
    """Whether a line holds a whole sentence of some length."""
    return _PROSE.match(text, start, min(end, start + _LONG)) is not None


def _unwrapped(text: str, lines: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """The lines with those in one that were cut at a width, not where something ends."""
    found: list[tuple[int, int]] = []
    width = 0  # of the last line as it is printed
    for start, end in lines:
        if found and (_is_set_in(text, found[-1][1], width) or (width in _WIDTH and _goes_on(text, found[-1], start))):
            found[-1] = found[-1][0], end
        else:
            found.append((start, end))
        width = end - start
    return found


def _is_set_in(text: str, end: int, width: int) -> bool:
    """Whether a sentence goes on behind a line's end, into a name on a line of its own or out of one."""
    if _INTO_NAME.match(text, end - 1) or _CLOSED.match(text, end):
        return True
    return width <= _NAME and _OUT_OF_NAME.match(text, end - 1) is not None


def _goes_on(text: str, line: tuple[int, int], following: int) -> bool:
    """Whether a line goes on in the one that follows: without a gap, and with a small letter or behind a small word."""
    if text[line[1] : following].strip("\r ") != "\n":
        return False
    return text[following].islower() or _OPEN.search(text, max(line[0], line[1] - 12), line[1]) is not None


def _cut(text: str, start: int, end: int, openings: Iterable[re.Pattern[str]]) -> int:
    """The end of a line before the other stories that are run into it."""
    for pattern in openings:
        if (match := pattern.search(text, start, end)) and match.start() > start:
            return match.start()
    return end
