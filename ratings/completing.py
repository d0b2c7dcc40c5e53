"""What a story goes on to say of a call it has told, in words that no phrase alone would be trusted with."""

from collections.abc import Iterable, Iterator, Sequence

from ratings.calls import Call, Context, same_company, same_firm
from ratings.doubts import is_doubtful
from ratings.facts import Fact, Facts, facts_of
from ratings.model import RatingMove, TargetMove
from ratings.phrases import find_loose
from ratings.tags import Party, Tagged

_LATEST = 40  # calls that a sentence may go back to
_TURNS = frozenset({RatingMove.UPGRADE, RatingMove.DOWNGRADE})


def completing(sentence: Tagged, context: Context, calls: Sequence[Call]) -> Iterator[Call]:
    """What a sentence adds to the calls of the firm and on the company that its story speaks of; nothing new."""
    loose = find_loose(sentence)
    if not loose or not context.firm or not context.company:
        return
    told = Call(context.firm, context.company, {})
    ours = [call for call in calls[-_LATEST:] if same_firm(call, told) and same_company(call, told)]
    if not ours or _speaks_of_others(sentence, told):
        return
    known: Facts = {}
    for call in ours:
        known = call.facts | known
    for finding in loose:
        facts = facts_of(sentence, finding, context.firm.party.firm)
        if _fits(facts, known) and not is_doubtful(sentence, finding, named=True, goes_on=True):
            yield Call(context.firm, context.company, facts, recalled=all(call.recalled for call in ours))


def _speaks_of_others(sentence: Tagged, told: Call) -> bool:
    """Whether a sentence names another firm or another company than those of a call."""
    assert told.firm
    parties = [token.value for token in sentence.tokens if isinstance(token.value, Party)]
    return any(not _is_one_of(party, (told.firm.party, told.company.party)) for party in parties)


def _is_one_of(party: Party, own: Iterable[Party]) -> bool:
    names = {name for one in own for name in (one.firm, one.ticker, one.company) if name}
    return not names.isdisjoint(name for name in (party.firm, party.ticker, party.company) if name)


def _fits(facts: Facts, known: Facts) -> bool:
    """Whether facts say more of a call, and nothing against what is known of it."""
    if "rating_current" in facts or "rating_prior" in facts:
        turn = known.get("rating_action")
        if turn is None or turn.value not in _TURNS:
            return False
    agreeing = all(_agree(facts[field], known[field]) for field in facts.keys() & known.keys())
    return agreeing and not facts.keys() <= known.keys()


def _agree(fact: Fact, other: Fact) -> bool:
    return fact.value == other.value or TargetMove.ANNOUNCE in (fact.value, other.value)
