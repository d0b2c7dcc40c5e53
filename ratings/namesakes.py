"""Words and names that mean something else in their place: Target the company, a person called like a stock."""

import re
from functools import cache

from ratings.binding import party
from ratings.finder import LEGAL
from ratings.firms import canonical
from ratings.grades import grade
from ratings.patterns import compiled
from ratings.people import find_analysts
from ratings.symbols import directory
from ratings.tags import Party, Tagged, Token, letters, renamed

_NAME = "Target"
_RATED = "((to|at|from|with) (rating|plain_rating)|after|end|as|on|stop|comma|but)"
_ON = "(rating|plain_rating|coverage|upgrade_noun|downgrade_noun|target) rating_noun? on {name:bare_target}"
_TARGETS = (
    f"(upgrade|downgrade|initiate|resume) (coverage on)? {{name:bare_target}} {_RATED}",
    "(raise|lower|maintain|adjust) {name:bare_target} (up|down)? (to|at|from) (rating|plain_rating)",
    f"{_ON} (to|at|from|by|with|after|as|but|comma|colon|stop|end)",
    "start {name:bare_target} (upgrade|downgrade|initiate|resume|rating_noun|target)",
    "start {name:target} (target|bare_target) (raise|lower|adjust|maintain|to)",
)
# Where a capital tells the name from the word: "JPMorgan cuts Target", but not "JPMorgan Cuts Target".
_CASED = "{verb:raise|lower|on} {name:bare_target} (comma|colon|end|as|after|but|stop|on|rise|fall|be|get)"
_NO_NAME = "{name:company} (raise|lower|maintain|adjust|rise|fall) (to|at|from) (money|number)"
_ENDINGS = frozenset(
    {"inc", "ag", "plc", "co", "company", "corp", "corporation", "group", "holdings", "limited", "ltd"}
)
_LEGAL = re.compile(rf"{LEGAL.pattern}\.?$")
_ALSO_NAMES = frozenset({"may", "plain_rating"})  # "Will Stein", "David Long"
_ANALYST_CELL = (
    "start {name:company} name name? stop (firm|broker) stop"  # "Meta Marshall | Morgan Stanley | Maintains"
)
_GRADE = "(rating|plain_rating) open {name:company} close"
_REPEATS = "(firm|broker|comma|and|semicolon) {name:other_asset} (rating|plain_rating)"
# "a plan to reduce debt", "agreed to sell notes": done to something, and no rating.
_VERBS = frozenset({"reduce", "buy", "sell", "hold", "add", "trim", "accumulate"})
_DOING = "to {name:rating|plain_rating} {what:word|name|metric|other_asset|sum|currency_name}"
_ANALYSTS = re.compile(r" (?:equity )?(?:analyst|researcher)s?\b")
# "UBS’s Jonathan Golub", where Golub alone is a stock.
_OF_HOUSE = "{house:firm|broker} name {name:company}"
# What only a stock has.
_OF_STOCK = frozenset({"target", "targets", "bare_target", "stock", "rating_noun", "upgrade_noun", "downgrade_noun"})
_APOSTROPHES = ("'", "’")
_STOCK = re.compile(rf"{_NAME} (?:stock|shares?|price)\b|{_NAME}$", re.IGNORECASE)


def tell_namesakes(sentence: Tagged) -> Tagged:
    """The sentence with words that name a company in their place as companies, and analysts' names as names."""
    if _NAME in sentence.text:
        sentence = _tell_target(sentence)
        for place in (*_TARGETS, _CASED):
            match = compiled(place).search(sentence.tags)
            if match and _is_name(sentence, match):
                token = sentence.tokens[match.start("name")]
                name = Token("company", token.start, token.start + len(_NAME), _company())
                sentence = renamed(sentence, token, name)
    if letters()["company"] in sentence.tags:
        sentence = _tell_houses(sentence)
    return _tell_terms(_tell_people(sentence))


def _tell_target(sentence: Tagged) -> Tagged:
    """The sentence with the company's name as a target where it is moved to a figure ("Target raised to $10")."""
    match = compiled(_NO_NAME).search(sentence.tags)
    if match is None or _words(sentence, match) != _NAME:
        return sentence
    token = sentence.tokens[match.start("name")]
    return renamed(sentence, token, Token("bare_target", token.start, token.end))


def _tell_terms(sentence: Tagged) -> Tagged:
    """The sentence with a rating that is also a symbol, and a verb that is also a thing ("EW", "Citi reits Buy")."""
    symbol = compiled(_GRADE).search(sentence.tags) if "(" in sentence.text else None
    if symbol and (words := _words(sentence, symbol)) and grade(words):
        token = sentence.tokens[symbol.start("name")]
        sentence = renamed(sentence, token, token._replace(tag="rating", value=words))
    doing = compiled(_DOING).search(sentence.tags)
    if doing and _is_done(sentence, doing):
        token = sentence.tokens[doing.start("name")]
        sentence = renamed(sentence, token, token._replace(tag="word", value=None))
    verb = compiled(_REPEATS).search(sentence.tags) if "eits " in sentence.text else None
    if verb and _words(sentence, verb) in ("reits", "Reits"):
        token = sentence.tokens[verb.start("name")]
        sentence = renamed(sentence, token, token._replace(tag="maintain"))
    return sentence


def _is_done(sentence: Tagged, match: re.Match[str]) -> bool:
    """Whether a rating's word is a verb: any of them before a noun, "reduce" before any word."""
    words, what = _words(sentence, match), sentence.tokens[match.start("what")].tag
    return words == "reduce" or (words in _VERBS and what not in ("word", "name"))


def _words(sentence: Tagged, match: re.Match[str]) -> str:
    token = sentence.tokens[match.start("name")]
    return sentence.text[token.start : token.end]


def _tell_houses(sentence: Tagged) -> Tagged:
    """The sentence with houses that are written with their legal form as brokers ("UBS Group AG")."""
    for token in sentence.tokens:
        if token.tag != "company":
            continue
        words = sentence.text[token.start : token.end]
        last = words.rpartition(" ")[2].rstrip(".").lower()
        ending = _LEGAL.search(words) if last in _ENDINGS else None
        firm = canonical(words[: ending.start()]) if ending else None
        if words.isupper() and _ANALYSTS.match(sentence.text, token.end):  # "BAC analysts"
            firm = canonical(party(token).company or "")
        if firm:
            sentence = renamed(sentence, token, token._replace(tag="broker", value=party(token)._replace(firm=firm)))
    return sentence


def _tell_people(sentence: Tagged) -> Tagged:
    """The sentence without firms and words that are an analyst's name, and stocks that are the name of somebody."""
    if cell := compiled(_ANALYST_CELL).match(sentence.tags):
        analyst = sentence.tokens[cell.start("name")]
        return renamed(sentence, analyst, analyst._replace(tag="name", value=None))
    people = find_analysts(sentence.text) if "nalyst" in sentence.text else None
    sentence = _tell_staff(sentence) if letters()["company"] in sentence.tags else sentence
    for token in sentence.tokens if people else ():
        named = people and people[1] <= token.start and token.end <= people[2]
        if named and (token.tag in _ALSO_NAMES or (token.tag == "firm" and people and people[1] < token.start)):
            sentence = renamed(sentence, token, token._replace(tag="name", value=None))
    return sentence


def _tell_staff(sentence: Tagged) -> Tagged:
    """The sentence with stocks that are the surname of somebody who works for a house ("UBS’s Jonathan Golub")."""
    for match in compiled(_OF_HOUSE).finditer(sentence.tags):
        house, surname = (sentence.tokens[match.start(slot)] for slot in ("house", "name"))
        behind = [token.tag for token in sentence.tokens[match.end("name") : match.end("name") + 1]]
        if sentence.text[house.end : house.end + 1] in _APOSTROPHES and _OF_STOCK.isdisjoint(behind):
            sentence = renamed(sentence, surname, surname._replace(tag="name", value=None))
    return sentence


def _is_name(sentence: Tagged, match: re.Match[str]) -> bool:
    """Whether a target's word is written as the company's name: "Target", and "Target stock" where that begins all."""
    verb, token = match.groupdict().get("verb"), sentence.tokens[match.start("name")]
    if verb and not sentence.text[sentence.tokens[match.start("verb")].start].islower():
        return False
    words = sentence.text[token.start : token.end]
    return words.startswith(_NAME) and _STOCK.match(words) is not None


@cache
def _company() -> Party:
    listing = directory().resolve(_NAME)
    return Party(None, listing.ticker, listing.name) if listing else Party(None, None, _NAME)
