"""What a price target is for: a month, a year's end, a number of months."""

import re

from ratings.sieve import Sieve

MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
_NEAR_TARGET = r"(?=[^.;]{0,40}\b(?:[Tt]argets?|PT|objective)\b)"
_YEAR = r"(?:20\d{2}|['’]\d{2})"
_HORIZON = (
    rf"\b(?:(?P<month>{'|'.join(month[:3] for month in MONTHS)})[a-z]{{0,6}}\.?[ -](?P<year>{_YEAR}){_NEAR_TARGET}"
    rf"|(?<=for )(?P<later>(?:{'|'.join(MONTHS)}) 20\d{{2}})\b"
    rf"|(?:year|fiscal)[ -]end(?:[ -]{_YEAR})?{_NEAR_TARGET}"
    rf"|end[ -](?:of[ -])?20\d{{2}}{_NEAR_TARGET}"
    rf"|(?:6|9|12|18|24|six|nine|twelve|eighteen)[ -](?:(?:to|or)?[ -]?(?:18|24)[ -])?months?{_NEAR_TARGET}"
    rf"|(?:one|1)[ -]year{_NEAR_TARGET})"
)
_SIEVE = Sieve([_HORIZON])


def find_horizon(text: str) -> tuple[str, re.Match[str]] | None:
    """The horizon of the target that a sentence tells of, months and years spelled out, and its words."""
    match = next((match for horizon in _SIEVE.likely(text) if (match := horizon.search(text))), None)
    if match is None:
        return None
    if match["month"]:
        month = next(name for name in MONTHS if name.startswith(match["month"]))
        return f"{month} 20{match['year'][-2:]}", match
    return match[0], match
