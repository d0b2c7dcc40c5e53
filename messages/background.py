"""What our history tells of a call, in words that never pass for a source's."""

from messages.fields import NAME, amount, cashtag
from messages.html import short
from messages.times import day
from messages.tongue import mark, marks, tr, trn
from messages.views import Background
from ratings.model import RatingMove, TargetMove

# Which turn, and whether our history goes back no further.
_FIRSTS = {
    (RatingMove.UPGRADE, False): marks(
        "First upgrade of {stock} in {count} day that this bot knows of",
        "First upgrade of {stock} in {count} days that this bot knows of",
    ),
    (RatingMove.UPGRADE, True): marks(
        "First upgrade of {stock} in at least {count} day that this bot knows of",
        "First upgrade of {stock} in at least {count} days that this bot knows of",
    ),
    (RatingMove.DOWNGRADE, False): marks(
        "First downgrade of {stock} in {count} day that this bot knows of",
        "First downgrade of {stock} in {count} days that this bot knows of",
    ),
    (RatingMove.DOWNGRADE, True): marks(
        "First downgrade of {stock} in at least {count} day that this bot knows of",
        "First downgrade of {stock} in at least {count} days that this bot knows of",
    ),
}
_RAISES = {
    3: mark("Third target raise in a row by {firm}"),
    4: mark("Fourth target raise in a row by {firm}"),
    5: mark("Fifth target raise in a row by {firm}"),
    6: mark("Sixth target raise in a row by {firm}"),
    7: mark("Seventh target raise in a row by {firm}"),
    8: mark("Eighth target raise in a row by {firm}"),
    9: mark("Ninth target raise in a row by {firm}"),
    10: mark("Tenth target raise in a row by {firm}"),
}
_CUTS = {
    3: mark("Third target cut in a row by {firm}"),
    4: mark("Fourth target cut in a row by {firm}"),
    5: mark("Fifth target cut in a row by {firm}"),
    6: mark("Sixth target cut in a row by {firm}"),
    7: mark("Seventh target cut in a row by {firm}"),
    8: mark("Eighth target cut in a row by {firm}"),
    9: mark("Ninth target cut in a row by {firm}"),
    10: mark("Tenth target cut in a row by {firm}"),
}
_MORE = {
    TargetMove.RAISE: (_RAISES, mark("More than 10 target raises in a row by {firm}")),
    TargetMove.LOWER: (_CUTS, mark("More than 10 target cuts in a row by {firm}")),
}


def lines(background: Background) -> tuple[str, ...]:
    """A line for each thing worth telling, as HTML; none where there is nothing."""
    told = (_prior(background), _first(background), _quiet(background), _streak(background))
    return tuple(line for line in told if line)


def _prior(background: Background) -> str | None:
    if (prior := background.prior) is None:
        return None
    return tr(
        "Prior target from our history: {target} ({day})",
        target=amount(prior.figure, prior.currency),
        day=day(prior.day),
    )


def _first(background: Background) -> str | None:
    if background.first_since is None:
        return None
    return tr(
        "First call by {firm} on {stock} that this bot knows of, back to {day}",
        firm=_firm(background),
        stock=_stock(background),
        day=day(background.first_since),
    )


def _quiet(background: Background) -> str | None:
    if (quiet := background.quiet) is None or background.call.rating_action is None:
        return None
    texts = _FIRSTS.get((background.call.rating_action, quiet.at_least))
    return trn(*texts, quiet.days, stock=_stock(background)) if texts else None


def _streak(background: Background) -> str | None:
    move = background.call.pt_action
    if not background.streak or move not in _MORE:
        return None
    texts, more = _MORE[move]
    return tr(texts.get(background.streak, more), firm=_firm(background))


def _stock(background: Background) -> str:
    return cashtag(background.call.ticker or "")


def _firm(background: Background) -> str:
    return short(background.call.firm or "", NAME)
