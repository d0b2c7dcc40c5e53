"""The calls of a story put together from its sentences: each told once, the text before the headline."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from ratings.calls import Call, Named, same_company, same_firm
from ratings.consensus import direction
from ratings.facts import Fact, Facts
from ratings.firms import is_quant
from ratings.grades import grade
from ratings.model import Part, RatingAction, RatingMove, TargetMove
from ratings.phrases import moving
from ratings.symbols import directory
from ratings.tables import table
from ratings.tags import Party

_TRUST = (Part.TEXT, Part.SUMMARY, Part.TITLE)  # whose word counts first
_FIGURES = frozenset({"rating_current", "rating_prior", "pt_current", "pt_prior"})
_OPPOSITE = {RatingMove.UPGRADE: RatingMove.DOWNGRADE, RatingMove.DOWNGRADE: RatingMove.UPGRADE}
_TELLING = frozenset({"rating_action", "pt_action"})  # a call has at least one of these


def merged(calls: Iterable[Call], analysts: Mapping[str, Fact]) -> tuple[RatingAction, ...]:
    """The actions that a story's calls make; ``analysts`` are the people named, by firm."""
    groups: list[list[Call]] = []
    ordered = sorted(_by_print(calls), key=_trust)
    for call in [*(call for call in ordered if call.firm), *(call for call in ordered if not call.firm)]:
        fitting = [group for group in groups if _joins(call, group[0]) and not _turned_since(call, group)]
        if fitting:
            _nearest(call, fitting).append(call)
        else:
            groups.append([call])
    return tuple(_action(group, analysts) for group in groups if _tells(group))


def _by_print(calls: Iterable[Call]) -> list[Call]:
    """The calls with the symbol that their story prints behind a name, where our table knows another for the name."""
    told = list(calls)
    parties = dict.fromkeys(call.company.party for call in told)
    printed = {
        listing.ticker: party
        for party in reversed(parties)  # the first print wins
        if party.ticker
        and not directory().lists(party.ticker)
        and (listing := directory().resolve(party.company or ""))
    }
    for call in told:
        if call.company.party.ticker in printed:
            call.company = call.company._replace(party=printed[call.company.party.ticker])
    return told


def _tells(group: Sequence[Call]) -> bool:
    """Whether a group tells of a call; a target in a text that nobody in particular sets is none."""
    told = {call.facts[field].value for call in group for field in _TELLING & call.facts.keys()}
    told |= {move.value for call in group if (move := _turned(call.facts, _house(call)))}
    in_text = all(fact.evidence.part is not Part.TITLE for call in group for fact in call.facts.values())
    return bool(told - {TargetMove.ANNOUNCE}) if group[0].firm is None and in_text else bool(told)


def _house(call: Call) -> str | None:
    return call.firm.party.firm if call.firm else None


def _nearest(call: Call, groups: Sequence[list[Call]]) -> list[Call]:
    """The one of the calls that a call may be that is nearest to it."""
    return groups[0] if len(groups) == 1 else min(groups, key=lambda group: _distance(call, group))


def _distance(call: Call, group: Sequence[Call]) -> tuple[bool, bool]:
    """How far a call without a firm is from one of the calls that it may be: told otherwise, or only recalled."""
    ours = call.facts.get("rating_action")
    theirs = {other.facts["rating_action"].value for other in group if "rating_action" in other.facts}
    return ours is not None and ours.value not in theirs, all(other.recalled for other in group)


def _trust(call: Call) -> tuple[int, bool]:
    """The order in which calls are believed: by their part, and what states no figure and no rating last."""
    part = min(_TRUST.index(fact.evidence.part) for fact in call.facts.values())
    return part, _FIGURES.isdisjoint(call.facts)


def _joins(call: Call, first: Call) -> bool:
    """Whether a call is the one that a group tells of; a call without a firm may be anybody's."""
    return (call.firm is None or same_firm(first, call)) and same_company(first, call)


def _turned_since(call: Call, group: Sequence[Call]) -> bool:
    """Whether one of a call and a group recalls what the other undoes ("… two years after its downgrade")."""
    turn = call.facts.get("rating_action")
    if turn is None or turn.value not in _OPPOSITE or "rating_current" not in call.facts or not call.recalled:
        return False
    turns = {other.facts["rating_action"].value for other in group if "rating_action" in other.facts}
    return turn.value not in turns and _OPPOSITE[turn.value] in turns


def _action(group: Sequence[Call], analysts: Mapping[str, Fact]) -> RatingAction:
    facts: dict[str, Fact] = {}
    for call in group:
        if call.firm is None and (kept := _kept(facts)):  # what a headline says of nobody comes after what a firm said
            facts["rating_action"] = kept
        for field, fact in call.facts.items():
            if facts.setdefault(field, fact).value is TargetMove.ANNOUNCE:  # a direction says more
                facts[field] = fact
    firm = next((call.firm for call in group if call.firm), None)
    name = firm.party.firm if firm else None
    if move := _turned(facts, name) or _kept(facts):
        facts["rating_action"] = move
    company = _meant(group[0].company, facts)
    if name and name in analysts:
        facts["analysts"] = analysts[name]
    evidence = {field: fact.evidence for field, fact in facts.items()}
    evidence |= {field: who.evidence for field, who in (("firm", firm), ("company", company)) if who and who.evidence}
    if _contradicts(facts):  # sentences that speak of other targets; which one is the one before, nobody knows
        del facts["pt_prior"], evidence["pt_prior"]
    values: dict[str, Any] = {field: fact.value for field, fact in facts.items()}
    if values.get("pt_action") is TargetMove.ANNOUNCE:
        values["pt_action"] = direction(values.get("pt_current"), values.get("pt_prior"))
    return RatingAction(
        ticker=company.party.ticker,
        company=company.party.company,
        firm=name,
        quant=name is not None and is_quant(name),
        stale=all(call.recalled for call in [call for call in group if _moves(call)] or group),
        evidence=dict(sorted(evidence.items())),
        **values,
    )


def _contradicts(facts: Facts) -> bool:
    """Whether the two figures of a target go another way than what is told of it."""
    move, now, was = (facts.get(field) for field in ("pt_action", "pt_current", "pt_prior"))
    if not (move and now and was) or move.value not in (TargetMove.RAISE, TargetMove.LOWER):
        return False
    return direction(now.value, was.value) is not move.value


def _turned(facts: Facts, firm: str | None) -> Fact | None:
    """The change that two ratings make which a story tells apart ("ended his Sell rating. He is now Neutral")."""
    now, was = facts.get("rating_current"), facts.get("rating_prior")
    if now is None or was is None or "rating_action" in facts:
        return None
    levels = grade(str(now.value), firm), grade(str(was.value), firm)
    if not levels[0] or not levels[1] or levels[0] == levels[1]:
        return None
    return Fact(RatingMove.UPGRADE if levels[0] > levels[1] else RatingMove.DOWNGRADE, now.evidence)


def _kept(facts: Facts) -> Fact | None:
    """That a rating is kept, where a firm that moves its target only says what it is ("raises target; rating Buy")."""
    rating, target = facts.get("rating_current"), facts.get("pt_action")
    if rating is None or target is None or "rating_action" in facts or rating.evidence.rule in moving():
        return None
    told = target.value is not TargetMove.ANNOUNCE or rating.evidence.part is not Part.TITLE
    return Fact(RatingMove.MAINTAIN, rating.evidence) if told and "rating_prior" not in facts else None


def _meant(company: Named, facts: Facts) -> Named:
    """The company, or its namesake in London where the target is in London's money ("Prudential")."""
    twin = table("company_aliases")["in_london"].get(company.party.ticker or "")
    words = company.evidence.words if company.evidence else ""
    if twin is None or " " in words or "currency" not in facts or facts["currency"].value not in ("GBX", "GBP"):
        return company
    listing = directory().listing(twin)
    return company._replace(party=Party(None, twin, listing.name)) if listing else company


def _moves(call: Call) -> bool:
    """Whether a sentence tells of a change, and does not only mention a target or a rating in force."""
    told = {call.facts[field].value for field in _TELLING & call.facts.keys()}
    return bool(told - {RatingMove.MAINTAIN, TargetMove.MAINTAIN, TargetMove.ANNOUNCE})
