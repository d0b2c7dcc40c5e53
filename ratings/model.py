"""The values that everything else speaks of: a story, a call as one story tells it, a call merged from its stories."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum


class _Word(StrEnum):
    """A word of a fixed set, hashed as the string that it is: an enumeration's own hash is many times slower."""

    __hash__ = str.__hash__


class RatingMove(_Word):
    """What a firm did with its rating (Benzinga: ``action_company``)."""

    UPGRADE = "upgrade"
    DOWNGRADE = "downgrade"
    INITIATE = "initiate"
    MAINTAIN = "maintain"
    REINSTATE = "reinstate"
    TERMINATE = "terminate"


class TargetMove(_Word):
    """What a firm did with its price target (Benzinga: ``action_pt``)."""

    RAISE = "raise"
    LOWER = "lower"
    MAINTAIN = "maintain"
    ANNOUNCE = "announce"
    WITHDRAW = "withdraw"


class Part(_Word):
    """The part of a story that words stand in."""

    TITLE = "title"
    SUMMARY = "summary"
    TEXT = "text"


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """One entry of a feed, with its article's text where it was read.

    ``published`` is aware UTC. ``tickers`` are those the feed itself tags the entry with; they are hints,
    since outlets tag every company a story mentions.
    """

    title: str
    summary: str = ""
    text: str = ""
    url: str | None = None
    publisher: str | None = None
    published: dt.datetime | None = None
    tickers: tuple[str, ...] = ()

    def part(self, part: Part) -> str:
        """The text of one part, as evidence offsets count it."""
        if part is Part.TITLE:
            return self.title
        return self.summary if part is Part.SUMMARY else self.text


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """The words a field was read from: ``story.part(part)[start:end] == words``, and the rule that read them."""

    words: str
    part: Part
    start: int
    end: int
    rule: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RatingAction:
    """One call, as one story tells it. What the story does not state is None, never 0 or "".

    ``ticker`` is the US symbol with a dot before a share class ("BRK.B"), or None where the company stays
    unresolved. Targets are per share in ``currency`` (ISO 4217, and GBX for pence). ``date`` is the day of the
    call where the story states it. ``evidence`` maps a field's name to the words it was read from.
    """

    ticker: str | None = None
    company: str | None = None
    firm: str | None = None
    analysts: tuple[str, ...] = ()
    rating_action: RatingMove | None = None
    rating_current: str | None = None
    rating_prior: str | None = None
    pt_action: TargetMove | None = None
    pt_current: Decimal | None = None
    pt_prior: Decimal | None = None
    currency: str | None = None
    pt_horizon: str | None = None
    date: dt.date | None = None
    stale: bool = False
    quant: bool = False
    evidence: Mapping[str, Evidence] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One story's telling of a call: where it stood, and what it said; ``withdrawn``: its outlet took it back."""

    story_id: int
    outlet: str
    title: str
    url: str | None
    published: dt.datetime
    action: RatingAction
    withdrawn: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class RatingEvent:
    """The call itself, merged from its stories (design.md, section 4).

    ``call`` holds the field values most sources tell; ``disputed`` names the fields on which sources differ.
    ``date`` is the day of the call: stated, or else the first publication's day. ``seen`` is when the first of
    its stories was stored, ``updated`` when the call last gained a source. ``sources`` are those that stand; where
    all were taken back, it is all of them, and the event is retracted. ``retracted``: that, or an owner of the bot said
    that there was no such call. ``told``: somebody told of it as news, and clearly enough to be sure which call it is.
    """

    id: int
    call: RatingAction
    date: dt.date
    seen: dt.datetime
    updated: dt.datetime
    sources: tuple[Source, ...]
    disputed: tuple[str, ...] = ()
    retracted: bool = False
    told: bool = False

    @property
    def ticker(self) -> str:
        """The symbol of the stock; every stored event has one."""
        assert self.call.ticker is not None
        return self.call.ticker
