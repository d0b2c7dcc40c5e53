"""The targets that stand: each firm's latest, and what they come to."""

from collections.abc import Iterable, Sequence

from messages.rows import by_firm
from ratings import outlook
from ratings.model import RatingEvent, RatingMove, TargetMove
from ratings.outlook import Figures


def standing(events: Iterable[RatingEvent]) -> list[RatingEvent]:
    """Each firm's latest call with a target, newest first; none of a firm that withdrew it or ended its coverage."""
    calls = (next((event for event in calls if _decides(event)), None) for calls in by_firm(events))
    return [event for event in calls if event and event.call.pt_current is not None and not _ends(event)]


def figures(events: Sequence[RatingEvent]) -> tuple[Figures, ...]:
    """The figures of each currency, the one with most targets first.

    Only calls of known firms count: one without a firm may be another outlet's telling of a call counted already.
    """
    return outlook.figures((event.call, event.date) for event in events if event.call.firm is not None)


def _decides(event: RatingEvent) -> bool:
    return event.call.pt_current is not None or _ends(event)


def _ends(event: RatingEvent) -> bool:
    return event.call.pt_action is TargetMove.WITHDRAW or event.call.rating_action is RatingMove.TERMINATE
