"""What is said at once of all the stocks before ("All four keep their Overweight ratings")."""

import re
from collections.abc import Sequence

from ratings.calls import Call, same_company, same_firm
from ratings.model import RatingMove

_ALL = re.compile(r"\W*(?:All|Both)(?: (?P<count>two|three|four|five|six|seven|eight|nine|ten))?\b")
_COUNTS = ("two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


def spread(text: str, calls: Sequence[Call], earlier: Sequence[Call]) -> None:
    """Gives a rating that a sentence keeps for all of several stocks to the firm's last calls on as many."""
    match = _ALL.match(text)
    kept = next((call for call in calls if _keeps(call)), None)
    if match is None or kept is None:
        return
    count = _COUNTS.index(match["count"]) + 2 if match["count"] else 2
    last: list[Call] = []
    for call in reversed(earlier):
        if len(last) < count and same_firm(call, kept) and not any(same_company(call, other) for other in last):
            last.append(call)
    for call in last if len(last) == count else ():
        for field in ("rating_action", "rating_current"):
            if field in kept.facts:
                call.facts.setdefault(field, kept.facts[field])


def _keeps(call: Call) -> bool:
    return "rating_action" in call.facts and call.facts["rating_action"].value is RatingMove.MAINTAIN
