"""Which feeds are looked at: those of every outlet, and of a template one for each watched ticker."""

import datetime as dt
from collections.abc import Iterable, Sequence

from feeds.templates import filled, is_template
from ratings.symbols import directory
from storage.feeds import Wanted
from storage.outlets import Outlet
from storage.store import Store


def sync(store: Store, configured: Iterable[tuple[str, str]], now: dt.datetime) -> None:
    """Have the (name, url) pairs of the settings beside what owners added, and feeds as all of it wants them."""
    with store.transaction():
        store.outlets.configure(configured)
        store.outlets.settle()
        store.feeds.sync(_wanted(store.outlets.active(), store.chats.watched()), now)


def follow(store: Store, now: dt.datetime) -> None:
    """Have the feeds per ticker follow the watches that came or went; nothing else is touched."""
    if not store.outlets.moved():
        return
    with store.transaction():
        templates = [outlet for outlet in store.outlets.active() if is_template(outlet.url)]
        for ticker in store.outlets.moved():
            if store.chats.is_watched(ticker):
                store.feeds.want(_of_tickers(templates, [ticker]), now)
            else:
                store.feeds.retire(feed.id for feed in store.feeds.of_ticker(ticker))
        store.outlets.settle()


def open_outlet(store: Store, outlet: Outlet, now: dt.datetime) -> None:
    """Have the feeds of an outlet that was switched on."""
    store.feeds.want(_wanted([outlet], store.chats.watched()), now)


def close_outlet(store: Store, outlet_id: int) -> None:
    """Look no more at the feeds of an outlet that was switched off."""
    store.feeds.retire(feed.id for feed in store.feeds.of_outlet(outlet_id))


def _wanted(outlets: Iterable[Outlet], tickers: Sequence[str]) -> list[Wanted]:
    wanted = []
    for outlet in outlets:
        if is_template(outlet.url):
            wanted += _of_tickers([outlet], tickers)
        else:
            wanted.append(Wanted(outlet.name, outlet.url, outlet.id))
    return wanted


def _of_tickers(templates: Iterable[Outlet], tickers: Sequence[str]) -> list[Wanted]:
    return [
        Wanted(outlet.name, filled(outlet.url, ticker, _company(ticker)), outlet.id, ticker)
        for outlet in templates
        for ticker in tickers
    ]


def _company(ticker: str) -> str:
    listing = directory().listing(ticker)
    return listing.name if listing else ticker
