"""What goes back to stocks or firms told of before: all or the last few at once, one stock by its first word."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from ratings.calls import Call, same_company, same_firm
from ratings.facts import Facts
from ratings.model import RatingMove
from ratings.pairing import PRIORS
from ratings.tags import Party, Tagged, tagged

_ALL = re.compile(r"\W*(?:All|Both)(?: (?P<count>two|three|four|five|six|seven|eight|nine|ten))?\b")
_PAIRED = re.compile(r"\bon (?:both|all (?P<count>two|three|four|five|six))(?: (?:stocks|names|companies|shares))?\b")
_FIRMS = re.compile(r"\b[Bb]oth (?:firms|banks|brokerages|houses|brokers|analysts|research firms)\b")
# What a company's first word alone stands before.
_OWN = frozenset({"target", "bare_target", "stock", "rating_noun", "be"})
_REACH = 40  # calls that are gone back to
_COUNTS = ("two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


def with_short_names(sentence: Tagged, calls: Sequence[Call], printed: Callable[[], Iterable[Party]]) -> Tagged:
    """The sentence with the first words of companies that its story rates or prints as these ("the American target").

    ``printed`` gives the companies with a printed symbol, where they are needed.
    """
    beside = zip(sentence.tokens, sentence.tokens[1:], strict=False)
    if not any(token.tag == "name" and after.tag in _OWN for token, after in beside):
        return sentence
    parties = _by_first_word([*printed(), *(call.company.party for call in calls)])
    tokens = [
        token._replace(tag="company", value=parties[words])
        if token.tag == "name" and after in _OWN and (words := sentence.text[token.start : token.end]) in parties
        else token
        for token, after in zip(sentence.tokens, [*(token.tag for token in sentence.tokens[1:]), ""], strict=True)
    ]
    return tagged(sentence.sentence, tokens)


def _by_first_word(known: Iterable[Party]) -> dict[str, Party]:
    """The companies by the first word of their names, without those words that two of them share."""
    parties: dict[str, Party] = {}
    tickers: dict[str, set[str | None]] = {}
    for party in known:
        word = (party.company or "").partition(" ")[0]
        parties[word] = party
        tickers.setdefault(word, set()).add(party.ticker)
    return {word: party for word, party in parties.items() if len(tickers[word]) == 1}


def spread(text: str, calls: Sequence[Call], earlier: Sequence[Call]) -> None:
    """Gives a rating that a sentence keeps for all of several stocks to the firm's last calls on as many."""
    match = _ALL.match(text) or _PAIRED.search(text)
    kept = next((call for call in calls if _keeps(call)), None) if match else None
    if match is None or kept is None:
        return
    count = _COUNTS.index(match["count"]) + 2 if match["count"] else 2
    for call in _last([*earlier[-_REACH:], *calls], kept, count):
        for field in ("rating_action", "rating_current"):
            if field in kept.facts:
                call.facts.setdefault(field, kept.facts[field])


def share(calls: list[Call], row: Sequence[Facts], earlier: Sequence[Call]) -> list[Call]:
    """The calls of a sentence that has a target for each of the last stocks ("cut to $12 and $33, respectively").

    ``row`` are the facts of each; where there are not so many stocks, the calls are as they were.
    """
    last = _last(earlier[-_REACH:], calls[0], len(row)) if len(row) > 1 and len(calls) == 1 else []
    if not last:
        return calls
    kept = {field: fact for field, fact in calls[0].facts.items() if field not in PRIORS}
    return [replace(calls[0], company=other.company, facts=kept | own) for other, own in zip(last, row, strict=True)]


def of_both(text: str, calls: list[Call], earlier: Sequence[Call]) -> list[Call]:
    """The calls of a sentence on what two firms did ("both firms kept their Buy ratings"), for each of the last two."""
    if not _FIRMS.search(text) or len(calls) != 1:
        return calls
    firms: list[Call] = []
    for call in reversed(earlier[-_REACH:]):
        if call.firm and same_company(call, calls[0]) and not any(same_firm(call, other) for other in firms):
            firms.append(call)
    pair = firms[:2] if len(firms) > 1 else []
    return [replace(calls[0], firm=call.firm, facts=dict(calls[0].facts)) for call in reversed(pair)] or calls


def _last(calls: Sequence[Call], like: Call, count: int) -> list[Call]:
    """The last so many calls on different stocks by a call's firm, in their order; none if there are fewer."""
    last: list[Call] = []
    for call in reversed(calls):
        if len(last) < count and same_firm(call, like) and not any(same_company(call, other) for other in last):
            last.insert(0, call)
    return last if len(last) == count else []


def _keeps(call: Call) -> bool:
    """Whether a call keeps a rating, or only has one."""
    action = call.facts.get("rating_action")
    return action.value is RatingMove.MAINTAIN if action else "rating_current" in call.facts
