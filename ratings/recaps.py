"""What is news in a story, and what it only recalls."""

import re
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache

from ratings.model import Story
from ratings.sieve import Sieve
from ratings.tables import table

_BEGINNING = 600  # characters
# Sections of which a text is asked for more than one: their words are looked for in one pass.
_GROUPS = (("roundups", "recalling_titles", "of_index"), ("others", "averages", "recalling_sentences"))
_TOGETHER = {section: group for group in _GROUPS for section in group}


def is_roundup(title: str) -> bool:
    """Whether a title announces a list of calls without telling one."""
    return matches("roundups", title)


def announces(title: str) -> bool:
    """Whether a title announces calls without telling them, provided that it names who makes them."""
    return matches("announcing", title)


def is_of_index(title: str) -> bool:
    """Whether a title speaks of the target of an index, or of a commodity."""
    return matches("of_index", title)


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
    likely = _likely(_TOGETHER.get(section, (section,)), beginning).get(section, ())
    return bool(likely) and any(pattern.search(beginning) for pattern in likely)


@lru_cache(maxsize=64)
def _likely(sections: tuple[str, ...], text: str) -> Mapping[str, Sequence[re.Pattern[str]]]:
    """The expressions of some sections that may match a text, by section."""
    found: dict[str, list[re.Pattern[str]]] = {}
    for pattern in sieve(*sections).likely(text):
        for section in _sections(sections)[pattern.pattern]:
            found.setdefault(section, []).append(pattern)
    return found


@cache
def sieve(*sections: str) -> Sieve:
    """The expressions of sections of stories.toml."""
    return Sieve(_sections(sections))


@cache
def _sections(sections: tuple[str, ...]) -> Mapping[str, Sequence[str]]:
    """The expressions of sections, and the sections that each stands in."""
    found: dict[str, list[str]] = {}
    for section in sections:
        for expression in table("stories")[section]:
            found.setdefault(expression, []).append(section)
    return found
