"""Broken XML mended where outlets break it, so that the strict parser reads it and names come out exact."""

import re
from collections.abc import Iterator

from feeds.entities import REFERENCE, meaning

ILLEGAL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
ROOT = re.compile(r"<([A-Za-z_][\w.:-]*)")
FEED_ROOT = re.compile(r"(?:\w+:)?(?:rss|feed|rdf)", re.IGNORECASE)
ENTRY = re.compile(r"<(?:\w+:)?(?:item|entry)[\s>]", re.IGNORECASE)
ISLAND = re.compile(r"<!(?:\[CDATA\[|--)")
AMPERSAND = re.compile(rf"(?:{REFERENCE.pattern})|&")
BARE_LESS = re.compile(r"<(?![A-Za-z_/!?])")
KEPT = frozenset({"&amp;", "&lt;", "&gt;", "&quot;", "&apos;"})
TAG = re.compile(r"""<[A-Za-z_](?:[^<>"']|"[^"<]*"|'[^'<]*')*+""")
PREFIX = re.compile(r"\bxmlns:([\w.-]+)")
MOST = 100  # attributes of a tag, namespaces of a feed; with more, feedparser takes the square of their number in time


class BrokenFeedError(ValueError):
    """Too broken to mend, or no feed at all; says which."""


def mended(text: str, limit: int) -> str:
    """One well-formed root element, as far as mending can bring it, with at most 2 * ``limit`` entries.

    What comes before the root (declarations, document types and the entities they define) and comments are dropped.
    Raises BrokenFeedError for what is no feed, or not a whole one.
    """
    text = "".join(mended_pieces(ILLEGAL.sub("", text)))
    if (root := ROOT.search(text)) is None:
        raise BrokenFeedError("the answer is neither XML nor JSON; the address may be wrong")
    if FEED_ROOT.fullmatch(root[1]) is None:
        what = "a web page" if root[1].lower() in ("html", "head", "body") else f"XML, but <{root[1]}> is no feed"
        raise BrokenFeedError(f"the answer is {what}; the address may be wrong, or the outlet blocks bots")
    if (end := text.rfind(f"</{root[1]}")) < 0:
        raise BrokenFeedError(f"the feed is cut short: <{root[1]}> is unclosed")
    if len(set(PREFIX.findall(text))) > MOST:
        raise BrokenFeedError("the feed declares too many namespaces; it may be an attack")
    return both_ends(text[root.start() : end] + f"</{root[1]}>", limit)


def mended_pieces(text: str) -> Iterator[str]:
    """The text piece by piece: CDATA as it is, comments left out, the rest mended. Stops where a piece never ends."""
    at = 0
    while (island := ISLAND.search(text, at)) is not None:
        yield mended_markup(text[at : island.start()])
        closing = "-->" if island[0] == "<!--" else "]]>"
        if (end := text.find(closing, island.end())) < 0:
            return
        at = end + len(closing)
        if closing == "]]>":
            yield text[island.start() : at]
    yield mended_markup(text[at:])


def mended_markup(text: str) -> str:
    """Markup outside CDATA, with bare "&" and "<" escaped and references that XML does not know resolved."""
    for tag in TAG.finditer(text):
        if tag.end() - tag.start() > 4 * MOST and tag[0].count("=") > MOST:
            raise BrokenFeedError("the feed holds a tag with too many attributes; it may be an attack")
    if "&" in text:
        text = AMPERSAND.sub(mended_reference, text)
    return BARE_LESS.sub("&lt;", text)


def mended_reference(match: re.Match[str]) -> str:
    """One ampersand, or one reference, as XML wants it."""
    if match[0] in KEPT:
        return match[0]
    character = None if match[0] == "&" else meaning(match[0])
    if character is None:
        return "&amp;" + match[0][1:]
    if character in "<>&\"'":
        return f"&#{ord(character)};" if character else ""
    return ILLEGAL.sub("\ufffd", character)


def both_ends(text: str, limit: int) -> str:
    """The feed with its first and its last ``limit`` entries: the newest are at one end or the other."""
    starts = [match.start() for match in ENTRY.finditer(text)]
    return text if len(starts) <= 2 * limit else text[: starts[limit]] + text[starts[-limit] :]
