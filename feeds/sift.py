"""What is new in a feed, found before anything is parsed: entries whose bytes were read before are cut out.

A parse of what is left gives exactly the new entries of a full parse; where that is in doubt, the feed is read in full.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from feeds.decode import decode
from feeds.traces import digest, frame_mark, frame_of, records

EDGE = re.compile(r"</?(?:item|entry)(?=[\s/>])")
DECLARATION = re.compile(r"""(?:xmlns(?::[\w.-]{1,50})?|xml:base)\s*=\s*(?:"[^"]*"|'[^']*')""")
ROOT = re.compile(r"<[A-Za-z_][\w.:-]*")
PREFIXED = re.compile(r"\bxmlns:")
HIDDEN = re.compile(r"<(?:[\w.-]{1,50}:)?(?:item|entry)[\s/>]", re.IGNORECASE)
ISLANDS = (("<!--", "-->"), ("<![CDATA[", "]]>"))


@dataclass(frozen=True, slots=True)
class Split:
    """A feed cut at its entries: ``frames`` is the text around them, one more than there are ``items``."""

    frames: tuple[str, ...]
    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sifted:
    """A feed with nothing but its new entries in it, and what is known of all of them.

    ``texts`` has the mark of each entry's text, ``known`` its record, None where it is new.
    """

    text: str
    frame: bytes
    texts: tuple[bytes, ...]
    known: tuple[bytes | None, ...]

    @property
    def fresh(self) -> int:
        """How many entries are new."""
        return self.known.count(None)


def sifted(body: bytes, content_type: str | None, url: str, traces: bytes, limit: int) -> Sifted | None:
    """The feed without the entries that ``traces`` remembers; None where only a full parse is sure to be right."""
    if not traces:
        return None
    split = cut(decode(body, content_type))
    if split is None or len(split.items) > limit or framed(split, url) != frame_of(traces):
        return None
    seen = records(traces)
    texts = tuple(digest(item) for item in split.items)
    known = tuple(map(seen.get, texts))
    if not separate(item for item, one in zip(split.items, known, strict=True) if one is None):
        return None
    return Sifted(left(split, known), frame_of(traces), texts, known)


def left(split: Split, known: Iterable[bytes | None]) -> str:
    """The feed without its known entries, nor the line ends between them: a parser is told of each by itself."""
    text = [split.frames[0]]
    for item, frame, record in zip(split.items, split.frames[1:], known, strict=True):
        if record is None:
            text.append(item)
        if record is None or not frame.isspace():
            text.append(frame)
    return "".join(text)


def cut(text: str) -> Split | None:
    """The feed at its entries; None where they don't simply follow each other."""
    frames, items, at = [], [], 0
    edges = [edge.start() for edge in EDGE.finditer(text)]
    if not edges or len(edges) % 2:
        return None
    for opens, closes in zip(edges[::2], edges[1::2], strict=True):
        end = text.find(">", closes) + 1
        if text[opens + 1] == "/" or text[closes + 1] != "/" or not end:
            return None  # one inside the other, or closed and never opened
        frames.append(text[at:opens])
        items.append(text[opens:end])
        at = end
    frames.append(text[at:])
    return Split(tuple(frames), tuple(items)) if ended(frames) and all(map(closed, set(frames))) else None


def ended(frames: Sequence[str]) -> bool:
    """Whether the root that opens before the entries closes after them."""
    root = ROOT.search(frames[0])
    return root is not None and f"</{root[0][1:]}" in frames[-1]


def closed(frame: str) -> bool:
    """Whether no entry, no comment and no CDATA hides in a piece of text or reaches out of it, as far as one sees."""
    if not frame or frame.isspace():
        return True
    return HIDDEN.search(frame) is None and all(frame.count(begin) == frame.count(end) for begin, end in ISLANDS)


def framed(split: Split, url: str) -> bytes:
    """The mark of what every entry's reading leans on: the root, the namespaces, the feed's own address."""
    head = split.frames[0]
    root = ROOT.search(head)
    return frame_mark([root[0] if root else "", *DECLARATION.findall(head)], url)


def separate(items: Iterable[str]) -> bool:
    """Whether each entry can be read without the others: none declares a prefix that another might lean on."""
    return not any(PREFIXED.search(item) for item in items)
