"""From a feed's bytes to its entries."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from feeds.decode import decode
from feeds.errors import NotAFeedError
from feeds.facts import Facts, json_facts, xml_facts
from feeds.identity import NONE, Names, keys, mark, names
from feeds.jsonfeed import json_items
from feeds.model import Entry, Item
from feeds.repair import BrokenFeedError
from feeds.sift import Sifted, cut, framed, separate, sifted
from feeds.story import story
from feeds.traces import digest, known, marks_of, packed, present, record
from feeds.xmlfeed import xml_items
from ratings.model import Story

LIMIT = 500  # entries of a feed that are looked at, the newest


@dataclass(frozen=True, slots=True, kw_only=True)
class Parsed:
    """What was read of a feed: its entries, or only those that were not read before.

    ``present`` holds the mark of every entry's guid, whether read now or before, in the feed's order. ``traces`` is
    what to remember, once the entries are stored; b"" where the feed has to be read in full the next time too.
    """

    entries: tuple[Entry, ...]
    present: tuple[bytes, ...]
    traces: bytes
    facts: Facts


@dataclass(frozen=True, slots=True)
class Source:
    """Where a feed was read and who publishes it."""

    url: str
    outlet: str
    content_type: str | None = None


def parse(
    body: bytes, *, url: str, outlet: str, content_type: str | None = None, limit: int = LIMIT
) -> tuple[Entry, ...]:
    """The entries of an RSS, Atom or JSON feed in its own order, the newest ``limit`` of them.

    ``url`` is where the feed was read, ``outlet`` who publishes it. Entries without any words, and repetitions of
    an entry, are left out. Raises NotAFeedError for anything that is not one whole feed, with or without entries.
    """
    return whole(body, Source(url, outlet, content_type), limit).entries


def anew(body: bytes, source: Source, traces: bytes, limit: int = LIMIT) -> Parsed:
    """What ``traces`` doesn't remember yet, the quick way where that is sure to be right. Raises NotAFeedError."""
    sieved = sifted(body, source.content_type, source.url, traces, limit)
    found = None if sieved is None else remaining(sieved, source)
    return whole(body, source, limit) if found is None else found


def whole(body: bytes, source: Source, limit: int = LIMIT) -> Parsed:
    """Everything in a feed. Raises NotAFeedError."""
    text = decode(body, source.content_type).lstrip("\ufeff\0 \t\r\n")
    try:
        items, strict = read(text, limit)
    except BrokenFeedError as error:
        raise NotAFeedError(source.url, str(error)) from error
    facts = json_facts(text, source.url) if text[0] in "{[" else xml_facts(text, source.url)
    many = len(items) > limit
    items = newest(items, limit)
    stories = [story(item, source.url, source.outlet) for item in items]
    named = [names(item, told.title, told.url) for item, told in zip(items, stories, strict=True)]
    found = entries(keys(named), stories)
    traces = remembered(text, source.url, named) if strict and not many else b""
    seen = present(traces) if traces else tuple(mark(entry.guid) for entry in found)
    return Parsed(entries=found, present=seen, traces=traces, facts=facts)


def remembered(text: str, url: str, named: Sequence[Names]) -> bytes:
    """The traces of a feed that was read in full; b"" where its bytes don't show which entry is which."""
    split = cut(text)
    if split is None or len(split.items) != len(named) or not separate(split.items):
        return b""
    texts = map(digest, split.items)
    return packed(framed(split, url), (record(text, one.marks) for text, one in zip(texts, named, strict=True)))


def remaining(sieved: Sifted, source: Source) -> Parsed | None:
    """The new entries of a sifted feed, just as a full parse would give them; None where that is in doubt."""
    facts = xml_facts(sieved.text, source.url)
    if not sieved.fresh:
        return _parsed(sieved, [], [], facts)
    try:
        items, strict = xml_items(sieved.text, len(sieved.known))
    except BrokenFeedError:
        return None
    if not strict or len(items) != sieved.fresh:
        return None
    stories = [story(item, source.url, source.outlet) for item in items]
    named = [names(item, told.title, told.url) for item, told in zip(items, stories, strict=True)]
    return _parsed(sieved, stories, named, facts)


def remaining_of(told: Iterable[tuple[Sifted, Source]]) -> list[Parsed | None]:
    """The new entries of several sifted feeds, each for itself."""
    return [remaining(sieved, source) for sieved, source in told]


def _parsed(sieved: Sifted, stories: Sequence[Story], named: Sequence[Names], facts: Facts) -> Parsed:
    """The new entries, each once and under the guid that it has among all the others."""
    new = iter(named)
    records = [old or record(text, next(new).marks) for text, old in zip(sieved.texts, sieved.known, strict=True)]
    guids = known(records)
    told = iter(zip(named, stories, strict=True))
    seen: set[bytes] = set()
    found = []
    for one, old, guid in zip(records, sieved.known, guids, strict=True):
        fresh = next(told) if old is None else None
        if guid in seen or one.endswith(NONE):  # without a title's mark: what has no words is no entry
            continue
        seen.add(guid)
        if fresh is not None:
            found.append(Entry(guid=fresh[0].keys[marks_of(one).index(guid)], story=fresh[1]))
    return Parsed(entries=tuple(found), present=guids, traces=packed(sieved.frame, records), facts=facts)


def read(text: str, limit: int) -> tuple[list[Item], bool]:
    """The items of a feed in whatever format it is, and whether it was sound to the last letter."""
    if not text:
        raise BrokenFeedError("the answer is empty; it may be a passing fault of the outlet")
    return (json_items(text), False) if text[0] in "{[" else xml_items(text, limit)


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


def entries(guids: Sequence[str], stories: Sequence[Story]) -> tuple[Entry, ...]:
    """Stories with their identity, each once."""
    found: dict[str, Entry] = {}
    for guid, told in zip(guids, stories, strict=True):
        if told.title:
            found.setdefault(guid, Entry(guid=guid, story=told))
    return tuple(found.values())
