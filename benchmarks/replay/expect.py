"""What ought to come of what was told: the facts of each call by the votes of its outlets."""

import datetime as dt
from collections import defaultdict
from collections.abc import Container, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from benchmarks.replay.pieces import Piece, Told
from benchmarks.replay.truth import Call
from ratings.grades import grade
from ratings.model import RatingAction, RatingMove, TargetMove

FACTS = ("firm", "rating_action", "rating_current", "rating_prior", "pt_action", "pt_current", "pt_prior", "currency")
FRESH = dt.timedelta(hours=24)


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """One piece's telling of one call, and when the bot could see it."""

    piece: Piece
    told: Told
    arrived: dt.datetime

    @property
    def call(self) -> Call:
        """The true call."""
        return self.told.call

    @property
    def action(self) -> RatingAction:
        """What is told of it."""
        return self.told.action

    @property
    def dated(self) -> dt.datetime:
        """The moment that counts for who was first: the piece's own date, where it prints one."""
        return self.arrived if self.piece.outlet.undated else self.piece.published

    def order(self) -> tuple[dt.datetime, int]:
        """Who was first."""
        return self.dated, self.piece.number


def tellings_by_call(pieces: Iterable[Piece], arrived: dict[int, dt.datetime]) -> dict[int, list[Telling]]:
    """Call number -> its tellings, the earliest first."""
    found: dict[int, list[Telling]] = defaultdict(list)
    for piece in pieces:
        for told in piece.told:
            found[told.call.number].append(Telling(piece=piece, told=told, arrived=arrived[piece.number]))
    for tellings in found.values():
        tellings.sort(key=Telling.order)
    return found


def facts_of(tellings: Sequence[Telling]) -> dict[str, Any]:
    """The fields as most outlets tell them, the earliest where as many tell another; unknown is None.

    An outlet that tells a call again has one voice: its last word, in the place of its first, so that its correction
    counts and its slip doesn't. A target that is told without its direction has the one that its figures show, or that
    somebody told and they leave open.
    """
    facts = {name: _settled(name, tellings) for name in FACTS}
    if facts["pt_action"] is TargetMove.ANNOUNCE:
        now, was = facts["pt_current"], facts["pt_prior"]
        if now is None or was is None:
            directed = [one for one in tellings if one.action.pt_action in (TargetMove.RAISE, TargetMove.LOWER)]
            facts["pt_action"] = _settled("pt_action", directed) or TargetMove.ANNOUNCE
        elif now != was:
            facts["pt_action"] = TargetMove.RAISE if now > was else TargetMove.LOWER
    return facts


def _settled(name: str, tellings: Sequence[Telling]) -> Any:
    voices: dict[str, tuple[Hashable, int, Any]] = {}
    for place, telling in enumerate(tellings):
        value = getattr(telling.action, name)
        if value is None:
            continue
        key = sameness(name, value, telling.call.firm)
        outlet = telling.piece.outlet.name
        first = voices[outlet][1] if outlet in voices else place
        if outlet not in voices or voices[outlet][0] != key:
            voices[outlet] = (key, first, value)
    votes: dict[Hashable, list[tuple[int, Any]]] = defaultdict(list)
    for key, place, value in voices.values():
        votes[key].append((place, value))
    if name == "pt_action" and len(votes) > 1:
        votes.pop(TargetMove.ANNOUNCE, None)  # a figure without its direction says nothing against any direction
    ranked = sorted(votes.values(), key=lambda told: (-len(told), min(told)[0]))
    return min(ranked[0])[1] if ranked else None


def sameness(name: str, value: Any, firm: str | None) -> Hashable:
    """What two values have in common that mean the same."""
    if name in ("rating_current", "rating_prior"):
        return grade(value, firm) or str(value).casefold()
    return RatingMove.INITIATE if value is RatingMove.REINSTATE else value


def is_news(telling: Telling) -> bool:
    """Whether it tells of its call as new, as far as anyone can see, and came in time."""
    return telling.action.date is None and telling.arrived - telling.dated <= FRESH


def is_unsaid(tellings: Iterable[Telling], deleted: Container[int]) -> bool:
    """Whether every piece that told of a call was taken back."""
    return all(telling.piece.number in deleted for telling in tellings)


def tells_in_full(telling: Telling) -> bool:
    """Whether someone who reads this piece alone, while it is fresh, knows the whole call."""
    truth, action = telling.call.action, telling.action
    fresh = telling.arrived - telling.call.made <= FRESH
    return (
        fresh
        and action.date is None
        and all(getattr(action, name) is not None for name in FACTS if getattr(truth, name) is not None)
    )


def is_plain(telling: Telling, near: Mapping[int, Mapping[str, Any]]) -> bool:
    """Whether only one call can be meant: the firm is named, or one call alone of those ``near`` it fits.

    ``near`` are the facts, as they are told altogether, of the stock's calls of the days around.
    """
    action = telling.action
    if action.firm is not None:
        return True
    return [number for number, facts in near.items() if _fits(action, facts)] == [telling.call.number]


def _fits(action: RatingAction, facts: Mapping[str, Any]) -> bool:
    for name in FACTS:
        told, known = getattr(action, name), facts[name]
        if told is not None and known is not None and _key(name, told, facts) != _key(name, known, facts):
            return False
    return True


def _key(name: str, value: Any, facts: Mapping[str, Any]) -> Hashable:
    return sameness(name, value, facts["firm"])
