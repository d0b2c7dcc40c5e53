"""Stories by their words: the newest that have all of them, those first whose headline does."""

import datetime as dt
from collections.abc import Sequence

from messages.found import Hit, Hits
from messages.pages import cut
from services.ports import Clock
from storage.store import Memory
from storage.words import Found, read_terms

LOOKED_AT = 200  # stories that are ranked: the newest that have the words
PAGE = 8
HALF_LIFE = dt.timedelta(days=30)  # in which a story loses half of its weight


class Search:
    """Looks stories up."""

    def __init__(self, memory: Memory, clock: Clock) -> None:
        self._memory = memory
        self._clock = clock

    async def find(self, words: str, *, page: int = 1) -> Hits:
        """A page of the stories that have all of the words."""
        terms = read_terms(words)
        found = await self._memory.ask(lambda store: store.words.find(words, LOOKED_AT))
        ranked = rank(found, terms, self._clock.now())
        shown, page, pages = cut(ranked, page, PAGE)
        return Hits(
            hits=tuple(map(_hit, shown)),
            page=page,
            pages=pages,
            total=len(ranked),
            more=len(ranked) == LOOKED_AT,
            asked=bool(terms),
        )


def rank(found: Sequence[Found], terms: Sequence[str], now: dt.datetime) -> list[Found]:
    """By relevance and date: words in the headline count double, and every month halves the weight."""
    return sorted(found, key=lambda one: _weight(one, terms, now), reverse=True)


def _weight(one: Found, terms: Sequence[str], now: dt.datetime) -> float:
    title = one.title.casefold()
    share = sum(term.casefold() in title for term in terms) / max(1, len(terms))
    age = max(now - one.published, dt.timedelta(0)) / HALF_LIFE
    return float((1 + share) * 0.5**age)


def _hit(one: Found) -> Hit:
    return Hit(title=one.title, outlet=one.outlet, url=one.url, published=one.published)
