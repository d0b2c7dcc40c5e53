"""The calls of one sentence: its phrases bound to firms and companies, and put together."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from ratings.binding import companies_of, firms_of, party, rates_next
from ratings.doubts import is_doubtful
from ratings.facts import ENDS_AT, Fact, Facts, facts_of
from ratings.grades import grade
from ratings.model import Evidence, Part, TargetMove
from ratings.pairing import in_order, row_length
from ratings.phrases import Finding
from ratings.symbols import directory
from ratings.tags import Party, Tagged

_STAKE = re.compile(r"\b(?:stake|position|holdings?) (?:in|of)\b")  # of one company in another
_BEFORE_SUBJECT = frozenset({"stock", "on"})
_IN_LIST = frozenset({"comma", "and"})
_MOST = 60  # findings of a sentence: more than people write, few enough that hostile text stays quick
# "Raises targets on Okta and Dover to $9, $50": a comma alone ("to Buy, Neutral for Dover") makes no row.
_SEVERAL = re.compile(r"\b(?:targets|ratings|objectives|PTs|respective(?:ly)?)\b", re.IGNORECASE)
# What a phrase needs of the calls before it in its sentence: the field that they must tell.
_CONTINUED = {"rating": "rating_action", "verb": "rating_action", "target": "pt_action", "shift": "pt_action"}


class Named(NamedTuple):
    """A firm or a company, and the words that name it (None where the outlet itself is the firm)."""

    party: Party
    evidence: Evidence | None = None


class Context(NamedTuple):
    """Whom a story speaks of at a point of it; ``signed`` says that the firm's analyst is named there."""

    firm: Named | None = None
    company: Named | None = None
    in_text: bool = False
    signed: bool = False

    def after(self, sentence: Tagged) -> "Context":
        """The context after a sentence without calls: its first firm, and its company if it speaks of one only."""
        own = self.company.party if self.company else Party()
        firms = [
            number
            for number, token in enumerate(sentence.tokens)
            if token.tag in ("firm", "broker") and not _is_same_house(party(token), own)
        ]
        companies = [number for number, token in enumerate(sentence.tokens) if token.tag == "company"]
        if not firms and not companies:
            return self
        one = len({party(sentence.tokens[number]).ticker for number in companies}) == 1
        opening = bool(companies) and not _STAKE.search(sentence.text) and _opens(sentence, companies[0])
        told = bool(companies) and (self._turns_to(sentence, companies[0]) if one else opening)
        told = told or (one and self._meets(sentence, firms, companies[0]))
        return self._replace(
            firm=named(sentence, firms[0]) if firms else self.firm,
            company=named(sentence, companies[0]) if told else self.company,
        )

    def _meets(self, sentence: Tagged, firms: Sequence[int], index: int) -> bool:
        """Whether a sentence says what another firm than the last thinks of the company at an index."""
        if not firms or not firms[0] < index or sentence.tokens[index - 1].tag != "on":
            return False
        return self.firm is None or party(sentence.tokens[firms[0]]).firm != self.firm.party.firm

    def _turns_to(self, sentence: Tagged, index: int) -> bool:
        """Whether a sentence that names a company speaks of it, and does not only mention it beside another."""
        if self.company is None or not self.in_text or _opens(sentence, index):
            return True
        return sentence.text[: sentence.tokens[index].end].endswith(")")


def _is_same_house(house: Party, company: Party) -> bool:
    """Whether a house is the company that is spoken of."""
    if company.ticker and house.ticker == company.ticker:
        return True
    return company.firm is not None and house.firm == company.firm


def _opens(sentence: Tagged, index: int) -> bool:
    """Whether a sentence begins with a company, alone or as the first that it names ("Shares of Okta fell …")."""
    tags = [token.tag for token in sentence.tokens]
    return _BEFORE_SUBJECT.issuperset(tags[:index]) and _IN_LIST.isdisjoint(tags[index + 1 : index + 2])


@dataclass(slots=True)
class Call:
    """One call while it is being read: the facts known so far, by field."""

    firm: Named | None
    company: Named
    facts: Facts
    recalled: bool = False


class Bound(NamedTuple):
    """A finding with its firms and companies, as indexes of tokens."""

    finding: Finding
    firms: tuple[int, ...]
    companies: tuple[int, ...]

    @property
    def is_open(self) -> bool:
        """Whether only what went before can say whom it speaks of."""
        return not self.firms or not self.companies


def read_calls(sentence: Tagged, bound: Sequence[Bound], context: Context) -> tuple[list[Call], Context]:
    """The calls that a sentence's bound phrases tell of, and the context after it."""
    goes_on = context.firm is not None and (context.in_text or sentence.sentence.start > 0)
    bound = [b for b in bound if not is_doubtful(sentence, b.finding, context.signed or bool(b.firms), goes_on)]
    calls: list[Call] = []
    for item in bound:
        for call in _calls(sentence, item, context):
            if _follows(call, calls, item.finding.phrase.needs):
                _add(calls, call)
    if calls:
        last = calls[-1]
        return calls, Context(last.firm or context.firm, last.company, context.in_text, context.signed)
    return calls, context.after(sentence)


def bind(sentence: Tagged, findings: Sequence[Finding]) -> list[Bound]:
    """The phrases of a sentence with the firms and companies that the sentence itself names for them."""
    taken: set[int] = set()
    raters: set[int] = set()
    bound: list[Bound] = []
    findings = findings[:_MOST]
    for number, finding in enumerate(findings, start=1):
        later = (other.start for other in findings[number:] if other.start >= finding.end)
        stop = next(later, len(sentence.tokens))
        firms = firms_of(sentence, finding, taken)
        companies = companies_of(sentence, finding, firms, stop, raters)
        if bound and rates_next(sentence, finding, companies):
            acted = {party(sentence.tokens[index]) for index in raters}
            if not bound[-1].companies:
                firms, companies = companies, ()
            elif _lists_firms(sentence, bound[-1]) or acted.issuperset(party(sentence.tokens[i]) for i in companies):
                firms, companies = companies, bound[-1].companies
        if (length := row_length(sentence, finding)) > max(len(companies), len(firms)):
            companies = _last(sentence, bound, length) or companies
        taken.update(companies)
        raters.update(firms)
        bound.append(Bound(finding, firms, companies))
    known = [item for item in bound if not _is_vague(sentence, item) and not _lacks_company(sentence, item)]
    return _shared(sentence, _told(known))


def _lacks_company(sentence: Tagged, bound: Bound) -> bool:
    """Whether what a headline opens with has a company's place in its phrase, and was bound to none."""
    unknown = "company" in bound.finding.slots and not bound.companies
    return unknown and sentence.sentence.part is Part.TITLE and bound.finding.slots["company"][0] == 0


def _lists_firms(sentence: Tagged, bound: Bound) -> bool:
    """Whether firms are listed behind a stock with a colon ("Okta: Wolfe PT $105, BMO $110")."""
    tags = [token.tag for token in sentence.tokens]
    return bool(bound.firms and bound.companies) and tags[bound.companies[-1] + 1 : bound.firms[0]] == ["colon"]


def _last(sentence: Tagged, bound: Sequence[Bound], count: int) -> tuple[int, ...]:
    """The companies of which phrases told before one that has a figure for each of them, if they are as many.

    Where several firms told of them, it is left open which figure is whose.
    """
    if len({item.firms for item in bound}) > 1:
        return ()
    last = dict.fromkeys(index for item in bound for index in item.companies)
    named = {party(sentence.tokens[index]): index for index in last}
    return tuple(named.values()) if len(named) == count else ()


def _told(bound: list[Bound]) -> list[Bound]:
    """The findings without those of lists of favourites, where another tells what was done to rating or target."""
    told = [item for item in bound if "list" not in item.finding.slots]
    return told or bound


def _is_vague(sentence: Tagged, bound: Bound) -> bool:
    """Whether it tells of several targets without saying whose ("trims targets of several miners")."""
    target = bound.finding.token(sentence, "target")
    if target is None or target.tag != "targets" or row_length(sentence, bound.finding) > 1:
        return False
    after = [token.tag for token in sentence.tokens[: bound.finding.start]][-2:-1] == ["after"]
    if len(bound.firms) > 1 or (after and len(bound.companies) > 1):  # "Okta, Dover jump after Baird lifts targets"
        return False
    near = range(bound.finding.start - 1, bound.finding.end + 3)
    return not any(index in near for index in bound.companies)


def _is_peer(sentence: Tagged, bound: Bound) -> bool:
    """Whether a finding turns to another company ("cut its target and upgraded sector peer Okta")."""
    return any(index and sentence.tokens[index - 1].tag == "rival" for index in bound.companies)


def _shared(sentence: Tagged, bound: Sequence[Bound]) -> list[Bound]:
    """Findings that name no firm or company take those of a neighbour in the sentence, the one before first."""
    shared = []
    for number, item in enumerate(bound):
        if not item.is_open:
            shared.append(item)
            continue
        near = [*reversed(bound[:number]), *bound[number + 1 :]]
        firms = item.firms or next((other.firms for other in near if other.firms), ())
        others = (other.companies for other in near if other.companies and not _is_peer(sentence, other))
        companies = item.companies or next(others, ())
        shared.append(Bound(item.finding, firms, companies))
    return shared


def _calls(sentence: Tagged, bound: Bound, context: Context) -> Iterable[Call]:
    firms: Sequence[Named | None] = [named(sentence, i) for i in bound.firms] or [context.firm]
    companies: Sequence[Named | None] = [named(sentence, i) for i in bound.companies] or [context.company]
    count = max(len(firms), len(companies))
    several = bound.companies and _SEVERAL.search(sentence.text)
    if several and row_length(sentence, bound.finding) not in (1, count):
        return  # figures of which nobody can say whose each is
    for firm in firms:
        facts = facts_of(sentence, bound.finding, firm.party.firm if firm else None)
        rows = in_order(sentence, bound.finding, facts, count)
        for number, company in enumerate(companies):
            if company and facts and not _rates_itself(firm, company):
                yield Call(firm, company, dict(rows[number if len(companies) > 1 else firms.index(firm)]))


def _follows(call: Call, calls: Sequence[Call], needs: str | None) -> bool:
    """Whether a call stands by itself, or goes on where another began ("A to Sell and B to Hold") and does the same."""
    field = _CONTINUED.get(needs or "")
    if field is None:
        return True
    anyone = needs in ("verb", "shift")
    before = [
        other
        for other in calls
        if field in other.facts and (anyone or same_firm(other, call) or same_company(other, call))
    ]
    if before and "rating_current" in call.facts:
        call.facts.setdefault(field, _same_way(before[-1].facts[field], call.facts["rating_current"]))
    if before and needs in ("target", "shift") and call.facts["pt_action"].value is TargetMove.ANNOUNCE:
        call.facts[field] = before[-1].facts[field]
    return bool(before)


def _same_way(done: Fact, rating: Fact) -> Fact:
    """What was done to a stock before, unless it cannot lead to this one's rating ("Snap cut to Sell; Okta to Buy")."""
    end = ENDS_AT.get(grade(str(rating.value)) or 0)
    return Fact(end, done.evidence) if end and done.value in ENDS_AT.values() else done


def _rates_itself(firm: Named | None, company: Named) -> bool:
    """Whether firm and company are one house, which no research is about."""
    return firm is not None and firm.party.firm is not None and firm.party.firm == company.party.firm


def named(sentence: Tagged, index: int) -> Named:
    """The firm or company of a token, with its words."""
    token = sentence.tokens[index]
    return Named(party(token), sentence.evidence(token.start, token.end, token.tag))


def _add(calls: list[Call], call: Call) -> None:
    """Adds a call, or its facts to a call of the same firm and company that does not have them yet."""
    for other in calls:
        if same_firm(other, call) and same_company(other, call) and not other.facts.keys() & call.facts.keys():
            other.facts.update(call.facts)
            return
    calls.append(call)


def same_firm(one: Call, other: Call) -> bool:
    """Whether two calls are by the same firm, or both by none that is named."""
    return (one.firm and one.firm.party.firm) == (other.firm and other.firm.party.firm)


def same_company(one: Call, other: Call) -> bool:
    """Whether two calls are on the same company."""
    first, second = one.company.party, other.company.party
    if first.ticker and first.ticker == second.ticker:
        return True
    if _is_listed(first) and _is_listed(second):
        return first.ticker == second.ticker
    return _first_word(first) == _first_word(second)


def _is_listed(company: Party) -> bool:
    """Whether a company's symbol is one of today; stories also print the one that it had before."""
    return company.ticker is not None and directory().lists(company.ticker)


def _first_word(company: Party) -> str:
    return (company.company or "").casefold().partition(" ")[0]
