"""The analysts that a sentence names."""

import re
from functools import lru_cache

from ratings.sieve import Sieve

_NAME = r"[A-Z][\w.'’-]{1,20}(?: (?:[A-Z]\.|[A-Z][\w.'’-]{1,20}|(?:van|von|de|der|del|la|Mc)\b)){1,3}"
_NAMES = rf"(?P<names>{_NAME}(?:(?:, (?:and )?| and | & ){_NAME}){{0,3}})"
_VERB = (
    r"(?:said|says|wrote|raised|lifted|upped|cut|lowered|trimmed|reiterated|maintained|kept|upgraded|downgraded"
    r"|initiated)\b"
)
_SIEVE = Sieve(
    [
        rf"\b(?:lead |senior |research |equity |[Aa]nalyst team led by )?[Aa]nalysts?,? (?:led by )?{_NAMES}",
        rf"\bled by {_NAMES}",
        rf"['’]s {_NAMES} {_VERB}",
        rf"(?:^|[.,] ){_NAMES} (?:from|of|at) [A-Z][\w.&' ]{{1,30}} {_VERB}",
        rf"{_NAMES}, (?:an?|the) (?:\w+ ){{0,3}}analysts? (?:at|with|for)\b",
    ]
)
_SPLIT = re.compile(r", and |, | and | & ")
_NO_NAME = re.compile(
    r"\b(?:Upgrade|Downgrade|Raise|Lower|Cut|Hike|Boost|Rating|Price|Target|Stock|Says|See|Sees|Just|Why|Analyst|Research|Capital|Inc|Corp"
    r"|Securities|Bank|Group|Monday|Tuesday|Wednesday|Thursday|Friday|The|Wall|Street|Firm)s?d?\b"
)


@lru_cache(maxsize=32)  # a sentence is asked for them as it is tagged, and again when it is read
def find_analysts(text: str) -> tuple[tuple[str, ...], int, int] | None:
    """The analysts named in a sentence and where their names stand, None if there are none."""
    for pattern in _SIEVE.likely(text):
        match = pattern.search(text)
        if match and not _NO_NAME.search(match["names"]):
            names = match["names"].rstrip(".")
            return tuple(_SPLIT.split(names)), match.start("names"), match.start("names") + len(names)
    return None
