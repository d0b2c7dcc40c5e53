"""Houses that are spoken of as stocks: another rates them, or their shares, their results, their symbol are told of."""

import re
from functools import cache

from ratings.binding import party
from ratings.model import Part
from ratings.patterns import compiled
from ratings.symbols import directory
from ratings.tags import Party, Tagged, Token, letters, renamed

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
# A house behind whose printed symbol stands what is done to it, where no other rates.
_PRINTED_HOUSE = (
    "start {name:firm|broker} (comma? legal)* (open (exchange colon?)? (company|broker) close)* stock?"
    " ((be|get|new)* (target|bare_target|rating_noun|upgrade_noun|downgrade_noun|coverage)"
    "|(announce|rise|fall|raise|lower|up|down) ... (after|on) (upgrade_noun|downgrade_noun))"
)
_BRACKET = re.compile(r",?(?: [A-Z][A-Za-z.]{1,6})? ?\(")
_SHARES = "{name:firm|broker} legal? (open (exchange colon?)? (company|broker) close)? stock"
# "Shares of TD fell", "his target on BMO was cut"
_OF_HOUSE_STOCK = (
    "(stock|(target|bare_target|rating_noun) on) {name:firm|broker} (be|word|rise|fall|get|to|from|raise|lower|up|down)"
)
_HOUSES = frozenset({"firm", "broker"})
_PARTIES = frozenset({"firm", "broker", "company"})
_RESULTS = re.compile(r"['’]s? (?:[\w-]+ ){0,3}results\b")


def tell_subjects(sentence: Tagged) -> Tagged:
    """The sentence with houses as companies, or as brokers, where they are what it speaks of."""
    broker, firm = (letters()[name] in sentence.tags for name in ("broker", "firm"))
    if not broker and not firm:
        return sentence
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
    return renamed(sentence, token, token._replace(tag="company", value=value))


def _tell_rater(sentence: Tagged) -> Tagged:
    """The sentence with a broker that opens a line of its own as the firm that rates ("Mizuho: Buy, target $90")."""
    if sentence.sentence.part is Part.TITLE or sentence.tags[0] != letters()["broker"]:
        return sentence
    rater, *others = sentence.tokens
    if any(token.tag in _PARTIES for token in others) or not compiled(_RATER).match(sentence.tags):
        return sentence
    return renamed(sentence, rater, rater._replace(tag="firm"))


def _tell_firm(sentence: Tagged) -> Tagged:
    """The sentence with a firm that another firm rates as a broker ("OCBC keeps Hold on DBS")."""
    match = next((match for form in _FIRMS if (match := compiled(form).search(sentence.tags))), None)
    if match is None:
        return sentence
    token = sentence.tokens[match.start("name")]
    value = Party(party(token).firm, None, sentence.text[token.start : token.end])
    return renamed(sentence, token, token._replace(tag="broker", value=value))


def _tell_stock(sentence: Tagged) -> Tagged:
    """The sentence with a listed house whose shares are spoken of as a company."""
    if printed := compiled(_PRINTED_HOUSE).match(sentence.tags):
        return _tell_printed(sentence, printed)
    for match in compiled(_SHARES).finditer(sentence.tags):
        token, stock = sentence.tokens[match.start("name")], sentence.tokens[match.end() - 1]
        if sentence.text[stock.start : stock.end].lower() in ("stock", "shares"):
            sentence = renamed(sentence, token, token._replace(tag="company", value=_stock_of(sentence, token)))
    for match in compiled(_OF_HOUSE_STOCK).finditer(sentence.tags):
        token, stock = sentence.tokens[match.start("name")], sentence.tokens[match.start()]
        if sentence.text[stock.start : stock.end].lower() in ("shares of", "stock of") or stock.tag != "stock":
            sentence = renamed(sentence, token, token._replace(tag="company", value=_stock_of(sentence, token)))
    return sentence


def _tell_topic(sentence: Tagged) -> Tagged:
    """The sentence with a house whose own results are spoken of, or about which another speaks, as a company.

    "After Goldman's results, it upgraded Okta": the only house of a sentence that rates another is who does.
    """
    houses = [token for token in sentence.tokens if token.tag in _HOUSES]
    rates = len(houses) == 1 and any(token.tag == "company" for token in sentence.tokens)
    for token in houses:
        about = token is not houses[0] and sentence.text[: token.start].endswith(" about ")
        if about or (not rates and _RESULTS.match(sentence.text, token.end)):
            return renamed(sentence, token, token._replace(tag="company", value=_stock_of(sentence, token)))
    return sentence


def _tell_printed(sentence: Tagged, match: re.Match[str]) -> Tagged:
    """The sentence with the house that it opens with as a company, where it names none whom that house might rate."""
    token = sentence.tokens[match.start("name")]
    symbol = next((n for n, other in enumerate(sentence.tokens) if other.tag == "close"), 0)
    others = any(other.tag == "company" for other in sentence.tokens[symbol:])
    if others or not _BRACKET.match(sentence.text, token.end):
        return sentence
    return renamed(sentence, token, token._replace(tag="company", value=_stock_of(sentence, token)))


def _stock_of(sentence: Tagged, house: Token) -> Party:
    """A house as the company that it is, with its own stock where the directory knows it."""
    words = sentence.text[house.start : house.end]
    listing = None if party(house).ticker else directory().resolve(words.removeprefix("The "))
    return Party(party(house).firm, listing.ticker, listing.name) if listing else party(house)
