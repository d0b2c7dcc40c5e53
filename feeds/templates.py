"""Addresses that stand for one feed per stock."""

from urllib.parse import quote_plus

from feeds.links import host

TICKER, COMPANY = "{ticker}", "{company}"
DASHED = ("finance.yahoo.com",)  # hosts that write BRK-B for BRK.B


def is_template(url: str) -> bool:
    """Whether the address stands for a feed of each watched ticker."""
    return TICKER in url or COMPANY in url


def filled(url: str, ticker: str, company: str) -> str:
    """The address for one stock, its ticker and its company's name as a query writes them."""
    dashed = any(host(url) == name or host(url).endswith(f".{name}") for name in DASHED)
    symbol = ticker.replace(".", "-") if dashed else ticker
    return url.replace(TICKER, quote_plus(symbol)).replace(COMPANY, quote_plus(company))
