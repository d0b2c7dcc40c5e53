"""Stories by the words in them."""

import datetime as dt
import re
from dataclasses import dataclass

from storage.codec import to_moment
from storage.engine import Engine, Row

TERMS = 12  # words of a question that are looked for
_ASKED = re.compile(r'"([^"]+)"|(\S+)')
_WORD = re.compile(r"\w")


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A story that has the words: how it is shown, and the text that ranks it."""

    id: int
    title: str
    outlet: str
    url: str | None
    published: dt.datetime


def read_terms(words: str) -> tuple[str, ...]:
    """What is looked for: single words, and in quotation marks words that stand together."""
    asked = (quoted or single for quoted, single in _ASKED.findall(words))
    return tuple(" ".join(term.replace('"', " ").split()) for term in asked if _WORD.search(term))[:TERMS]


class Words:
    """The index of the stories' words."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def find(self, words: str, limit: int) -> list[Found]:
        """The newest stories that have all of the words, those stored last first; none without a word."""
        terms = read_terms(words)
        if not terms:
            return []
        # In quotation marks whatever people write is looked for and nothing of it is an operator. Storing order is
        # what the index itself is in: the newest are found without a look at all others that have the words.
        rows = self._engine.query(
            "select s.id, s.title, s.outlet, s.url, s.published from "
            "(select rowid from story_words where story_words match :match order by rowid desc limit :limit) found "
            "join stories s on s.id = found.rowid order by s.id desc",
            {"match": " ".join(f'"{term}"' for term in terms), "limit": limit},
        )
        return [_found(row) for row in rows]


def _found(row: Row) -> Found:
    return Found(
        id=row["id"],
        title=row["title"],
        outlet=row["outlet"],
        url=row["url"],
        published=to_moment(row["published"]),
    )
