"""What kind of news a call is, and the ways in which a kind can be told. Pure."""

from enum import StrEnum

from ratings.model import RatingAction, RatingMove, TargetMove


class Kind(StrEnum):
    """The one kind that a call counts as: what matters most of it."""

    UPGRADE = "upgrade"
    DOWNGRADE = "downgrade"
    INITIATE = "initiate"
    RAISE = "raise"
    LOWER = "lower"
    MAINTAIN = "maintain"
    REINSTATE = "reinstate"
    TERMINATE = "terminate"
    OTHER = "other"


class Way(StrEnum):
    """How a kind is told: with a sound, without one, in the digest alone, not at all."""

    ON = "on"
    SILENT = "silent"
    DIGEST = "digest"
    OFF = "off"


_TARGET = {TargetMove.RAISE: Kind.RAISE, TargetMove.LOWER: Kind.LOWER}


def kind_of(call: RatingAction) -> Kind:
    """The rating's move, else the target's, else that something was kept; what is merely told is ``other``."""
    if call.rating_action is not None and call.rating_action is not RatingMove.MAINTAIN:
        return Kind(call.rating_action.value)
    if call.pt_action in _TARGET:
        return _TARGET[call.pt_action]
    kept = call.rating_action is RatingMove.MAINTAIN or call.pt_action is TargetMove.MAINTAIN
    return Kind.MAINTAIN if kept else Kind.OTHER
