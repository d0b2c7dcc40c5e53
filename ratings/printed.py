"""Tickers as outlets print them: in brackets, behind an exchange, as a cashtag."""

import re
from collections.abc import Iterator
from typing import NamedTuple

_SYMBOL = r"[A-Z][A-Z0-9]{0,5}(?:[.\-/](?!(?<=-)[NQ]\b)[A-Z]{1,2})?"
_BRACKETS = re.compile(r"[(\[]([^()\[\]\n]{1,120})[)\]]")
_PIECE = re.compile(
    rf"\s*(?:(?P<exchange>[A-Za-z][A-Za-z ]{{1,14}}?)\s?:\s?)?\$?(?P<symbol>{_SYMBOL})"
    r"(?P<region>[.: ](?:US|O|OQ|N|K)|-[NQ])?(?:\s+US\b)?"
    r"(?:\s[+\-–−]?\d{1,3}(?:\.\d{1,2})?\s?%)?\s*(?:$|[,;/|&]|\s[-–—]\s|[-–—]\s(?:Get|Free)|\band\b)"
)
_COLON = re.compile(rf":\s?\$?(?P<symbol>{_SYMBOL})\b(?![.'’]?\w)")
_BEFORE = re.compile(r"(?<![A-Za-z])[A-Za-z]+(?: ?(?:Arca|American|MKT))?\s?$")
_CASHTAG = re.compile(r"\$(?<![\w$].)(?P<symbol>[A-Z]{1,5}(?:\.[A-Z])?)\b(?![.,]?\d)")


class Printed(NamedTuple):
    """A printed symbol: ``text[start:end]``, and the exchange's name before it where there is one.

    ``outer`` is where the whole print begins, exchange and all. ``sure`` is whether the form alone says that it is a
    ticker: a cashtag, or one with its exchange or region.
    """

    outer: int
    start: int
    end: int
    symbol: str
    exchange: str
    sure: bool


def printed(text: str) -> Iterator[Printed]:
    """All that may be tickers by their form, not in order; a place may come more than once."""
    if "(" in text or "[" in text:
        for bracket in _BRACKETS.finditer(text):
            yield from _bracketed(text, bracket)
    if ":" in text:
        yield from _exchanged(text)
    if "$" in text:
        for tag in _CASHTAG.finditer(text):
            yield Printed(tag.start(), *tag.span("symbol"), tag["symbol"], "", sure=True)


def _bracketed(text: str, bracket: re.Match[str]) -> Iterator[Printed]:
    at, end, exchange = bracket.start(1), bracket.end(1), ""
    while piece := _PIECE.match(text, at, end):
        exchange = piece["exchange"] or exchange
        region = bool(piece["region"])
        symbol = piece["symbol"]
        yield Printed(bracket.start(), *piece.span("symbol"), symbol, exchange, sure=bool(exchange) or region)
        at = piece.end()


def _exchanged(text: str) -> Iterator[Printed]:
    for colon in _COLON.finditer(text):
        before = _BEFORE.search(text, max(0, colon.start() - 16), colon.start())
        if before:
            yield Printed(before.start(), *colon.span("symbol"), colon["symbol"], before[0].strip(), sure=True)
