"""What a chat asks of a call: rules made of terms, and the terms that a call does not meet. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from ratings.importance import target_move
from ratings.model import RatingAction, RatingMove, TargetMove

EVERYTHING = "all"  # the word for a rule without terms
MOVED = (TargetMove.RAISE, TargetMove.LOWER, TargetMove.ANNOUNCE, TargetMove.WITHDRAW)


class Deed(StrEnum):
    """What a firm did, as the action term asks for it; ``target`` is any news of a target."""

    UPGRADE = "upgrade"
    DOWNGRADE = "downgrade"
    INITIATE = "initiate"
    MAINTAIN = "maintain"
    REINSTATE = "reinstate"
    TERMINATE = "terminate"
    TARGET = "target"


class Direction(StrEnum):
    """Where a call points: its rating, or where that stays, its target."""

    UP = "up"
    DOWN = "down"


class Term(StrEnum):
    """What a rule can ask for."""

    ACTION = "action"
    FIRM = "firm"
    CHANGE = "change"
    IMPORTANCE = "importance"
    DIRECTION = "direction"
    QUANT = "quant"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One rule: all of its terms must hold, and an empty one asks for nothing.

    ``tickers`` are the stocks that it is for, () for all that have no rule of their own. ``change`` is the least move
    of the target in percent, either way; ``quant`` lets calls by models through.
    """

    tickers: tuple[str, ...] = ()
    actions: tuple[Deed, ...] = ()
    firms: tuple[str, ...] = ()
    change: Decimal | None = None
    importance: int | None = None
    direction: Direction | None = None
    quant: bool = False

    def __str__(self) -> str:
        """The words that filter_words.read_rule reads."""
        stocks = [f"${ticker}" for ticker in self.tickers]
        return " ".join([*stocks, *(self._terms() or [EVERYTHING])])

    def _terms(self) -> list[str]:
        return [
            *([",".join(self.actions)] if self.actions else []),
            *(["firm=" + ",".join(f'"{firm}"' for firm in self.firms)] if self.firms else []),
            *([f"change>={self.change.normalize():f}"] if self.change is not None else []),
            *([f"importance>={self.importance}"] if self.importance is not None else []),
            *([f"direction={self.direction}"] if self.direction is not None else []),
            *(["quant=on"] if self.quant else []),
        ]


@dataclass(frozen=True, slots=True)
class Miss:
    """A term that a call does not meet: what was asked for, and what the call has ("" where that is unknown)."""

    term: Term
    wanted: str
    found: str = ""


def applying(rules: Iterable[Rule], ticker: str) -> tuple[Rule, ...]:
    """The rules that count for a stock: its own, else those for all; without any, all but models is wanted."""
    known = tuple(rules)
    own = tuple(rule for rule in known if ticker in rule.tickers)
    return own or tuple(rule for rule in known if not rule.tickers) or (Rule(),)


def refusal(rules: Iterable[Rule], call: RatingAction, importance: int) -> Miss | None:
    """Why a call is not wanted, by the rule that it comes nearest to; None where one of the rules holds."""
    missed = [misses(rule, call, importance) for rule in applying(rules, call.ticker or "")]
    nearest: Sequence[Miss] = min(missed, key=len)
    return nearest[0] if nearest else None


def misses(rule: Rule, call: RatingAction, importance: int) -> list[Miss]:
    """The terms of a rule that a call does not meet."""
    found = (
        None if rule.quant or not call.quant else Miss(Term.QUANT, "off", "on"),
        _action(rule, call),
        None if not rule.firms or call.firm in rule.firms else Miss(Term.FIRM, _some(rule.firms), call.firm or ""),
        _change(rule, call),
        _direction(rule, call),
        _importance(rule, importance),
    )
    return [miss for miss in found if miss is not None]


def deeds(call: RatingAction) -> set[Deed]:
    """What the call does, as action terms ask for it."""
    done = {Deed(call.rating_action.value)} if call.rating_action is not None else set()
    if call.pt_action in MOVED:
        done.add(Deed.TARGET)
    if call.pt_action is TargetMove.MAINTAIN and call.rating_action is None:
        done.add(Deed.MAINTAIN)
    return done


def direction(call: RatingAction) -> Direction | None:
    """Where the call points, None where neither rating nor target is known to move."""
    up = {RatingMove.UPGRADE: Direction.UP, RatingMove.DOWNGRADE: Direction.DOWN}
    if call.rating_action in up:
        return up[call.rating_action]
    moved = {TargetMove.RAISE: Direction.UP, TargetMove.LOWER: Direction.DOWN}
    return moved.get(call.pt_action) if call.pt_action is not None else None


def _action(rule: Rule, call: RatingAction) -> Miss | None:
    done = deeds(call)
    if not rule.actions or done.intersection(rule.actions):
        return None
    return Miss(Term.ACTION, ",".join(rule.actions), ",".join(deed for deed in Deed if deed in done))


def _change(rule: Rule, call: RatingAction) -> Miss | None:
    moved = target_move(call) * 100
    if rule.change is None or moved >= rule.change:
        return None
    known = call.pt_current is not None and bool(call.pt_prior)
    return Miss(Term.CHANGE, f"{rule.change.normalize():f}", f"{moved:.1f}".removesuffix(".0") if known else "")


def _direction(rule: Rule, call: RatingAction) -> Miss | None:
    found = direction(call)
    if rule.direction is None or found is rule.direction:
        return None
    return Miss(Term.DIRECTION, rule.direction, found or "")


def _importance(rule: Rule, importance: int) -> Miss | None:
    if rule.importance is None or importance >= rule.importance:
        return None
    return Miss(Term.IMPORTANCE, str(rule.importance), str(importance))


def _some(firms: Sequence[str]) -> str:
    """As many of the firms as a reason has room for."""
    return ", ".join(firms[:3]) + (", …" if len(firms) > 3 else "")
