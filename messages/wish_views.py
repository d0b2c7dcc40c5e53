"""What services hand over of a chat's wishes: its rules, notices and mutes, a trial of them, a sample."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from messages.views import Background
from ratings.filters import Rule
from ratings.kinds import Kind, Way
from ratings.model import RatingEvent


@dataclass(frozen=True, slots=True, kw_only=True)
class MuteRow:
    """Somebody or something that is not heard until that local moment.

    ``name`` is a firm's, or a stock's where there is a ``ticker``; "" for everything.
    """

    name: str
    until: dt.datetime | None
    ticker: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberedRule:
    """A rule and the number it is stored under."""

    number: int
    rule: Rule


@dataclass(frozen=True, slots=True, kw_only=True)
class WishView:
    """What a chat wants to hear of. ``rules`` are in the order in which they are shown: those for all stocks first.

    ``undo`` is the number to undo the last change by, None where nothing changed.
    """

    rules: tuple[NumberedRule, ...] = ()
    ways: Mapping[Kind, Way] = field(default_factory=dict)
    mutes: tuple[MuteRow, ...] = ()
    undo: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TrialView:
    """Which calls of the last ``days`` the rules would have let through, newest first, of how many.

    ``draft`` is the rule that is tried out with the others; ``more``: older calls of that time were left out.
    """

    days: int
    sent: tuple[RatingEvent, ...]
    total: int
    stocks: int
    draft: Rule | None = None
    more: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SampleView:
    """A call to show, and what would become of it: ``fate`` is "now", "silent", "hold", "digest" or "never".

    ``reason`` is a word of messages.reasons; ``made_up``: nobody ever made this call.
    """

    event: RatingEvent
    background: Background
    made_up: bool
    fate: str
    reason: str
