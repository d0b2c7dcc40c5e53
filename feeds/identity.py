"""What makes an entry of a feed the same entry at the next poll."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from feeds.links import canonical
from feeds.model import Item

LONGEST = 200  # characters of a key; a longer one is hashed
SIZE = 8  # bytes of a mark
NONE = bytes(SIZE)


class Marks(NamedTuple):
    """The marks of what an item may be known by: its guid, its link, its title; NONE for what it lacks."""

    own: bytes
    page: bytes
    head: bytes


class Names(NamedTuple):
    """What an item may be known by, in words: its guid, its link in one form, its title without case."""

    own: str
    page: str
    head: str

    @property
    def keys(self) -> tuple[str, str, str]:
        """The key that each of them would be."""
        return bounded(self.own), bounded(self.page), hashed(self.head)

    @property
    def marks(self) -> Marks:
        """The same in a few bytes."""
        own, page, head = self.keys
        return Marks(mark(own), mark(page), mark(head) if self.head else NONE)


def names(item: Item, title: str, link: str | None) -> Names:
    """What an item may be known by; title and link are the cleaned ones."""
    return Names(guid(item.guid, link), canonical(link) if link else "", title.casefold())


def keys(named: Sequence[Names]) -> list[str]:
    """One key for each item of a feed."""
    return [one.keys[choice] for one, choice in zip(named, choices([one.marks for one in named]), strict=True)]


def choices(marks: Sequence[Marks]) -> list[int]:
    """By which of its marks each item of a feed is known: its guid (0), else its link (1), else its title (2).

    A guid that stands on items with different links, or a link on items with different titles, is nobody's
    identity: the next choice is taken.
    """
    if distinct([own for own, _, _ in marks]):
        return [0] * len(marks)
    shared_guids = ambiguous((own, page if page != NONE else head) for own, page, head in marks)
    shared_pages = ambiguous((page, head) for _, page, head in marks)
    return [
        0 if own != NONE and own not in shared_guids else 1 if page != NONE and page not in shared_pages else 2
        for own, page, head in marks
    ]


def distinct(marks: Sequence[bytes]) -> bool:
    """Whether every item has one, unlike any other's."""
    return NONE not in marks and len(set(marks)) == len(marks)


def ambiguous(pairs: Iterable[tuple[bytes, bytes]]) -> set[bytes]:
    """The marks that stand for more than one thing."""
    meanings = defaultdict(set)
    for known, thing in pairs:
        meanings[known].add(thing)
    return {known for known, things in meanings.items() if len(things) > 1}


def guid(printed: str, link: str | None) -> str:
    """The feed's own id; where that is only the link again, the link's one form, which outlives tracking parameters."""
    printed = " ".join(printed.split())
    return canonical(link) if link and printed == link else printed


def bounded(key: str) -> str:
    """The key itself while it is short and printable."""
    return key if len(key) <= LONGEST and key.isprintable() else hashed(key)


def hashed(key: str) -> str:
    """A short stand-in for a key: the same for the same, in every run."""
    return hashlib.blake2b(key.encode("utf-8", "replace"), digest_size=16).hexdigest()


def mark(key: str) -> bytes:
    """A key in SIZE bytes: the same for the same, in every run; NONE for none."""
    return hashlib.blake2b(key.encode("utf-8", "replace"), digest_size=SIZE).digest() if key else NONE
