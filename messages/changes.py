"""What a message says now that it didn't say before: fields that were added, changed, or turned round."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from messages.fields import cashtag, noun, unknown, value
from messages.html import bold
from messages.model import Message
from messages.times import clock, moment, utc_day
from messages.tongue import mark, tr
from ratings.model import RatingAction, RatingMove

FIELDS = ("firm", "analysts", "rating_action", "rating_current", "rating_prior", "pt_current", "pt_prior", "pt_horizon")
SHOWN = 6  # the latest ones
UP, DOWN = RatingMove.UPGRADE, RatingMove.DOWNGRADE
_KINDS = {UP: mark("an UPGRADE"), DOWN: mark("a DOWNGRADE")}


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One call as it was told in a message, and as it is told since ``at``; ``retracted``: it was taken back.

    ``restored``: it was taken back before, and is told again.
    """

    before: RatingAction
    after: RatingAction
    at: dt.datetime
    retracted: bool = False
    restored: bool = False

    @property
    def fields(self) -> tuple[str, ...]:
        """What differs, of what a reader cares for."""
        return tuple(field for field in FIELDS if getattr(self.before, field) != getattr(self.after, field))

    @property
    def is_turn(self) -> bool:
        """Whether an upgrade became a downgrade, or the other way round, or the call was retracted or restored."""
        return self.retracted or self.restored or {self.before.rating_action, self.after.rating_action} == {UP, DOWN}


def lines(changes: Sequence[Change], *, first_day: dt.date) -> tuple[str, ...]:
    """A line for each of the latest changes: when, on which stock, what; what holds no longer is struck through."""
    told = [line for change in changes for line in _lines(change, first_day)]
    return tuple(told[-SHOWN:])


def _lines(change: Change, first_day: dt.date) -> list[str]:
    at = clock(change.at) if utc_day(change.at) == first_day else moment(change.at)
    if change.retracted:
        return [tr("❌ {at}: {stock} retracted", at=at, stock=cashtag(change.after.ticker or ""))]
    if change.restored:
        return [tr("↩️ {at}: {stock} is told again", at=at, stock=cashtag(change.after.ticker or ""))]
    return [_line(change, field, at) for field in change.fields]


def _line(change: Change, field: str, at: str) -> str:
    before, after = value(change.before, field), value(change.after, field)
    what = f"{cashtag(change.after.ticker or '')} {noun(field)}"
    if before is None:
        return tr("🆕 {at}: {what} added: {after}", at=at, what=what, after=after)
    return tr(
        "✏️ {at}: {what} was <s>{before}</s>, is {after}", at=at, what=what, before=before, after=after or unknown()
    )


def notice(changes: Sequence[Change]) -> Message:
    """The short reply when a call turned round or away: an edit alone makes no sound."""
    return Message("\n".join(_turn(change) for change in changes if change.is_turn))


def _turn(change: Change) -> str:
    stock = cashtag(change.after.ticker or "")
    if change.retracted:
        return tr("↩️ Retracted: {stock}: the call was taken back. The message above says so now.", stock=bold(stock))
    if change.restored:
        return tr("↩️ Told again: {stock}: the call stands after all. The message above says so now.", stock=bold(stock))
    return tr(
        "↩️ Corrected: <b>{stock} is {now}</b>, not {before}. The message above tells it as it is now.",
        stock=stock,
        now=_kind(change.after),
        before=_kind(change.before),
    )


def _kind(call: RatingAction) -> str:
    return tr(_KINDS[call.rating_action]) if call.rating_action in _KINDS else unknown()
