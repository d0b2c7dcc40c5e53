"""What our history tells of a call, in words that never pass for a source's."""

from messages.fields import NAME, amount, cashtag
from messages.html import short
from messages.times import day
from messages.views import Background
from ratings.model import TargetMove

_MOVES = {TargetMove.RAISE: "raise", TargetMove.LOWER: "cut"}
_ORDINALS = {3: "Third", 4: "Fourth", 5: "Fifth", 6: "Sixth", 7: "Seventh", 8: "Eighth", 9: "Ninth", 10: "Tenth"}


def lines(background: Background) -> tuple[str, ...]:
    """A line for each thing worth telling, as HTML; none where there is nothing."""
    told = (_prior(background), _first(background), _quiet(background), _streak(background))
    return tuple(line for line in told if line)


def _prior(background: Background) -> str | None:
    if (prior := background.prior) is None:
        return None
    return f"Prior target from our history: {amount(prior.figure, prior.currency)} ({day(prior.day)})"


def _first(background: Background) -> str | None:
    if background.first_since is None:
        return None
    stock = cashtag(background.call.ticker or "")
    return f"First call by {_firm(background)} on {stock} that this bot knows of, back to {day(background.first_since)}"


def _quiet(background: Background) -> str | None:
    if (quiet := background.quiet) is None or background.call.rating_action is None:
        return None
    time = f"{'at least ' if quiet.at_least else ''}{quiet.days} days"
    stock = cashtag(background.call.ticker or "")
    return f"First {background.call.rating_action} of {stock} in {time} that this bot knows of"


def _streak(background: Background) -> str | None:
    move = _MOVES.get(background.call.pt_action) if background.call.pt_action else None
    if not background.streak or move is None:
        return None
    if background.streak not in _ORDINALS:
        return f"More than {max(_ORDINALS)} target {move}s in a row by {_firm(background)}"
    return f"{_ORDINALS[background.streak]} target {move} in a row by {_firm(background)}"


def _firm(background: Background) -> str:
    return short(background.call.firm or "", NAME)
