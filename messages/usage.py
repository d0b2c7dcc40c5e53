"""How a command is written: what is typed as it stands, and placeholders in the language spoken here."""

import re

from messages.html import code, escape
from messages.tongue import mark, tr

_PLACES = (
    *(mark("TICKER"), mark("NAME"), mark("WORDS"), mark("LIST"), mark("COMMAND"), mark("TERM"), mark("NUMBER")),
    *(mark("DAYS"), mark("KIND"), mark("DAY"), mark("FROM-TO"), mark("TIME"), mark("CITY"), mark("ZONE")),
    *(mark("LANGUAGE"), mark("FIELD"), mark("VALUE"), mark("OTHER"), mark("SOURCE"), mark("FEED"), mark("ADDRESS")),
)
_WORD = re.compile("|".join(rf"\b{place}\b" for place in sorted(_PLACES, key=len, reverse=True)))


def usage(written: str) -> str:
    """The line, such as "/watch TICKER …", to be copied at a tap."""
    return code(escape(_WORD.sub(lambda found: tr(found[0]), written)))
