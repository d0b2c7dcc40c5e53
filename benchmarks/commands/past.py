"""A long history made up for the bench: a million calls, each with its story, and ten thousand chats."""

import datetime as dt
import json
import random
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ratings.firms import is_quant, spellings
from ratings.symbols import directory
from storage.store import Store

EVENTS, CHATS, WATCHES, PEOPLE = 1_000_000, 10_000, 10, 5_000
BUSY, BUSY_CALLS = "NVDA", 5_000  # a stock that everybody has a word on
DAYS = 5 * 365
WORDS = tuple(f"{first}{last}" for first in ("lo", "ma", "ti", "se", "ra", "vi") for last in map(str, range(300)))
MOVES = (*["maintain"] * 16, "upgrade", "downgrade", "initiate", "reinstate")
GRADES = ("Buy", "Overweight", "Hold", "Neutral", "Sell", "Outperform")
STORY = (
    "insert into stories (id, feed_id, guid, title, summary, text, url, outlet, published, seen) "
    "values (?, 1, ?, ?, ?, '', ?, 'Desk', ?, ?)"
)
EVENT = (
    "insert into events (id, ticker, firm, analysts, rating_action, rating_current, rating_prior, pt_action, "
    "pt_current, pt_prior, currency, stale, quant, disputed, date, seen, updated) "
    "values (:id, :ticker, :firm, :analysts, :rating_action, :rating_current, :rating_prior, :pt_action, "
    ":pt_current, :pt_prior, 'USD', 0, 0, '[]', :date, :seen, :seen)"
)
SOURCE = "insert into event_sources (event_id, story_id, action) values (?, ?, ?)"


def write_past(path: Path, now: dt.datetime, *, events: int = EVENTS, chats: int = CHATS) -> None:
    """Fill a new data file; the same at every run."""
    Store(path).close()
    rng = random.Random(7)
    tickers = stocks()
    with sqlite3.connect(path) as db:
        for setting in ("journal_mode = memory", "synchronous = off", "cache_size = -400000"):
            db.execute(f"pragma {setting}")
        db.execute("insert into feeds (id, url, name, next_check) values (1, 'https://desk.example/rss', 'Desk', 0)")
        db.executemany(
            "insert into chats (id, kind, since) values (?, 'private', 0)",
            ((number,) for number in range(1, chats + 1)),
        )
        watches = ((chat, ticker) for chat in range(1, chats + 1) for ticker in rng.sample(tickers, WATCHES))
        db.executemany("insert into watches (chat_id, ticker, since) values (?, ?, 0)", watches)
        for call in _calls(rng, tickers, now, events):
            title = f"{call['firm']} on {call['ticker']}: {call['rating_action']}, price target ${call['pt_current']}"
            summary = " ".join(rng.choices(WORDS, k=20))
            url, seen = f"https://desk.example/{call['id']}", call["seen"]
            db.execute(STORY, (call["id"], str(call["id"]), title, summary, url, seen, seen))
            db.execute(EVENT, call)
            db.execute(SOURCE, (call["id"], call["id"], _action(call)))
    db.close()


def stocks() -> list[str]:
    """The tickers that calls are made on."""
    return sorted(set(directory().names().values()))[:5_000]


def _calls(rng: random.Random, tickers: list[str], now: dt.datetime, events: int) -> Iterator[dict[str, Any]]:
    firms = sorted(firm for firm in set(spellings().values()) if not is_quant(firm))[:300]
    people = [f"{rng.choice(WORDS).title()} {rng.choice(WORDS).title()}{number}" for number in range(PEOPLE)]
    for number in range(1, events + 1):
        seen = now - dt.timedelta(days=DAYS * (1 - number / events))
        prior = rng.randint(5, 400)
        yield {
            "id": number,
            "ticker": BUSY if number % max(1, events // BUSY_CALLS) == 0 else rng.choice(tickers),
            "firm": rng.choice(firms),
            "analysts": json.dumps([rng.choice(people)]) if number % 2 else "[]",
            "rating_action": rng.choice(MOVES),
            "rating_current": rng.choice(GRADES),
            "rating_prior": rng.choice(GRADES),
            "pt_action": rng.choice(("raise", "lower", "maintain")),
            "pt_current": str(prior + rng.randint(-4, 40)),
            "pt_prior": str(prior),
            "date": seen.date().isoformat(),
            "seen": seen.timestamp(),
        }


def _action(call: dict[str, Any]) -> str:
    """What its story tells, as it is stored."""
    unknown = {"company": None, "currency": "USD", "pt_horizon": None, "stale": 0, "quant": 0}
    kept = {name: value for name, value in call.items() if name not in ("id", "seen")}
    return json.dumps(kept | unknown | {"evidence": {}})
