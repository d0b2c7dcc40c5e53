"""What goes back to stocks that were told of before: all of them at once, the last two, one by its first word."""

import re
from collections.abc import Sequence
from dataclasses import replace

from ratings.calls import Call, same_company, same_firm
from ratings.facts import Fact
from ratings.model import RatingMove
from ratings.tags import Tagged, tagged

_ALL = re.compile(r"\W*(?:All|Both)(?: (?P<count>two|three|four|five|six|seven|eight|nine|ten))?\b")
_PAIRED = re.compile(r"\bon (?:both|all (?P<count>two|three|four|five|six))(?: (?:stocks|names|companies|shares))?\b")
_OWN = frozenset({"target", "bare_target", "stock", "rating_noun"})  # what a company's first word alone stands before
_PAIR = 2
_REACH = 40  # calls that are gone back to
_COUNTS = ("two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


def with_short_names(sentence: Tagged, calls: Sequence[Call]) -> Tagged:
    """The sentence with the first words of companies that were rated before as these ("the American target rises")."""
    beside = zip(sentence.tokens, sentence.tokens[1:], strict=False)
    if not any(token.tag == "name" and after.tag in _OWN for token, after in beside):
        return sentence
    parties = {(call.company.party.company or "").partition(" ")[0]: call.company.party for call in calls}
    tokens = [
        token._replace(tag="company", value=parties[words])
        if token.tag == "name" and after in _OWN and (words := sentence.text[token.start : token.end]) in parties
        else token
        for token, after in zip(sentence.tokens, [*(token.tag for token in sentence.tokens[1:]), ""], strict=True)
    ]
    return tagged(sentence.sentence, tokens)


def spread(text: str, calls: Sequence[Call], earlier: Sequence[Call]) -> None:
    """Gives a rating that a sentence keeps for all of several stocks to the firm's last calls on as many."""
    match = _ALL.match(text) or _PAIRED.search(text)
    kept = next((call for call in calls if _keeps(call)), None) if match else None
    if match is None or kept is None:
        return
    count = _COUNTS.index(match["count"]) + 2 if match["count"] else 2
    last: list[Call] = []
    for call in reversed([*earlier[-_REACH:], *calls]):
        if len(last) < count and same_firm(call, kept) and not any(same_company(call, other) for other in last):
            last.append(call)
    for call in last if len(last) == count else ():
        for field in ("rating_action", "rating_current"):
            if field in kept.facts:
                call.facts.setdefault(field, kept.facts[field])


def share(calls: list[Call], second: Fact | None, earlier: Sequence[Call]) -> list[Call]:
    """The calls of a sentence that has a target for each of the last two stocks ("cut to $12 and $33, respectively").

    ``second`` is the target of the second; where they are no such two, the calls are as they were.
    """
    call = next((call for call in calls if "pt_current" in call.facts), None)
    if second is None or call is None or len(calls) > 1:
        return calls
    pair: list[Call] = []
    for other in reversed(earlier):
        if len(pair) < _PAIR and same_firm(other, call) and not any(same_company(other, one) for one in pair):
            pair.append(other)
    if len(pair) < _PAIR:
        return calls
    shared = [replace(call, company=other.company, facts=dict(call.facts)) for other in reversed(pair)]
    shared[1].facts["pt_current"] = second
    return shared


def _keeps(call: Call) -> bool:
    """Whether a call keeps a rating, or only has one."""
    action = call.facts.get("rating_action")
    return action.value is RatingMove.MAINTAIN if action else "rating_current" in call.facts
