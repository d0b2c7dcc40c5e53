"""Companies that are called by a word of the calls themselves ("Target"), or by a firm's name (DBS)."""

import re
from functools import cache

from ratings.binding import party
from ratings.finder import LEGAL
from ratings.firms import canonical
from ratings.grades import grade
from ratings.model import Part
from ratings.patterns import compiled
from ratings.people import find_analysts
from ratings.symbols import directory
from ratings.tags import Party, Tagged, Token, letters, tagged

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
_CASED = "{verb:raise|lower|on} {name:bare_target} (comma|colon|end|as|after|but|stop|on)"
_DONE = "(upgrade|downgrade|initiate|resume|begin|maintain|raise|lower)"
_FIRMS = (
    f"(firm|broker) {_DONE} (rating|plain_rating|rating_noun|coverage|target|bare_target)* on {{name:firm}}",
    f"(firm|broker) {_DONE} {{name:firm}} (target|bare_target|(to|from|at|with) (rating|plain_rating))",
    "(firm|broker) announce {name:firm} on",
)
# What an analyst or "he" does, and a heading: what stands there is rated, whoever else it rates.
_RATED_HOUSES = (
    f"start (name|thing|house) name* {_DONE} (rating|rating_noun|target|bare_target)* on {{name:firm|broker}}",
    "start (name|thing|house) name* rates {name:firm|broker} (rating|plain_rating)",
    "start (firm|broker) on {name:firm|broker} (colon|end)",
    f"start {{name:firm|broker}} colon (firm|broker) {_DONE}",
    "start (firm|broker) announce {name:firm|broker} on watch",
    "start {name:firm|broker} (on name)? open (rating|plain_rating) close to (money|number)",
)
# A line of a list of firms, in a text that says elsewhere whose stock they rate.
_RATER = "start {name:broker} (open (rating|plain_rating) close)? (colon|dash) (rating|plain_rating|target|targets)"
_NO_NAME = "{name:company} (raise|lower|maintain|adjust|rise|fall) (to|at|from) (money|number)"
# A house behind whose printed symbol stands what is done to it, where no other rates.
_PRINTED_HOUSE = (
    "start {name:firm|broker} (comma? legal)* (open (exchange colon?)? (company|broker) close)* stock?"
    " ((be|get|new)* (target|bare_target|rating_noun|upgrade_noun|downgrade_noun|coverage)"
    "|(announce|rise|fall|raise|lower|up|down) ... (after|on) (upgrade_noun|downgrade_noun))"
)
_BRACKET = re.compile(r",?(?: [A-Z][A-Za-z.]{1,6})? ?\(")
_ENDINGS = frozenset(
    {"inc", "ag", "plc", "co", "company", "corp", "corporation", "group", "holdings", "limited", "ltd"}
)
_LEGAL = re.compile(rf"{LEGAL.pattern}\.?$")
_ALSO_NAMES = frozenset({"may", "plain_rating"})  # "Will Stein", "David Long"
_PARTIES = frozenset({"firm", "broker", "company"})
_ANALYST_CELL = (
    "start {name:company} name name? stop (firm|broker) stop"  # "Meta Marshall | Morgan Stanley | Maintains"
)
_SHARES = "{name:firm|broker} legal? (open (exchange colon?)? (company|broker) close)? stock"
# "Shares of TD fell", "his target on BMO was cut"
_OF_HOUSE_STOCK = (
    "(stock|(target|bare_target|rating_noun) on) {name:firm|broker} (be|word|rise|fall|get|to|from|raise|lower|up|down)"
)
_GRADE = "(rating|plain_rating) open {name:company} close"
_REPEATS = "(firm|broker|comma|and|semicolon) {name:other_asset} (rating|plain_rating)"
# "a plan to reduce debt", "agreed to sell notes": done to something, and no rating.
_VERBS = frozenset({"reduce", "buy", "sell", "hold", "add", "trim", "accumulate"})
_DOING = "to {name:rating|plain_rating} {what:word|name|metric|other_asset|sum|currency_name}"
_HOUSES = frozenset({"firm", "broker"})
_RESULTS = re.compile(r"['’]s? (?:[\w-]+ ){0,3}results\b")
_ANALYSTS = re.compile(r" (?:equity )?(?:analyst|researcher)s?\b")
# "UBS’s Jonathan Golub", where Golub alone is a stock.
_OF_HOUSE = "{house:firm|broker} name {name:company}"
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
                sentence = _renamed(sentence, token, name)
    if letters()["company"] in sentence.tags:
        sentence = _tell_houses(sentence)
    sentence = _tell_terms(_tell_people(sentence))
    if letters()["broker"] in sentence.tags or letters()["firm"] in sentence.tags:
        sentence = _tell_stock(_tell_topic(sentence))
    if letters()["firm"] in sentence.tags:
        return _tell_rated(_tell_firm(sentence))
    return _tell_rater(_tell_rated(sentence)) if letters()["broker"] in sentence.tags else sentence


@cache
def _openers() -> frozenset[str]:
    return frozenset(letters()[name] for name in ("name", "thing", "house"))


@cache
def _heads() -> frozenset[str]:
    return frozenset(letters()[name] for name in ("on", "colon", "announce", "open"))


def _tell_target(sentence: Tagged) -> Tagged:
    """The sentence with the company's name as a target where it is moved to a figure ("Target raised to $10")."""
    match = compiled(_NO_NAME).search(sentence.tags)
    if match is None or _words(sentence, match) != _NAME:
        return sentence
    token = sentence.tokens[match.start("name")]
    return _renamed(sentence, token, Token("bare_target", token.start, token.end))


def _tell_rated(sentence: Tagged) -> Tagged:
    """The sentence with a house as a company where an analyst rates it, or a heading names it behind its rater."""
    if not _openers().issuperset(sentence.tags[:1]) and not _heads().issuperset(sentence.tags[1:2]):
        return sentence  # spares most sentences the search
    match = next((match for form in _RATED_HOUSES if (match := compiled(form).match(sentence.tags))), None)
    if match is None:
        return sentence
    token = sentence.tokens[match.start("name")]
    words = sentence.text[token.start : token.end]
    value = party(token) if token.tag == "broker" else Party(party(token).firm, None, words)
    return _renamed(sentence, token, token._replace(tag="company", value=value))


def _tell_rater(sentence: Tagged) -> Tagged:
    """The sentence with a broker that opens a line of its own as the firm that rates ("Mizuho: Buy, target $90")."""
    if sentence.sentence.part is Part.TITLE or sentence.tags[0] != letters()["broker"]:
        return sentence
    rater, *others = sentence.tokens
    if any(token.tag in _PARTIES for token in others) or not compiled(_RATER).match(sentence.tags):
        return sentence
    return _renamed(sentence, rater, rater._replace(tag="firm"))


def _tell_terms(sentence: Tagged) -> Tagged:
    """The sentence with a rating that is also a symbol, and a verb that is also a thing ("EW", "Citi reits Buy")."""
    symbol = compiled(_GRADE).search(sentence.tags) if "(" in sentence.text else None
    if symbol and (words := _words(sentence, symbol)) and grade(words):
        token = sentence.tokens[symbol.start("name")]
        sentence = _renamed(sentence, token, token._replace(tag="rating", value=words))
    doing = compiled(_DOING).search(sentence.tags)
    if doing and _is_done(sentence, doing):
        token = sentence.tokens[doing.start("name")]
        sentence = _renamed(sentence, token, token._replace(tag="word", value=None))
    verb = compiled(_REPEATS).search(sentence.tags) if "eits " in sentence.text else None
    if verb and _words(sentence, verb) in ("reits", "Reits"):
        token = sentence.tokens[verb.start("name")]
        sentence = _renamed(sentence, token, token._replace(tag="maintain"))
    return sentence


def _is_done(sentence: Tagged, match: re.Match[str]) -> bool:
    """Whether a rating's word is a verb: any of them before a noun, "reduce" before any word."""
    words, what = _words(sentence, match), sentence.tokens[match.start("what")].tag
    return words == "reduce" or (words in _VERBS and what not in ("word", "name"))


def _words(sentence: Tagged, match: re.Match[str]) -> str:
    token = sentence.tokens[match.start("name")]
    return sentence.text[token.start : token.end]


def _tell_firm(sentence: Tagged) -> Tagged:
    """The sentence with a firm that another firm rates as a broker ("OCBC keeps Hold on DBS")."""
    match = next((match for form in _FIRMS if (match := compiled(form).search(sentence.tags))), None)
    if match is None:
        return sentence
    token = sentence.tokens[match.start("name")]
    value = Party(party(token).firm, None, sentence.text[token.start : token.end])
    return _renamed(sentence, token, token._replace(tag="broker", value=value))


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
            sentence = _renamed(sentence, token, token._replace(tag="broker", value=party(token)._replace(firm=firm)))
    return sentence


def _tell_people(sentence: Tagged) -> Tagged:
    """The sentence without firms and words that are an analyst's name, and stocks that are a first name in a table."""
    if cell := compiled(_ANALYST_CELL).match(sentence.tags):
        analyst = sentence.tokens[cell.start("name")]
        return _renamed(sentence, analyst, analyst._replace(tag="name", value=None))
    people = find_analysts(sentence.text) if "nalyst" in sentence.text else None
    sentence = _tell_staff(sentence) if letters()["company"] in sentence.tags else sentence
    for token in sentence.tokens if people else ():
        named = people and people[1] <= token.start and token.end <= people[2]
        if named and (token.tag in _ALSO_NAMES or (token.tag == "firm" and people and people[1] < token.start)):
            sentence = _renamed(sentence, token, token._replace(tag="name", value=None))
    return sentence


def _tell_staff(sentence: Tagged) -> Tagged:
    """The sentence with stocks that are the surname of somebody who works for a house ("UBS’s Jonathan Golub")."""
    for match in compiled(_OF_HOUSE).finditer(sentence.tags):
        house, surname = (sentence.tokens[match.start(slot)] for slot in ("house", "name"))
        if sentence.text[house.end : house.end + 1] in _APOSTROPHES:
            sentence = _renamed(sentence, surname, surname._replace(tag="name", value=None))
    return sentence


def _tell_stock(sentence: Tagged) -> Tagged:
    """The sentence with a listed broker whose shares are spoken of as a company."""
    if printed := compiled(_PRINTED_HOUSE).match(sentence.tags):
        return _tell_printed(sentence, printed)
    for match in compiled(_SHARES).finditer(sentence.tags):
        token, stock = sentence.tokens[match.start("name")], sentence.tokens[match.end() - 1]
        if sentence.text[stock.start : stock.end].lower() in ("stock", "shares"):
            sentence = _renamed(sentence, token, token._replace(tag="company", value=_stock_of(sentence, token)))
    for match in compiled(_OF_HOUSE_STOCK).finditer(sentence.tags):
        token, stock = sentence.tokens[match.start("name")], sentence.tokens[match.start()]
        if sentence.text[stock.start : stock.end].lower() in ("shares of", "stock of") or stock.tag != "stock":
            sentence = _renamed(sentence, token, token._replace(tag="company", value=_stock_of(sentence, token)))
    return sentence


def _tell_topic(sentence: Tagged) -> Tagged:
    """The sentence with a house whose own results are spoken of, or about which another speaks, as a company."""
    houses = [token for token in sentence.tokens if token.tag in _HOUSES]
    for token in houses:
        about = token is not houses[0] and sentence.text[: token.start].endswith(" about ")
        if about or _RESULTS.match(sentence.text, token.end):
            return _renamed(sentence, token, token._replace(tag="company", value=_stock_of(sentence, token)))
    return sentence


def _tell_printed(sentence: Tagged, match: re.Match[str]) -> Tagged:
    """The sentence with the house that it opens with as a company, where it names none whom that house might rate."""
    token = sentence.tokens[match.start("name")]
    symbol = next((n for n, other in enumerate(sentence.tokens) if other.tag == "close"), 0)
    others = any(other.tag == "company" for other in sentence.tokens[symbol:])
    if others or not _BRACKET.match(sentence.text, token.end):
        return sentence
    return _renamed(sentence, token, token._replace(tag="company", value=_stock_of(sentence, token)))


def _stock_of(sentence: Tagged, house: Token) -> Party:
    """A house as the company that it is, with its own stock where the directory knows it."""
    words = sentence.text[house.start : house.end]
    listing = None if party(house).ticker else directory().resolve(words.removeprefix("The "))
    return Party(party(house).firm, listing.ticker, listing.name) if listing else party(house)


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


def _renamed(sentence: Tagged, old: Token, new: Token) -> Tagged:
    return tagged(sentence.sentence, [new if token is old else token for token in sentence.tokens])
