"""Where a page's feed is, and what a feed calls itself."""

import json
import re
from html import unescape
from urllib.parse import urljoin, urlsplit

from feeds.decode import decode
from feeds.links import safe_link
from feeds.text import title_text

LOOKED_AT = 500_000  # characters of a page or feed
MOST = 10  # places that are tried
PATHS = ("/feed", "/rss", "/rss.xml", "/feed.xml", "/atom.xml", "/index.xml")  # where feeds usually are
TAG = re.compile(r"<(link|a)\s([^<>]{1,2000})>", re.IGNORECASE)
ATTRIBUTE = re.compile(r"""\b(rel|type|href)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""", re.IGNORECASE)
FEED_TYPE = re.compile(r"application/(?:rss|atom|rdf|feed)\+(?:xml|json)|application/json|text/xml", re.IGNORECASE)
FEED_NAME = re.compile(r"(?:rss|feed|atom)s?\b|\.(?:rss|xml|atom)$", re.IGNORECASE)
FIRST_ENTRY = re.compile(r"<(?:\w+:)?(?:item|entry)\b", re.IGNORECASE)
TITLE = re.compile(r"<(?:atom:)?title\b[^<>]{0,200}>", re.IGNORECASE)
TITLE_END = re.compile(r"</(?:atom:)?title\s*>", re.IGNORECASE)


def feed_places(body: bytes, url: str, content_type: str | None = None) -> tuple[str, ...]:
    """The addresses at which a page's feed may be, the likeliest first, MOST at most.

    Those the page declares, those it links to, then the usual ones.
    """
    declared, linked = [], []
    for tag in TAG.finditer(decode(body[:LOOKED_AT], content_type)):
        attributes = {
            found[1].lower(): unescape(found[2] or found[3] or found[4]) for found in ATTRIBUTE.finditer(tag[2])
        }
        place = safe_link(attributes.get("href", ""), url)
        if place is None:
            continue
        if tag[1].lower() == "link":
            if "alternate" in attributes.get("rel", "").lower() and FEED_TYPE.match(attributes.get("type", "")):
                declared.append(place)
        elif FEED_NAME.search(urlsplit(place).path):
            linked.append(place)
    places = dict.fromkeys([*declared, *linked[: MOST // 2], *usual_places(url)])
    places.pop(url, None)
    return tuple(places)[:MOST]


def usual_places(url: str) -> list[str]:
    """Where the feed of a page is when nothing tells: beside the page, then at the top of its site."""
    page = urlsplit(url)._replace(query="", fragment="").geturl().rstrip("/")
    return [f"{page}/feed", *(urljoin(url, path) for path in PATHS)]


def feed_title(body: bytes, content_type: str | None = None) -> str:
    """What a feed calls itself, on one line; "" where it doesn't say."""
    text = decode(body, content_type).lstrip("\ufeff\0 \t\r\n")
    if text[:1] == "{":
        try:
            title = json.loads(text).get("title")
        except (ValueError, RecursionError):
            return ""
        return title_text(title) if isinstance(title, str) else ""
    head = FIRST_ENTRY.split(text[:LOOKED_AT], maxsplit=1)[0]
    begin = TITLE.search(head)
    end = TITLE_END.search(head, begin.end()) if begin else None
    if begin is None or end is None:
        return ""
    return title_text(head[begin.end() : end.start()].strip().removeprefix("<![CDATA[").removesuffix("]]>"))
