"""Tickers with which a feed itself tags an entry."""

import re
from collections.abc import Iterable, Sequence

MOST = 30  # an entry with more is a list of everything
SYMBOL = r"[A-Z]{1,5}(?:[.\-/][A-Z]{1,2})?"
# "NASDAQ:AAPL", "NYSE - BRK.B", "$AAPL": in a feed's categories only these are surely tickers.
MARKED = re.compile(
    rf"(?:(?:nasdaq|nyse|amex|nyse\s?american|nyse\s?arca|nysearca|nysemkt|cboe|otc\w*)\s*[:\-]\s*|\$)({SYMBOL})",
    re.IGNORECASE,
)
WHOLE = re.compile(SYMBOL)


def listed(names: Iterable[str]) -> tuple[str, ...]:
    """The symbols among names that the feed calls tickers, with a dot before a share class ("BRK.B")."""
    spelled = (re.sub(r"[-/]", ".", name.strip().upper()) for name in names)
    return tuple(dict.fromkeys(symbol for symbol in spelled if WHOLE.fullmatch(symbol)))[:MOST]


def marked(categories: Iterable[str]) -> tuple[str, ...]:
    """The symbols among categories: those with their exchange or a "$" before them."""
    found = (MARKED.fullmatch(category.strip()) for category in categories)
    return listed(match[1] for match in found if match)


def tagged(names: str, tags: Sequence[tuple[str | None, str]]) -> tuple[str, ...]:
    """The symbols of an entry: those that the feed names, and those among its categories with their schemes."""
    symbols = [*names.split(","), *(term for scheme, term in tags if scheme == "symbol")]
    return tuple(dict.fromkeys((*listed(symbols), *marked(term for _, term in tags))))
