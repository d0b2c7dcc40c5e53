"""What a call did, in one mark and two words."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from messages.tongue import mark, tr
from ratings.model import RatingAction, RatingEvent, RatingMove, TargetMove


@dataclass(frozen=True, slots=True)
class Move:
    """A mark for the eye, and the words for it in English: for a headline, and for the middle of a sentence."""

    icon: str
    headline: str
    phrase: str

    @property
    def words(self) -> str:
        """What a headline says."""
        return tr(self.headline)

    @property
    def said(self) -> str:
        """The same in the middle of a sentence."""
        return tr(self.phrase)


_RATING = {
    RatingMove.UPGRADE: Move("⬆️", mark("UPGRADE"), mark("upgrade")),
    RatingMove.DOWNGRADE: Move("⬇️", mark("DOWNGRADE"), mark("downgrade")),
    RatingMove.INITIATE: Move("🆕", mark("NEW COVERAGE"), mark("new coverage")),
    RatingMove.REINSTATE: Move("🔄", mark("COVERAGE RESUMED"), mark("coverage resumed")),
    RatingMove.TERMINATE: Move("⏹", mark("COVERAGE ENDED"), mark("coverage ended")),
}
_TARGET = {
    TargetMove.RAISE: Move("📈", mark("TARGET RAISED"), mark("target raised")),
    TargetMove.LOWER: Move("📉", mark("TARGET CUT"), mark("target cut")),
    TargetMove.WITHDRAW: Move("⏹", mark("TARGET WITHDRAWN"), mark("target withdrawn")),
}
_RATING_KEPT = Move("➡️", mark("RATING KEPT"), mark("rating kept"))
_TARGET_KEPT = Move("➡️", mark("TARGET KEPT"), mark("target kept"))
_TARGET_SET = Move("🎯", mark("TARGET SET"), mark("target set"))
_TOLD = Move("🗒", mark("RATING TOLD"), mark("rating told"))
RETRACTED = Move("❌", mark("RETRACTED"), mark("retracted"))


def done(event: RatingEvent) -> Move:
    """What the event's call did, or that it was taken back."""
    return RETRACTED if event.retracted else move(event.call)


def counted(events: Iterable[RatingEvent]) -> str:
    """How many calls did what."""
    counts = Counter(map(done, events))
    return ", ".join(f"{one.icon} {count} × {one.said}" for one, count in counts.items())


def move(call: RatingAction) -> Move:
    """The move that matters most: the rating's, else the target's, else that something was kept or merely told."""
    if call.rating_action in _RATING:
        return _RATING[call.rating_action]
    if call.pt_action in _TARGET:
        return _TARGET[call.pt_action]
    if call.rating_action is RatingMove.MAINTAIN:
        return _RATING_KEPT
    if call.pt_action is TargetMove.MAINTAIN:
        return _TARGET_KEPT
    return _TARGET_SET if call.pt_current is not None and call.rating_current is None else _TOLD
