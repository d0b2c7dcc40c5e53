"""The targets that stand: each firm's latest, and what they come to."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from statistics import median

from messages.rows import by_firm
from ratings.model import RatingEvent, RatingMove, TargetMove


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """Low, median and high of the targets in one currency (None: not stated), their number and the oldest's day."""

    currency: str | None
    low: Decimal
    median: Decimal
    high: Decimal
    count: int
    oldest: dt.date


def standing(events: Iterable[RatingEvent]) -> list[RatingEvent]:
    """Each firm's latest call with a target, newest first; none of a firm that withdrew it or ended its coverage."""
    calls = (next((event for event in calls if _decides(event)), None) for calls in by_firm(events))
    return [event for event in calls if event and event.call.pt_current is not None and not _ends(event)]


def figures(events: Sequence[RatingEvent]) -> tuple[Figures, ...]:
    """The figures of each currency, the one with most targets first.

    Only calls of known firms count: one without a firm may be another outlet's telling of a call counted already.
    """
    groups: dict[str | None, list[tuple[Decimal, dt.date]]] = {}
    for event in events:
        if event.call.pt_current is not None and event.call.firm is not None:
            groups.setdefault(event.call.currency, []).append((event.call.pt_current, event.date))
    found = (_figures(currency, targets) for currency, targets in groups.items())
    return tuple(sorted(found, key=lambda one: -one.count))


def _figures(currency: str | None, targets: Sequence[tuple[Decimal, dt.date]]) -> Figures:
    amounts = [amount for amount, _ in targets]
    return Figures(
        currency=currency,
        low=min(amounts),
        median=median(amounts),
        high=max(amounts),
        count=len(amounts),
        oldest=min(date for _, date in targets),
    )


def _decides(event: RatingEvent) -> bool:
    return event.call.pt_current is not None or _ends(event)


def _ends(event: RatingEvent) -> bool:
    return event.call.pt_action is TargetMove.WITHDRAW or event.call.rating_action is RatingMove.TERMINATE
