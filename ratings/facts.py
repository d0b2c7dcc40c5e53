"""What a phrase says: the fields of a call that its slots fill."""

import re
from typing import Any, NamedTuple

from ratings.grades import grade, has_scale, is_pick
from ratings.model import Evidence, RatingMove, TargetMove
from ratings.money import Money, number
from ratings.phrases import Finding
from ratings.tags import Tagged, Token

_MOVES = {
    RatingMove.UPGRADE: ("upgrade", "upgrade_noun", "raise", "raise_noun"),
    RatingMove.DOWNGRADE: ("downgrade", "downgrade_noun", "lower", "lower_noun"),
    RatingMove.INITIATE: ("initiate", "initiate_noun", "begin"),
    RatingMove.MAINTAIN: ("maintain", "unchanged"),
    RatingMove.REINSTATE: ("resume",),
    RatingMove.TERMINATE: ("terminate",),
}
_SHIFTS = {
    TargetMove.RAISE: ("raise", "raise_noun", "higher", "up", "rise", "upgrade_noun", "upgrade"),
    TargetMove.LOWER: ("lower", "lower_noun", "lower_adjective", "down", "fall", "downgrade_noun", "downgrade"),
    TargetMove.MAINTAIN: ("maintain", "unchanged"),
    TargetMove.ANNOUNCE: ("announce",),
    TargetMove.WITHDRAW: ("withdraw",),
}
_TOLD_MOVE = {tag: move for move, tags in _MOVES.items() for tag in tags}
_TOLD_SHIFT = {tag: move for move, tags in _SHIFTS.items() for tag in tags}
_WAYS = {
    "up": (RatingMove.UPGRADE, TargetMove.RAISE),
    "higher": (RatingMove.UPGRADE, TargetMove.RAISE),
    "down": (RatingMove.DOWNGRADE, TargetMove.LOWER),
    "lower_adjective": (RatingMove.DOWNGRADE, TargetMove.LOWER),
}
# What a change to a grade must have been, whatever the grade before ("moves Okta to Sell").
ENDS_AT = {
    5: RatingMove.UPGRADE, 4: RatingMove.UPGRADE, 2: RatingMove.DOWNGRADE, 1: RatingMove.DOWNGRADE,
}  # fmt: skip
_WAS = ("was", "were", "had")
_PRICE = re.compile(
    r" (?:(?:share|stock|market|closing) )?(?:price|close)\b(?! (?:target|objective|forecast|estimate))"
)
_QUOTES = tuple("\"'“‘")
_TURNS = {RatingMove.UPGRADE, RatingMove.DOWNGRADE, None}


class Fact(NamedTuple):
    """A field's value and the words that tell it."""

    value: Any
    evidence: Evidence


Facts = dict[str, Fact]


def facts_of(sentence: Tagged, finding: Finding, firm: str | None) -> Facts:
    """The rating's or the target's fields that a finding fills; empty if it says nothing after all."""
    read = _rating_facts if finding.phrase.kind == "rating" else _target_facts
    return read(sentence, finding, firm)


def fact_of(sentence: Tagged, finding: Finding, token: Token, value: Any) -> Fact:
    """A value that a finding tells, with the words of a token as its evidence."""
    return Fact(value, sentence.evidence(token.start, token.end, finding.phrase.id))


def _rating_facts(sentence: Tagged, finding: Finding, firm: str | None) -> Facts:
    move, now, prior = (finding.token(sentence, slot) for slot in ("move", "rating", "prior"))
    if _is_present(sentence, finding):
        return {}
    if now and move and move.tag == "maintain" and is_pick(str(now.value), firm):
        now = None
    facts: Facts = {}
    if now:
        facts["rating_current"] = fact_of(sentence, finding, now, now.value)
    if prior:
        facts["rating_prior"] = fact_of(sentence, finding, prior, prior.value)
    action = _rating_move(sentence, finding, (move, now, prior), firm)
    if now and not finding.phrase.plain and _is_ordinary(sentence, now, action, prior, firm):
        return {}
    anchor = move or now or prior or finding.token(sentence, "list")
    if action and anchor:
        facts["rating_action"] = fact_of(sentence, finding, anchor, action)
    return facts


def _is_present(sentence: Tagged, finding: Finding) -> bool:
    """Whether a rating that would be the one before is told as the one in force ("It is Neutral")."""
    past = finding.token(sentence, "past")
    return past is not None and sentence.text[past.start : past.end].lower() not in _WAS


def _is_ordinary(
    sentence: Tagged, now: Token, action: RatingMove | None, prior: Token | None, firm: str | None
) -> bool:
    """Whether a rating's word is an ordinary word here ("stays positive on")."""
    if now.tag != "plain_rating" or prior or action not in (RatingMove.MAINTAIN, None):
        return False
    if sentence.text[now.start - 1 : now.start] in _QUOTES:
        return False
    return not has_scale(firm or "", str(now.value))


def _rating_move(
    sentence: Tagged, finding: Finding, told_by: tuple[Token | None, Token | None, Token | None], firm: str | None
) -> RatingMove | None:
    """What was done: the two ratings tell it before the verb does, on the firm's own scale.

    ``told_by`` are the verb, the rating now and the rating before.
    """
    move, now, prior = told_by
    means = finding.phrase.means
    if means is not None:
        return RatingMove(means["rating_action"]) if means else None
    told = _TOLD_MOVE.get(move.tag) if move else None
    if now and prior and told in _TURNS:
        levels = grade(str(now.value), firm), grade(str(prior.value), firm)
        if levels[0] and levels[1] and levels[0] != levels[1]:
            return RatingMove.UPGRADE if levels[0] > levels[1] else RatingMove.DOWNGRADE
    if told is None and now and move and move.tag == "adjust":
        way = finding.token(sentence, "way")
        return _WAYS[way.tag][0] if way else ENDS_AT.get(grade(str(now.value), firm) or 0)
    return told


def _target_facts(sentence: Tagged, finding: Finding, firm: str | None) -> Facts:
    del firm  # a target means the same whoever sets it
    shift, now, was, target = (finding.token(sentence, slot) for slot in ("shift", "money", "was", "target"))
    if was and _PRICE.match(sentence.text, was.end):  # "from the current $6.63 price"
        was = None
    action = _target_move(sentence, finding, shift, now, was)
    if action is TargetMove.WITHDRAW:
        now, was = None, was or now
    if action is TargetMove.ANNOUNCE and not now:
        return {}
    facts: Facts = {}
    for name, token in (("pt_current", now), ("pt_prior", was)):
        if token:
            facts[name] = fact_of(sentence, finding, token, _amount(sentence, token).amount)
            if currency := _amount(sentence, token).currency:
                facts.setdefault("currency", fact_of(sentence, finding, token, currency))
    anchor = shift or target or now
    if action and anchor:
        facts["pt_action"] = fact_of(sentence, finding, anchor, action)
    return facts


def _target_move(
    sentence: Tagged, finding: Finding, shift: Token | None, now: Token | None, was: Token | None
) -> TargetMove | None:
    """What was done: two figures tell it before the verb does."""
    means = finding.phrase.means or {}
    told = TargetMove(means["pt_action"]) if means else None
    way = finding.token(sentence, "way")
    told = told or (_WAYS[way.tag][1] if way else None) or (_TOLD_SHIFT.get(shift.tag) if shift else None)
    change = _amount(sentence, now).amount - _amount(sentence, was).amount if now and was else 0
    if change:
        return TargetMove.RAISE if change > 0 else TargetMove.LOWER
    return told or (TargetMove.ANNOUNCE if now else None)


def value_of(sentence: Tagged, token: Token) -> Any:
    """What a figure's or a rating's token stands for: an amount, or the rating as written."""
    return token.value if isinstance(token.value, str) else _amount(sentence, token).amount


def _amount(sentence: Tagged, token: Token) -> Money:
    if isinstance(token.value, Money):
        return token.value
    return Money(number(sentence.text[token.start : token.end]), None)
