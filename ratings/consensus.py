"""What a call is when its tellings differ: what a correction says, else what most tell, the earliest of equals."""

import re
from collections import Counter
from collections.abc import Callable, Hashable, Sequence
from dataclasses import replace
from typing import Any

from ratings.grades import grade
from ratings.model import RatingAction, RatingMove, Source, TargetMove

RATINGS = ("rating_current", "rating_prior")
FIELDS = ("rating_action", *RATINGS, "pt_action", "pt_current", "pt_prior", "currency", "pt_horizon")
OPENINGS = {RatingMove.INITIATE, RatingMove.REINSTATE}  # outlets use "assumes", "resumes" and "starts" alike
CORRECTION = re.compile(r"\W*(?:correct(?:ion|ed|s|ing)|updated to correct)\b", re.IGNORECASE)


def corrects(source: Source) -> bool:
    """Whether a story was published to set an earlier one right."""
    return CORRECTION.match(source.title) is not None


def order(source: Source) -> tuple[object, ...]:
    """The order of publication; what came at the same time is told apart by what it says, never by when it was met."""
    words = tuple(str(getattr(source.action, field)) for field in FIELDS)
    return (source.published, source.outlet, source.title, source.url or "", words)


def consensus(sources: Sequence[Source]) -> tuple[RatingAction, tuple[str, ...]]:
    """The call that its sources make together, and the fields on which they differ.

    It is stale only where all of them recall it.
    """
    ordered = sorted(sources, key=order)
    actions = [source.action for source in ordered]
    firm = next((action.firm for action in actions if action.firm), None)
    corrections = [action for source, action in zip(ordered, actions, strict=True) if corrects(source)]
    values: dict[str, Any] = {}
    disputed = []
    for field in FIELDS:
        values[field], agreed = _settle(_told(ordered, corrections, field), _sameness(field, firm))
        if not agreed and field != "pt_horizon":  # worded too freely to speak of a disagreement
            disputed.append(field)
    call = replace(
        actions[0],
        **values,
        firm=firm,
        company=next((action.company for action in actions if action.company), None),
        analysts=max((action.analysts for action in actions), key=len),
        stale=all(action.stale for action in actions),
        quant=any(action.quant for action in actions),
        date=None,
        evidence={},
    )
    return call, tuple(disputed)


def _told(sources: Sequence[Source], corrections: Sequence[RatingAction], field: str) -> list[Any]:
    """Each outlet's word on a field, in order of its first telling; what an outlet tells last replaces what it told.

    Where a story corrects the field, its word alone counts.
    """
    corrected = [value for action in corrections if (value := getattr(action, field)) is not None]
    if corrected:
        return corrected[-1:]
    words: dict[str, Any] = {}
    for source in sources:
        if (value := getattr(source.action, field)) is not None:
            words[source.outlet] = value
    told = list(words.values())
    if field == "pt_action":  # a direction says more than a target told without one
        return [move for move in told if move != TargetMove.ANNOUNCE] or told
    return told


def _sameness(field: str, firm: str | None) -> Callable[[Any], Hashable]:
    if field in RATINGS:
        return lambda rating: grade(rating, firm) or rating.casefold()
    if field == "rating_action":
        return lambda move: RatingMove.INITIATE if move in OPENINGS else move
    return lambda value: value


def _settle(told: Sequence[Any], sameness: Callable[[Any], Hashable]) -> tuple[Any, bool]:
    """The value most tell, the earliest of equals; and whether all agree."""
    if len(told) < 2:
        return next(iter(told), None), True
    votes = Counter(sameness(value) for value in told)  # keeps the order of first appearance
    winner = votes.most_common(1)[0][0]
    return next(value for value in told if sameness(value) == winner), len(votes) == 1
