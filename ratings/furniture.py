"""A page's text without its furniture: menus, teasers of other stories, share bars."""

import re
from collections.abc import Iterator

from ratings.recaps import matches, patterns

_PROSE = re.compile(r"(?:\S+ +){18,}\S*[.!?][\"”’')]*(?:\s|$)")
_DATE_LINE = re.compile(
    r"^\W*(?:[A-Z]\w+ ){0,2}(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{0,6}\.? \d{1,2},? 20\d{2}\W*$"
)
_LINES = re.compile(r"[^\n\r]+")


def body_lines(text: str) -> Iterator[tuple[int, int]]:
    """The lines of a text that belong to its story, as start and end."""
    lines = [(match.start(), match.end()) for match in _LINES.finditer(text) if not match[0].isspace()]
    other = False
    for number, (start, end) in enumerate(lines):
        line = text[start : min(end, start + 2000)]
        prose = bool(_PROSE.match(line))
        other = (other and not prose) or (len(line) < 120 and matches("furniture_lines", line))
        below = text[slice(*lines[number + 1])] if number + 1 < len(lines) else ""
        if not other and (prose or not _DATE_LINE.match(below[:60])):
            yield start, _cut(text, start, end)


def _cut(text: str, start: int, end: int) -> int:
    """The end of a line before the other stories that are run into it."""
    for pattern in patterns("furniture_words"):
        if (match := pattern.search(text, start, end)) and match.start() > start:
            return match.start()
    return end
