"""What is new in a feed, found before anything is parsed: entries whose bytes were read before are cut out.

A parse of what is left gives exactly the new entries of a full parse; where that is in doubt, the feed is read in full.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from feeds.decode import decode
from feeds.identity import Marks
from feeds.traces import digest, frame_mark, frame_of, marks_of, records

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

    @property
    def marks(self) -> list[Marks | None]:
        """What each entry may be known by, None where it is new."""
        return [None if record is None else marks_of(record) for record in self.known]


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
    kept = [item if one is None else "" for item, one in zip(split.items, known, strict=True)]
    if not separate(filter(None, kept)):
        return None
    text = split.frames[0] + "".join(item + frame for item, frame in zip(kept, split.frames[1:], strict=True))
    return Sifted(text, frame_of(traces), texts, known)


def cut(text: str) -> Split | None:
    """The feed at its entries; None where they don't simply follow each other."""
    frames, items, at, opened = [], [], 0, -1
    for start, closes in edges(text):
        if closes != (opened >= 0):
            return None  # one inside the other, or closed and never opened
        if opened < 0:
            opened = start
            continue
        if (end := text.find(">", start)) < 0:
            return None
        frames.append(text[at:opened])
        items.append(text[opened : end + 1])
        at, opened = end + 1, -1
    frames.append(text[at:])
    if opened >= 0 or not items or not ended(frames) or not all(closed(frame) for frame in frames):
        return None
    return Split(tuple(frames), tuple(items))


def edges(text: str) -> list[tuple[int, bool]]:
    """Where entries begin and end, and which of the two it is."""
    return [(start, text[start + 1] == "/") for start in (edge.start() for edge in EDGE.finditer(text))]


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
