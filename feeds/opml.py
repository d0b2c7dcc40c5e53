"""Lists of feeds as feed readers exchange them: OPML."""

from collections.abc import Iterable
from dataclasses import dataclass
from html import escape
from xml.etree.ElementTree import ParseError

from defusedxml.ElementTree import fromstring

from feeds.links import LONGEST, safe_link
from feeds.templates import filled
from feeds.text import one_line

LARGEST = 1_000_000  # bytes
MOST = 500  # feeds
NAME = 100  # characters
CONTROLS = dict.fromkeys([*range(32), *range(0x7F, 0xA0), 0xFFFE, 0xFFFF])  # XML has no way to write some of them


class NotOpmlError(ValueError):
    """The file is no list of feeds; says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outline:
    """One feed of a list."""

    name: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """The feeds of a list, each address once, and how many of its entries are of no use or too many."""

    outlines: tuple[Outline, ...]
    left_out: int


def read_opml(body: bytes) -> Listed:
    """The feeds that a file lists, in whatever folders, MOST at most. Raises NotOpmlError."""
    if len(body) > LARGEST:
        raise NotOpmlError(f"it is larger than {LARGEST:,} bytes")
    try:
        root = fromstring(body, forbid_dtd=True)
    except (ParseError, ValueError, LookupError) as error:  # no XML, a bomb, an encoding that nobody knows
        raise NotOpmlError("it is not sound XML") from error
    if root.tag.lower() != "opml":
        raise NotOpmlError("it is XML, but no OPML")
    found: dict[str, Outline] = {}
    left_out = 0
    for node in root.iter("outline"):
        given = {name.lower(): value for name, value in node.attrib.items()}
        if "xmlurl" not in given:
            continue  # a folder
        url = given["xmlurl"].strip()
        if is_address(url) and len(found) < MOST:
            name = one_line(given.get("title") or given.get("text") or "")[:NAME].strip()
            found.setdefault(url, Outline(name=name or url[:NAME], url=url))
        else:
            left_out += 1
    return Listed(outlines=tuple(found.values()), left_out=left_out)


def is_address(url: str) -> bool:
    """Whether it can be a feed's address, or a template's."""
    return len(url) <= LONGEST and safe_link(filled(url, "A", "A"), "") is not None


def write_opml(outlines: Iterable[Outline]) -> bytes:
    """The list as a file."""
    rows = "".join(
        f'    <outline type="rss" text="{_attribute(one.name)}" title="{_attribute(one.name)}" '
        f'xmlUrl="{_attribute(one.url)}"/>\n'
        for one in outlines
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<opml version="2.0">\n'
        f"  <head><title>Ratingwire</title></head>\n  <body>\n{rows}  </body>\n</opml>\n"
    ).encode()


def _attribute(text: str) -> str:
    return escape(text.translate(CONTROLS).encode("utf-8", "replace").decode())
