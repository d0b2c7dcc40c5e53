"""What is news in a story, and what it only recalls."""

import re
from functools import cache

from ratings.model import Story
from ratings.sieve import Sieve
from ratings.tables import table

_BEGINNING = 600  # characters


def is_roundup(title: str) -> bool:
    """Whether a title announces a list of calls without telling one."""
    return matches("roundups", title)


def announces(title: str) -> bool:
    """Whether a title announces calls without telling them, provided that it names who makes them."""
    return matches("announcing", title)


def tells_behind(title: str) -> bool:
    """Whether a roundup's title announces its list before a colon, and perhaps tells a call behind it."""
    behind = title.partition(":")[2]
    return bool(behind) and not is_roundup(behind)


def only_recalls(story: Story) -> bool:
    """Whether a story brings no call of its own: it looks back, or is about holders, averages or prices."""
    return story.publisher in table("stories")["publishers"]["recall"] or matches("recalling_titles", story.title)


def opens_others(sentence: str) -> bool:
    """Whether a sentence opens the part of a recap that tells of other firms' older calls."""
    return matches("others", sentence)


def averages(sentence: str) -> bool:
    """Whether a sentence counts or averages the calls of many."""
    return matches("averages", sentence)


def recalls(sentence: str) -> bool:
    """Whether a sentence tells of a call as past."""
    return matches("recalling_sentences", sentence)


def own_rater(publisher: str | None) -> str | None:
    """The rater whose calls a publisher tells without naming it."""
    own: dict[str, str] = table("stories")["publishers"]["own"]
    return own.get(publisher or "")


def matches(section: str, text: str) -> bool:
    """Whether any of a section's expressions is found in a text, of which the beginning counts."""
    beginning = text[:_BEGINNING]
    return any(pattern.search(beginning) for pattern in sieve(section).likely(beginning))


@cache
def sieve(section: str) -> Sieve:
    """The compiled expressions of a section of stories.toml."""
    return Sieve(re.compile(expression) for expression in table("stories")[section])
