"""Stories as JSON lines in, their calls as JSON lines out."""

import json
import sys
from collections.abc import Iterable
from typing import Any

from feeds.article import article_text
from feeds.dates import read_date
from ratings.extract import extract
from ratings.model import Story
from services.exported import shown

TEXTS = ("title", "summary", "text", "html", "url", "publisher", "published")


class NotAStoryError(ValueError):
    """The line holds something else; the message says what is wrong with it."""


def extract_lines(lines: Iterable[bytes]) -> int:
    """Print each story's calls; lines that are no stories are told on stderr. Gives the exit code."""
    status = 0
    # A lone surrogate can't be encoded; as an escape it is still JSON.
    sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace")  # type: ignore[union-attr]
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            key, story = read_line(line)
        except NotAStoryError as error:
            print(f"line {number}: {error}", file=sys.stderr)
            status = 1
            continue
        found = [shown(action) for action in extract(story)]
        print(json.dumps({"id": key, "actions": found}, ensure_ascii=False))
    return status


def read_line(line: bytes) -> tuple[Any, Story]:
    """The id and the story; raises NotAStoryError."""
    try:
        row = json.loads(line.decode("utf-8-sig").strip(), parse_constant=_no_json)
    except json.JSONDecodeError as error:  # its own text counts lines, of which there is but this one
        raise NotAStoryError(f"is not JSON ({error.msg} at character {error.colno})") from error
    except (ValueError, RecursionError) as error:
        raise NotAStoryError(f"is not JSON ({error})") from error
    if not isinstance(row, dict) or "id" not in row or "title" not in row:
        raise NotAStoryError('is not a story: it needs at least {"id": …, "title": "…"}')
    texts: dict[str, Any] = {name: row.get(name) for name in TEXTS}
    if wrong := [name for name in TEXTS if not isinstance(texts[name], str if name == "title" else str | None)]:
        raise NotAStoryError(f"is not a story: {', '.join(wrong)} must be text")
    html = texts["html"]
    return row["id"], Story(
        title=texts["title"],
        summary=texts["summary"] or "",
        text=texts["text"] or (article_text(html, texts["url"]) if html else ""),
        url=texts["url"],
        publisher=texts["publisher"],
        published=read_date(texts["published"]) if texts["published"] else None,
    )


def _no_json(word: str) -> None:
    """NaN and the like, which Python reads and writes but JSON doesn't know."""
    raise ValueError(f"{word} is no JSON value")
