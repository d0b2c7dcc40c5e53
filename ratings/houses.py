"""Research firms that the table doesn't know, told by the word that ends their name."""

from functools import cache

from ratings.patterns import compiled
from ratings.tables import table
from ratings.tags import Party, Tagged, Token, letters, tagged

_PARTIES = frozenset({"firm", "broker"})
_DONE = "(upgrade|downgrade|initiate|begin|resume|maintain|raise|lower|adjust|get|announce)"
_PLACES = (f"{{name:name}} name* {_DONE}", "(at|by) {name:name} name* (comma|stop|end|and|to|from|with|after|on|as)")


def name_house(sentence: Tagged) -> Tagged:
    """The sentence with an unknown house that rates as a firm ("Fulton Securities upgrades"), if it names no other."""
    if letters()["name"] not in sentence.tags or not _ends_some(sentence.text):
        return sentence
    if any(token.tag in _PARTIES for token in sentence.tokens):
        return sentence
    for place in _PLACES:
        for match in compiled(place).finditer(sentence.tags):
            first = match.start("name")
            last = first
            while sentence.tokens[last + 1 : last + 2] and sentence.tokens[last + 1].tag == "name":
                last += 1
            if last > first and _is_house(sentence, sentence.tokens[last]):
                return _named(sentence, first, last)
    return sentence


def _ends_some(text: str) -> bool:
    return any(ending in text for ending in _endings())


def _is_house(sentence: Tagged, last: Token) -> bool:
    return sentence.text[last.start : last.end] in _endings()


@cache
def _endings() -> frozenset[str]:
    return frozenset(table("unnamed")["houses"])


def _named(sentence: Tagged, first: int, last: int) -> Tagged:
    start, end = sentence.tokens[first].start, sentence.tokens[last].end
    firm = Token("firm", start, end, Party(" ".join(sentence.text[start:end].split()), None, None))
    return tagged(sentence.sentence, [*sentence.tokens[:first], firm, *sentence.tokens[last + 1 :]])
