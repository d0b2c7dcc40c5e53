"""How much a call weighs, 0 to 5, by a rule that anybody can check: docs/reference/importance.md prints it."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from ratings.grades import grade
from ratings.model import RatingAction, RatingMove

MOST = 5
MUTED = 1  # the most that a model's call or a recollection can weigh
MOVED = Decimal("0.1")
MOVED_FAR = Decimal("0.2")
NOTCHES = 2
FIRMS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What the rule looks at: the call, whether its firm is new to the stock, how many firms spoke of it that day."""

    call: RatingAction
    first_coverage: bool
    firms_that_day: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Weight:
    """One line of the rule: what it asks for, and the points that it gives."""

    name: str
    words: str
    points: int
    holds: Callable[[Facts], bool]


def importance(call: RatingAction, *, first_coverage: bool, firms_that_day: int) -> int:
    """How much the call weighs, from 0, nothing changed, to 5. ``firms_that_day`` counts the call's own firm."""
    points = sum(weight.points for weight in weights(call, first_coverage, firms_that_day))
    return min(points, MUTED if call.quant or call.stale else MOST)


def weights(call: RatingAction, first_coverage: bool, firms_that_day: int) -> tuple[Weight, ...]:
    """The lines of the rule that hold for the call."""
    facts = Facts(call=call, first_coverage=first_coverage, firms_that_day=firms_that_day)
    return tuple(weight for weight in RULE if weight.holds(facts))


def notches(call: RatingAction) -> int:
    """How many grades lie between the rating before and now; 0 where one isn't known."""
    grades = [grade(rating, call.firm) for rating in (call.rating_prior, call.rating_current) if rating]
    known = [level for level in grades if level is not None]
    return abs(known[0] - known[1]) if len(known) == 2 else 0


def target_move(call: RatingAction) -> Decimal:
    """How far the target moved either way, as a share of the one before; 0 where one isn't known."""
    if call.pt_current is None or not call.pt_prior:
        return Decimal(0)
    return abs(call.pt_current - call.pt_prior) / call.pt_prior


RULE = (
    Weight(
        name="direction",
        words="The rating is upgraded or downgraded",
        points=2,
        holds=lambda facts: facts.call.rating_action in (RatingMove.UPGRADE, RatingMove.DOWNGRADE),
    ),
    Weight(
        name="double notch",
        words=f"The rating moves by {NOTCHES} grades or more, on the firm's own scale",
        points=1,
        holds=lambda facts: notches(facts.call) >= NOTCHES,
    ),
    Weight(
        name="target moved",
        words=f"The target moves by {MOVED * 100:.0f} % or more, either way",
        points=1,
        holds=lambda facts: target_move(facts.call) >= MOVED,
    ),
    Weight(
        name="target moved far",
        words=f"The target moves by {MOVED_FAR * 100:.0f} % or more: one more point",
        points=1,
        holds=lambda facts: target_move(facts.call) >= MOVED_FAR,
    ),
    Weight(
        name="first coverage",
        words="The firm takes up coverage, or no earlier call of it on the stock is known",
        points=2,
        holds=lambda facts: facts.first_coverage,
    ),
    Weight(
        name="several firms",
        words=f"{FIRMS} firms or more make a call on the stock that day",
        points=1,
        holds=lambda facts: facts.firms_that_day >= FIRMS,
    ),
)
