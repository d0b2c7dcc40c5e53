"""What a call did, in one mark and two words."""

from dataclasses import dataclass

from ratings.model import RatingAction, RatingMove, TargetMove


@dataclass(frozen=True, slots=True)
class Move:
    """A mark for the eye and the words for it."""

    icon: str
    words: str


_RATING = {
    RatingMove.UPGRADE: Move("⬆️", "UPGRADE"),
    RatingMove.DOWNGRADE: Move("⬇️", "DOWNGRADE"),
    RatingMove.INITIATE: Move("🆕", "NEW COVERAGE"),
    RatingMove.REINSTATE: Move("🔄", "COVERAGE RESUMED"),
    RatingMove.TERMINATE: Move("⏹", "COVERAGE ENDED"),
}
_TARGET = {
    TargetMove.RAISE: Move("📈", "TARGET RAISED"),
    TargetMove.LOWER: Move("📉", "TARGET CUT"),
    TargetMove.WITHDRAW: Move("⏹", "TARGET WITHDRAWN"),
}
_RATING_KEPT = Move("➡️", "RATING KEPT")
_TARGET_KEPT = Move("➡️", "TARGET KEPT")
_TARGET_SET = Move("🎯", "TARGET SET")
_TOLD = Move("🗒", "RATING TOLD")
RETRACTED = Move("❌", "RETRACTED")


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
