"""From an item, as its format's reader hands it over, to a story: cleaned and bounded."""

import re
from urllib.parse import urlsplit

from feeds.links import safe_link
from feeds.model import Item
from feeds.text import html_text, one_line, title_text
from ratings.model import Story

ARTICLE = 1_500  # characters: a description this long is the article itself
CLEARLY_LONGER = 200  # characters by which a full text exceeds its summary
SHORT = 500  # characters of a summary that we make ourselves
SENTENCE_END = re.compile(r"""[.!?]["”’)]?(?=\s)""")
GOOGLE_NEWS = "news.google.com"


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
