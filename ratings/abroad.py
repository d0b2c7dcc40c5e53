"""Symbols of exchanges abroad that are printed behind a name, and the companies that they make of it."""

import re
from functools import cache
from itertools import pairwise

from ratings.model import Part
from ratings.symbols import directory
from ratings.tables import table
from ratings.tags import Party, Tagged, Token, tagged

_SYMBOL = r"\$?[A-Z0-9][A-Za-z0-9.&\-]{0,11}"
_MORE = r"(?: ?[-–—] ?(?:Get|Free)[^()\[\]]{0,24})?"  # "(LON:OKTA – Get Free Report)"
_COUNTRIES = "JP|LN|GR|GY|FP|SW|SE|HK|AU|CN|CT|KS|TT|IN|SM|IM|NA|BB|SS|DC|NO|FH|PL|SP|TB|IJ|BZ|MM|SJ|NZ"
_BRACKETS = re.compile(
    rf"[(\[]\s?(?:(?P<exchange>[A-Za-z][A-Za-z ]{{1,14}}?)\s?:\s?{_SYMBOL}"
    rf"|0\d{{4}}|(?P<bare>[A-Z]{{2,5}})"
    rf"|[A-Z0-9][A-Z0-9.&]{{0,9}}(?:[ :](?:{_COUNTRIES})|[.\-](?P<ending>[A-Z]{{1,2}}))){_MORE}\s?[)\]]"
    r"|<(?P<wire>[A-Z][A-Za-z0-9]{0,7})\.(?P<place>[A-Z]{1,2})>"
)
_OPENINGS = re.compile(r"[(\[<:]")  # with one of which each of these prints begins, or parts its exchange
# Exchanges in New York as Reuters writes them behind a symbol: "<AET.N>".
_NEW_YORK = frozenset({"N", "O", "OQ", "A", "K", "P"})
# Without brackets: "Shell LON:SHEL target price".
_LOOSE = re.compile(r"(?<![\w(\[:,/])(?<=[a-z0-9] )(?P<exchange>[A-Z]{3,6}):[A-Z0-9]{1,6}\b\.?")
# The first of two listings in one bracket: "(TSX:ERO, NYSE:ERO)".
_ONE_OF_TWO = re.compile(
    rf"[(\[](?P<one>(?P<exchange>[A-Za-z][A-Za-z ]{{1,14}}?)\s?:\s?{_SYMBOL}\s?[,;/]\s?)(?=[A-Za-z])"
)
# A symbol in Toronto before the rating: "Royal Bank of Canada (RY-T, “overweight”)".
_BEFORE_RATING = re.compile(r"[(\[](?P<one>[A-Z]{1,5}(?:\.[A-Z]{1,2})?-[TX]N?[,;]\s?)(?=[\"“‘'A-Za-z])")
# Words that may go on a name but not begin it ("Ero Copper", "Ashmore Group").
_IN_NAME = frozenset({"name", "other_asset", "metric", "trade", "and", "legal"})
_LONGEST = 6


def name_abroad(sentence: Tagged) -> Tagged:
    """The sentence without the symbols that exchanges abroad use, and the unknown names before them as companies."""
    if not _OPENINGS.search(sentence.text):
        return sentence
    sentence = _tell_exchanges(sentence)
    for match in _BRACKETS.finditer(sentence.text):
        if _is_abroad(match) and not (match["bare"] and sentence.sentence.part is not Part.TITLE):
            ticker = match["wire"] if match["place"] in _NEW_YORK else None
            sentence = _named(sentence, *match.span(), ticker)
    for match in _LOOSE.finditer(sentence.text) if ":" in sentence.text else ():
        if _squeezed(match["exchange"]) in _words("foreign"):
            sentence = _named(sentence, *match.span(), None)
    for match in _ONE_OF_TWO.finditer(sentence.text):
        if _squeezed(match["exchange"]) in _words("foreign"):
            sentence = _without(sentence, *match.span("one"))
    for match in _BEFORE_RATING.finditer(sentence.text):
        sentence = _without(sentence, *match.span("one"))
    return sentence


def _tell_exchanges(sentence: Tagged) -> Tagged:
    """The sentence with an exchange before whose symbol a bracket opens as the company that it is ("HKEX (00388)")."""
    tags = [token.tag for token in sentence.tokens]
    if ("exchange", "open") not in pairwise(tags):
        return sentence
    after = [*tags[1:], ""]
    tokens = (
        token._replace(tag="name") if (token.tag, behind) == ("exchange", "open") else token
        for token, behind in zip(sentence.tokens, after, strict=True)
    )
    return tagged(sentence.sentence, list(tokens))


def _is_abroad(match: re.Match[str]) -> bool:
    if match["wire"]:
        return True
    if match["bare"]:
        return match["bare"] not in _words("bracketed") and directory().listing(match["bare"]) is None
    if match["exchange"]:
        return _squeezed(match["exchange"]) in _words("foreign")
    return match["ending"] is None or match["ending"] in _words("abroad")


def _squeezed(exchange: str) -> str:
    return exchange.replace(" ", "").lower()


def _without(sentence: Tagged, start: int, end: int) -> Tagged:
    return tagged(sentence.sentence, [token for token in sentence.tokens if token.end <= start or token.start >= end])


@cache
def _words(name: str) -> frozenset[str]:
    return frozenset(table("symbol_words")[name].split())


def _named(sentence: Tagged, start: int, end: int, ticker: str | None) -> Tagged:
    """The sentence without the tokens of a bracket, the name before it as one company with that ticker."""
    before = [token for token in sentence.tokens if token.end <= start]
    after = [token for token in sentence.tokens if token.start >= end]
    first = len(before)
    while first and len(before) - first < _LONGEST and _goes_on(sentence, before[first - 1]):
        first -= 1
    while first < len(before) and before[first].tag != "name":
        first += 1
    if first < len(before):
        whole = sentence.text[before[first].start : before[-1].end]
        before[first:] = [Token("company", before[first].start, before[-1].end, Party(None, ticker, whole))]
    return tagged(sentence.sentence, [*before, *after])


def _goes_on(sentence: Tagged, token: Token) -> bool:
    return token.tag in _IN_NAME and (not sentence.text[token.start].islower() or token.tag == "and")
