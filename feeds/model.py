"""The values that feeds hand out: validators, a fetched body, an entry."""

import datetime as dt
import re
from dataclasses import dataclass

from ratings.model import Story

LONGEST = 1024  # characters; what is longer is no validator but a burden to send back at every poll
UNSAFE = re.compile(r"[^\x20-\x7e]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Validators:
    """What an outlet wants to be asked with next time: ``ETag`` and ``Last-Modified``, opaque.

    A value that is too long to send back, or that holds control bytes, is dropped. ``wire`` is our own: the mark of the
    body as it came last (feeds.arrival), for outlets that never say "unchanged".
    """

    etag: str | None = None
    modified: str | None = None
    wire: str | None = None

    def __post_init__(self) -> None:
        if self.etag is not None and not _sendable(self.etag):
            object.__setattr__(self, "etag", None)
        if self.modified is not None and not _sendable(self.modified):
            object.__setattr__(self, "modified", None)


def _sendable(value: str) -> bool:
    return 0 < len(value) <= LONGEST and UNSAFE.search(value) is None


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What an answer's headers say about the looks to come.

    ``fresh``: seconds for which asking again is of no use. ``moved``: where every redirect on the way was permanent,
    their end. ``hub`` tells of changes to ``topic`` by itself (WebSub).
    """

    fresh: float = 0.0
    moved: str | None = None
    hub: str | None = None
    topic: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """A body as it came, decompressed. ``url`` is where the redirects ended, ``wire`` the mark of it still packed.

    Store ``validators`` only after the body was parsed and its entries are stored.
    """

    url: str
    body: bytes
    wire: str = ""
    validators: Validators = Validators()
    content_type: str | None = None
    terms: Terms = Terms()


@dataclass(frozen=True, slots=True, kw_only=True)
class Unchanged:
    """The outlet's word that nothing changed (304), or a body that came again, byte by byte: ``whole``.

    ``validators`` are those that came with it, if any did.
    """

    whole: bool = False
    validators: Validators = Validators()
    terms: Terms = Terms()


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One entry of a feed. ``guid`` is its identity within the feed: the same at every poll, unlike any other."""

    guid: str
    story: Story


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One entry as the reader of its format hands it over: markup still in it, nothing bounded but its date."""

    title: str = ""
    summary: str = ""
    content: str = ""
    link: str = ""
    guid: str = ""
    source: str = ""
    published: dt.datetime | None = None
    tickers: tuple[str, ...] = ()
