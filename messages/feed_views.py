"""What is told of feeds: plain values, without wording."""

import datetime as dt
from dataclasses import dataclass

from ratings.model import RatingAction


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedRow:
    """How an outlet fares: one feed, or those of a template together.

    ``feeds`` are looked at, ``failing`` of them failed at the last look, ``waiting`` weren't looked at yet. ``gone``
    are looked at no more, since their host says that there will never be anything.
    ``delay`` is the median from publication to the first alert. ``configured``: the settings name it; ``on``: no
    owner switched it off.
    """

    id: int
    name: str
    url: str = ""
    configured: bool = False
    on: bool = True
    template: bool = False
    feeds: int = 0
    gone: int = 0
    failing: int = 0
    waiting: int = 0
    failures: int = 0
    error: str | None = None
    last_success: dt.datetime | None = None
    next_check: dt.datetime | None = None
    entries: int = 0
    calls: int = 0
    delay: dt.timedelta | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedsView:
    """All outlets, the median delay over them, and when they were asked for."""

    rows: tuple[FeedRow, ...]
    delay: dt.timedelta | None
    now: dt.datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """An entry of a feed, and the calls that were read from what the feed tells."""

    title: str
    published: dt.datetime | None
    url: str | None
    calls: tuple[RatingAction, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """A feed that was looked at without storing anything; ``error`` says why there is nothing to show.

    ``name`` is what it is called, or calls itself; ``samples`` are its newest entries.
    """

    name: str
    url: str
    entries: int = 0
    calls: int = 0
    samples: tuple[Sample, ...] = ()
    error: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """A feed that was found, and the number of the question whether to add it; None where it is there already."""

    trial: Trial
    batch: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """What a look at an outlet brought; ``hurried`` feeds of a template are looked at in their turn."""

    name: str
    stories: int = 0
    calls: int = 0
    alerts: int = 0
    hurried: int = 0
    error: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Import:
    """What a list of feeds holds, and the number of the question whether to add the ``fresh`` ones."""

    fresh: tuple[str, ...]
    known: int
    left_out: int
    batch: int | None = None
