"""Entries of RSS and Atom."""

import io
import re
from typing import Any

import feedparser

from feeds.dates import read_date
from feeds.model import Item
from feeds.plain import plain_items
from feeds.repair import BrokenFeedError, mended
from feeds.tickers import tagged

# It would look for another parser than expat at each feed, in every folder that Python knows.
feedparser.api.PREFERRED_XML_PARSERS.clear()

ANSWER = {"content-type": "application/xml; charset=utf-8"}
# feedparser forgets a category's type, by which Seeking Alpha tells its symbols; it remembers the scheme.
SYMBOL_TYPE = re.compile(r"""(<category\b[^<>]*?\s)type=(["'])symbol\2""")
# Who wrote it is not used, and feedparser's search for an address in it takes the square of its length in time
# (kurtmckee/feedparser#562): under another name it is left alone.
PEOPLE = re.compile(
    r"(</?)(?:\w+:)?(?:author|contributor|creator|editor|managingeditor|owner|publisher|webmaster)(?=[\s/>])",
    re.IGNORECASE,
)
DATES = ("published", "updated", "created")


def xml_items(text: str, limit: int) -> tuple[list[Item], bool]:
    """The entries in the feed's order, and whether the strict parser took all of it.

    Raises BrokenFeedError where the text is no whole feed.
    """
    document = prepared(text, limit)
    plain = plain_items(document)
    return (plain, True) if plain is not None else any_items(document)


def prepared(text: str, limit: int) -> str:
    """The feed as it may be parsed. Raises BrokenFeedError where that is in vain."""
    return PEOPLE.sub(r"\1unread", SYMBOL_TYPE.sub(r"\1scheme=\2symbol\2", mended(text, limit)))


def any_items(document: str) -> tuple[list[Item], bool]:
    """What feedparser finds in a feed that may be anything."""
    # Never a str or bytes: feedparser would open a file or an address of that name.
    stream = io.BytesIO(document.encode("utf-8"))
    try:
        found = feedparser.parse(stream, response_headers=ANSWER, sanitize_html=False, resolve_relative_uris=False)
    except Exception as error:  # on hostile input it raises whatever happens inside (kurtmckee/feedparser#591, #599)
        raise BrokenFeedError(f"the feed can't be read ({type(error).__name__})") from error
    if not found["entries"] and found["bozo"]:
        raise BrokenFeedError(f"the feed is broken beyond repair: {found['bozo_exception']}")
    return [item(entry) for entry in found["entries"]], not found["bozo"]


def item(entry: dict[str, Any]) -> Item:
    """One entry in our words."""
    content = max((part.get("value", "") for part in dict.get(entry, "content", ())), key=len, default="")
    summary = words(entry, "summary")
    guid = words(entry, "id")
    link = words(entry, "feedburner_origlink") or words(entry, "link")
    if link == guid and "://" not in guid:
        link = ""  # feedparser takes a guid for the link where there is none
    return Item(
        title=words(entry, "title"),
        summary="" if summary == content else summary,  # feedparser repeats the content where there is no summary
        content=content,
        link=link,
        guid=guid,
        source=(dict.get(entry, "source") or {}).get("title") or "",
        published=next(
            filter(None, (read_date(words(entry, name), dict.get(entry, f"{name}_parsed")) for name in DATES)), None
        ),
        tickers=tickers(entry),
    )


def words(entry: dict[str, Any], key: str) -> str:
    """The text under a key. feedparser's own ``get`` answers for keys that are not there, and warns."""
    value = dict.get(entry, key)
    return value if isinstance(value, str) else ""


def tickers(entry: dict[str, Any]) -> tuple[str, ...]:
    """The tickers that Nasdaq, Seeking Alpha and the newswires tag their entries with."""
    tags = [(tag.get("scheme"), tag.get("term") or "") for tag in dict.get(entry, "tags", ())]
    return tagged(words(entry, "nasdaq_tickers"), tags)
