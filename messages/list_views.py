"""What is told of lists that come in and go out: plain values, without wording."""

from dataclasses import dataclass

from messages.views import Suggestion, Unknown


@dataclass(frozen=True, slots=True, kw_only=True)
class ListOffer:
    """A list that was read, and the number under which it waits for the answer; None where nothing of it is new.

    ``fresh`` would be added, for ``full`` there is no room, ``watched`` are on the list already. ``skipped`` rows tell
    of no stock: cash, options, totals. ``more`` unknown words are not shown.
    """

    number: int | None
    fresh: tuple[Suggestion, ...]
    full: tuple[Suggestion, ...] = ()
    watched: int = 0
    unknown: tuple[Unknown, ...] = ()
    more: int = 0
    skipped: int = 0
    limit: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ListDone:
    """What was added, or taken off again, under the number of its offer; ``count`` stocks are watched now."""

    number: int
    stocks: tuple[Suggestion, ...]
    count: int
    limit: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Shared:
    """A list behind a link: the token that the link ends with, and how many stocks it holds."""

    token: str
    count: int
