"""From a feed's bytes to its entries."""

import datetime as dt
import re
from collections.abc import Sequence
from urllib.parse import urlsplit

from feeds.decode import decode
from feeds.errors import NotAFeedError
from feeds.identity import keys
from feeds.jsonfeed import json_items
from feeds.links import safe_link
from feeds.model import Entry, Item
from feeds.repair import BrokenFeedError
from feeds.text import html_text, one_line, title_text
from feeds.xmlfeed import xml_items
from ratings.model import Story

ARTICLE = 1_500  # characters: a description this long is the article itself
CLEARLY_LONGER = 200  # characters by which a full text exceeds its summary
SHORT = 500  # characters of a summary that we make ourselves
SENTENCE_END = re.compile(r"""[.!?]["”’)]?(?=\s)""")
GOOGLE_NEWS = "news.google.com"


def parse(
    body: bytes, *, url: str, outlet: str, content_type: str | None = None, limit: int = 500
) -> tuple[Entry, ...]:
    """The entries of an RSS, Atom or JSON feed in its own order, the newest ``limit`` of them.

    ``url`` is where the feed was read, ``outlet`` who publishes it. Entries without any words, and repetitions of
    an entry, are left out. Raises NotAFeedError for anything that is not one whole feed, with or without entries.
    """
    try:
        items = read(decode(body, content_type), limit)
    except BrokenFeedError as error:
        raise NotAFeedError(url, str(error)) from error
    return entries(newest(items, limit), url, outlet)


def read(text: str, limit: int) -> list[Item]:
    """The items of a feed in whatever format it is."""
    text = text.lstrip("\ufeff\0 \t\r\n")
    if not text:
        raise BrokenFeedError("the answer is empty; it may be a passing fault of the outlet")
    return json_items(text) if text[0] in "{[" else xml_items(text, limit)


def newest(items: list[Item], limit: int) -> list[Item]:
    """The newest items in the feed's order; those without a date count as old as the last before them with one."""
    if len(items) <= limit:
        return items
    dates, last = [], dt.datetime.max.replace(tzinfo=dt.UTC)
    for item in items:
        last = item.published or last
        dates.append(last)
    ranked = sorted(range(len(items)), key=dates.__getitem__, reverse=True)
    return [items[place] for place in sorted(ranked[:limit])]


def entries(items: Sequence[Item], url: str, outlet: str) -> tuple[Entry, ...]:
    """Stories with their identity, each once."""
    stories = [story(item, url, outlet) for item in items]
    named = keys(items, [story.title for story in stories], [story.url for story in stories])
    found: dict[str, Entry] = {}
    for guid, told in zip(named, stories, strict=True):
        if told.title:
            found.setdefault(guid, Entry(guid=guid, story=told))
    return tuple(found.values())


def story(item: Item, url: str, outlet: str) -> Story:
    """One item, cleaned and bounded."""
    link = safe_link(item.link, url)
    title, publisher = headline(item, outlet, link)
    summary, text = bodies(html_text(item.summary), html_text(item.content))
    return Story(
        title=title or one_line(summary or text),
        summary="" if repeats(summary, title, publisher) else summary,
        text=text,
        url=link,
        publisher=publisher,
        published=item.published,
        tickers=item.tickers,
    )


def headline(item: Item, outlet: str, link: str | None) -> tuple[str, str]:
    """The title and its publisher: Google News writes "Title - Publisher", other aggregators name their source."""
    title, source = title_text(item.title), title_text(item.source)
    if not source and link is not None and urlsplit(link).hostname == GOOGLE_NEWS:
        source = title.rpartition(" - ")[2] if " - " in title else ""
    return title.removesuffix(f" - {source}") if source else title, source or outlet


def bodies(summary: str, content: str) -> tuple[str, str]:
    """Summary and full text, each only where the feed carries it.

    A full text is clearly longer than its summary; a description that is an article in itself is the full text.
    """
    if len(summary) > ARTICLE and len(summary) >= len(content):
        return opening(summary), summary
    if len(content) >= len(summary) + CLEARLY_LONGER:
        return summary or opening(content), content
    return summary or content, ""


def opening(text: str) -> str:
    """The first sentences of a text, SHORT characters at most."""
    if len(text) <= SHORT:
        return text
    ends = [match.end() for match in SENTENCE_END.finditer(text[: SHORT + 1])]
    return text[: ends[-1] if ends else SHORT].rstrip()


def repeats(summary: str, title: str, publisher: str) -> bool:
    """Whether a summary says no more than the title does, as in Google News."""
    said = " ".join(summary.split()).casefold()
    return said in {title.casefold(), f"{title} {publisher}".casefold(), f"{title} - {publisher}".casefold()}
