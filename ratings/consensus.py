"""What a call is when its tellings differ: what a correction says, else what most tell, the earliest of equals."""

import re
from collections import Counter
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from ratings.grades import grade
from ratings.model import RatingAction, RatingMove, Source, TargetMove

RATINGS = ("rating_current", "rating_prior")
FIELDS = ("rating_action", *RATINGS, "pt_action", "pt_current", "pt_prior", "currency", "pt_horizon")
OPENINGS = {RatingMove.INITIATE, RatingMove.REINSTATE}  # outlets use "assumes", "resumes" and "starts" alike
Settled = tuple[Any, bool]  # a value, and whether all agree on it
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
    settled = {field: _settle(_told(ordered, corrections, field), _sameness(field, firm)) for field in FIELDS}
    if settled["pt_action"][0] is TargetMove.ANNOUNCE:
        settled["pt_action"] = _implied(ordered, settled)
    values: dict[str, Any] = {field: value for field, (value, _) in settled.items()}
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
    # a horizon is worded too freely to speak of a disagreement
    return call, tuple(field for field, (_, agreed) in settled.items() if not agreed and field != "pt_horizon")


def direction(now: Decimal | None, was: Decimal | None) -> TargetMove:
    """What was done to a target, as its two figures show; only that it was announced where they don't."""
    if now is None or was is None or now == was:
        return TargetMove.ANNOUNCE
    return TargetMove.RAISE if now > was else TargetMove.LOWER


def _implied(sources: Sequence[Source], settled: Mapping[str, Settled]) -> Settled:
    """The move of a target that is told without one: as its figures show, else as others tell it, if that fits them."""
    (now, _), (was, _), (_, one_currency) = (settled[field] for field in ("pt_current", "pt_prior", "currency"))
    known = now is not None and was is not None and one_currency
    if known and now != was:
        return direction(now, was), True
    fitting = (TargetMove.MAINTAIN,) if known else (TargetMove.RAISE, TargetMove.LOWER, TargetMove.MAINTAIN)
    moves = _told([source for source in sources if source.action.pt_action in fitting], (), "pt_action")
    return _settle(moves or [TargetMove.ANNOUNCE], _sameness("pt_action", None))


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


def _settle(told: Sequence[Any], sameness: Callable[[Any], Hashable]) -> Settled:
    """The value most tell, the earliest of equals; and whether all agree."""
    if not told or told.count(told[0]) == len(told):  # which most do, and counting votes takes long
        return next(iter(told), None), True
    votes = Counter(sameness(value) for value in told)  # keeps the order of first appearance
    winner = votes.most_common(1)[0][0]
    return next(value for value in told if sameness(value) == winner), len(votes) == 1
