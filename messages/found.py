"""Stories that have the words one looked for."""

import datetime as dt
from dataclasses import dataclass

from messages.fit import fit
from messages.html import bold, code, link, short
from messages.model import Message
from messages.pages import Again, turns
from messages.sources import OUTLET
from messages.times import day, utc_day
from messages.tongue import tr, trn

TITLE = 160
WORDS = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A story as the list shows it."""

    title: str
    outlet: str
    url: str | None
    published: dt.datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Hits:
    """One page of the stories found. ``more``: there are older ones that were not looked at; ``asked``: there was a
    word to look for."""

    hits: tuple[Hit, ...]
    page: int
    pages: int
    total: int
    more: bool
    asked: bool


def found(words: str, hits: Hits, again: Again) -> Message:
    """A page of stories, or that there are none."""
    if not hits.asked:
        return need_words()
    asked = short(words, WORDS)
    if not hits.hits:
        if len(words.split()) == 1:
            return Message(tr("No story has the word “{words}”. /latest has the newest calls.", words=asked))
        return Message(
            tr(
                "No story has all the words “{words}”. Fewer words find more: {example}",
                words=asked,
                example=_example(),
            )
        )
    counted = trn("{count} story", "{count} stories", hits.total)
    head = bold(tr("“{words}”: {stories}", words=asked, stories=counted))
    foot = tr("These are the newest; more words narrow it down.") if hits.more else ""
    text = fit(head, [_row(hit) for hit in hits.hits], foot, gap="\n\n")
    return Message(text, turns(hits.page, hits.pages, again))


def need_words() -> Message:
    """That a search needs words."""
    return Message(
        tr("What are you looking for? {example} finds stories with all of the words; in quotes they stand together.",
           example=_example())
    )  # fmt: skip


def _row(hit: Hit) -> str:
    title = link(hit.url, short(hit.title, TITLE))
    return f"{title}\n{short(hit.outlet, OUTLET)}, {day(utc_day(hit.published))}"


def _example() -> str:
    return code("/search hosting lease")
