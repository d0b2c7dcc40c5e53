"""The calls of a story put together from its sentences: each told once, the text before the headline."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from ratings.calls import Call, same_company, same_firm
from ratings.facts import Fact
from ratings.firms import is_quant
from ratings.model import Part, RatingAction

_TRUST = (Part.TEXT, Part.SUMMARY, Part.TITLE)  # whose word counts first
_TELLING = frozenset({"rating_action", "pt_action"})  # a call has at least one of these


def merged(calls: Iterable[Call], analysts: Mapping[str, Fact]) -> tuple[RatingAction, ...]:
    """The actions that a story's calls make; ``analysts`` are the people named, by firm."""
    groups: list[list[Call]] = []
    ordered = sorted(calls, key=_trust)
    for call in [*(call for call in ordered if call.firm), *(call for call in ordered if not call.firm)]:
        fitting = [group for group in groups if _joins(call, group[0])]
        if len(fitting) == 1:
            fitting[0].append(call)
        else:
            groups.append([call])
    return tuple(_action(group, analysts) for group in groups if any(_TELLING & call.facts.keys() for call in group))


def _trust(call: Call) -> int:
    return min(_TRUST.index(fact.evidence.part) for fact in call.facts.values())


def _joins(call: Call, first: Call) -> bool:
    """Whether a call is the one that a group tells of; a call without a firm may be anybody's."""
    return same_company(first, call) and (call.firm is None or same_firm(first, call))


def _action(group: Sequence[Call], analysts: Mapping[str, Fact]) -> RatingAction:
    facts: dict[str, Fact] = {}
    for call in group:
        for field, fact in call.facts.items():
            facts.setdefault(field, fact)
    company = group[0].company
    firm = next((call.firm for call in group if call.firm), None)
    name = firm.party.firm if firm else None
    if name and name in analysts:
        facts["analysts"] = analysts[name]
    evidence = {field: fact.evidence for field, fact in facts.items()}
    evidence |= {field: who.evidence for field, who in (("firm", firm), ("company", company)) if who and who.evidence}
    values: dict[str, Any] = {field: fact.value for field, fact in facts.items()}
    return RatingAction(
        ticker=company.party.ticker,
        company=company.party.company,
        firm=name,
        quant=name is not None and is_quant(name),
        stale=all(call.recalled for call in group),
        evidence=dict(sorted(evidence.items())),
        **values,
    )
