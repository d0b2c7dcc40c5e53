"""What makes an entry of a feed the same entry at the next poll."""

import hashlib
from collections import defaultdict
from collections.abc import Hashable, Iterable, Sequence

from feeds.links import canonical
from feeds.model import Item

LONGEST = 200  # characters of a key; a longer one is hashed


def keys(items: Sequence[Item], titles: Sequence[str], links: Sequence[str | None]) -> list[str]:
    """One key for each item: its guid, else its link, else its title.

    A guid that stands on items with different links, or a link on items with different titles, is nobody's
    identity: the next choice is taken. Titles and links are the cleaned ones.
    """
    pages = [canonical(link) if link else "" for link in links]
    guids = [guid(item.guid, link) for item, link in zip(items, links, strict=True)]
    heads = [title.casefold() for title in titles]
    shared_guids = ambiguous(zip(guids, (page or head for page, head in zip(pages, heads, strict=True)), strict=True))
    shared_pages = ambiguous(zip(pages, heads, strict=True))
    return [
        bounded(own)
        if own and own not in shared_guids
        else bounded(page)
        if page and page not in shared_pages
        else hashed(head)
        for own, page, head in zip(guids, pages, heads, strict=True)
    ]


def guid(printed: str, link: str | None) -> str:
    """The feed's own id; where that is only the link again, the link's one form, which outlives tracking parameters."""
    printed = " ".join(printed.split())
    return canonical(link) if link and printed == link else printed


def ambiguous(pairs: Iterable[tuple[str, Hashable]]) -> set[str]:
    """The keys that stand for more than one thing."""
    meanings = defaultdict(set)
    for key, thing in pairs:
        meanings[key].add(thing)
    return {key for key, things in meanings.items() if len(things) > 1}


def bounded(key: str) -> str:
    """The key itself while it is short and printable."""
    return key if len(key) <= LONGEST and key.isprintable() else hashed(key)


def hashed(key: str) -> str:
    """A short stand-in for a key: the same for the same, in every run."""
    return hashlib.blake2b(key.encode("utf-8", "replace"), digest_size=16).hexdigest()
