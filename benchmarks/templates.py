"""What feeds per stock cost: 5,000 watched stocks and two templates, in a file of data as the bot has it."""

import datetime as dt
import statistics
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from ratings.symbols import directory
from services.freshness import feeds_view
from services.templates import follow, sync
from storage.store import Store

STOCKS = 5_000
CHATS = 500
TRIES = 50
NOW = dt.datetime(2026, 11, 20, 15, 0, tzinfo=dt.UTC)
OUTLETS = (
    ("Desk", "https://desk.example/{ticker}.rss"),
    ("Search", "https://search.example/rss?q=%22{company}%22&s={ticker}"),
)


def figures() -> list[tuple[str, str]]:
    """Each figure's name and value."""
    tickers = sorted(set(directory().names().values()))
    watched, others = tickers[:STOCKS], tickers[STOCKS : STOCKS + TRIES]
    with tempfile.TemporaryDirectory() as folder:
        store = Store(Path(folder) / "bench.db")
        try:
            return _measured(store, watched, others)
        finally:
            store.close()


def _measured(store: Store, watched: list[str], others: list[str]) -> list[tuple[str, str]]:
    with store.transaction():
        for chat in range(CHATS):
            store.chats.meet(chat + 1, "private", NOW)
            for ticker in watched[chat :: CHATS // 2]:  # each stock stands on two lists
                store.chats.watch(chat + 1, ticker, NOW)
    first = _seconds(partial(sync, store, OUTLETS, NOW))
    again = _seconds(partial(sync, store, OUTLETS, NOW))
    store.looks.plan((feed.id, NOW + dt.timedelta(seconds=1 + feed.id % 60)) for feed in store.feeds.active())
    watch = [_seconds(partial(_watch, store, ticker)) for ticker in others]
    unwatch = [_seconds(partial(_unwatch, store, ticker)) for ticker in others]
    idle = [_seconds(partial(follow, store, NOW)) for _ in range(TRIES)]
    due = [_seconds(partial(store.looks.due, NOW + dt.timedelta(seconds=second))) for second in range(2, 7)]
    health = [_seconds(partial(feeds_view, store, NOW)) for _ in range(5)]
    feeds = len(store.feeds.active())
    return [
        (f"feeds of {STOCKS:,} stocks made ({feeds:,})", f"{first:.2f} s"),
        ("the same at a start with nothing new", f"{again * 1e3:.0f} ms"),
        ("a /watch with its feeds, on disk", f"{statistics.median(watch) * 1e3:.1f} ms"),
        ("an /unwatch with its feeds", f"{statistics.median(unwatch) * 1e3:.1f} ms"),
        ("a tick without a new watch", f"{statistics.median(idle) * 1e6:.0f} µs"),
        ("what is due of them, some hundreds", f"{statistics.median(due) * 1e3:.1f} ms"),
        ("/feeds and /status over them", f"{statistics.median(health) * 1e3:.0f} ms"),
    ]


def _watch(store: Store, ticker: str) -> None:
    store.chats.watch(1, ticker, NOW)
    follow(store, NOW)


def _unwatch(store: Store, ticker: str) -> None:
    store.chats.unwatch(1, ticker)
    follow(store, NOW)


def _seconds(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun
