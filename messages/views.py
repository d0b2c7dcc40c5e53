"""What services hand over to be told: plain values, without wording."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from messages.feed_views import FeedsView
from ratings.model import RatingAction, RatingEvent


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """A stock that a person may have meant."""

    ticker: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Unknown:
    """Words that name no stock we know, as the person wrote them, with the nearest that do."""

    words: str
    suggestions: tuple[Suggestion, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class WatchRow:
    """A watched stock: its last known call, and until when it is muted (None where it is not)."""

    ticker: str
    name: str
    last: RatingEvent | None = None
    muted_until: dt.datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class WatchChange:
    """What became of a wish to watch or unwatch: each stock asked for is in one of the tuples.

    ``absent`` were to be removed but not watched, ``refused`` were over the limit. ``count`` of ``limit`` stocks are
    watched now.
    """

    added: tuple[WatchRow, ...] = ()
    already: tuple[WatchRow, ...] = ()
    removed: tuple[WatchRow, ...] = ()
    absent: tuple[Suggestion, ...] = ()
    refused: tuple[Suggestion, ...] = ()
    unknown: tuple[Unknown, ...] = ()
    count: int
    limit: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """How a call came to a chat: when it was published, seen and sent; where it wasn't, ``unsent``
    is a word of messages.reasons."""

    ticker: str
    published: dt.datetime
    seen: dt.datetime
    sent: dt.datetime | None = None
    unsent: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubt:
    """A field that somebody says is wrong, and what they wrote."""

    event: RatingEvent
    field: str
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Reviewed:
    """What an owner did with a call, how it is now, and how many messages are set right."""

    event: RatingEvent
    what: str
    edits: int


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusView:
    """How the bot fares; ``queue`` is the number of alerts waiting to be sent."""

    feeds: FeedsView
    stories: int
    events: int
    queue: int
    started: dt.datetime
    now: dt.datetime
    version: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CommandHelp:
    """A command as /help tells of it.

    ``name`` has no slash, ``usage`` is the whole line ("/watch TICKER …"), ``audience`` says whom it is for:
    "everyone" or "owners".
    """

    name: str
    usage: str
    summary: str
    examples: tuple[str, ...] = ()
    audience: str = "everyone"


@dataclass(frozen=True, slots=True, kw_only=True)
class OldTarget:
    """A target that a firm had once, and the day of the call that set it."""

    figure: Decimal
    currency: str | None
    day: dt.date


@dataclass(frozen=True, slots=True, kw_only=True)
class Quiet:
    """How many days nobody had made a move; ``at_least``: our history goes back no further."""

    days: int
    at_least: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Background:
    """What our history tells of a call, besides what its sources say; what is not worth a word is None.

    ``importance`` is 0 to 5. ``first_since``: no call of its firm on the stock is known, back to that day, where the
    history of the stock begins. ``quiet`` is the time before this upgrade, or downgrade. ``streak`` is how many times
    in a row the firm has moved its target this way, with this one; 0 where that is no streak. ``prior`` is the firm's
    target before, where no source tells it.
    """

    call: RatingAction
    importance: int
    first_since: dt.date | None = None
    quiet: Quiet | None = None
    streak: int = 0
    prior: OldTarget | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TroubleView:
    """Something wrong with the bot: its kind ("feed", "gone", "queue", "disk", "backup"), and the feed's name."""

    kind: str
    subject: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryView:
    """How and when alerts come to a chat; all moments are local.

    ``quiet`` ("22:00-07:00 hold") and ``digest`` ("daily 08:00") are the words behind the commands, None for off.
    ``spent`` of ``limit`` alerts a day came today; ``held`` calls wait for the end of quiet hours or of a pause,
    ``gathered`` ones for the digest.
    """

    now: dt.datetime
    zone: str
    quiet: str | None = None
    quiet_until: dt.datetime | None = None
    digest: str | None = None
    digest_next: dt.datetime | None = None
    limit: int | None = None
    spent: int = 0
    paused: dt.datetime | None = None
    held: int = 0
    gathered: int = 0
