"""How a chat's wishes were before a change, as text to come back to."""

import datetime as dt
import json

from ratings.kinds import Kind, Way
from storage.codec import to_moment
from storage.store import Store
from storage.wishes import Selection, dump_rule, load_rule

UNDONE_FOR = dt.timedelta(seconds=60)


def snapshot(store: Store, chat_id: int) -> str:
    """All that ``restore`` brings back: rules, notices, mutes of firms and of stocks."""
    chosen = store.wishes.of(chat_id)
    stocks = {watch.ticker: watch.muted_until for watch in store.chats.watches(chat_id)}
    return json.dumps(
        {
            "rules": {number: dump_rule(rule) for number, rule in chosen.rules.items()},
            "ways": chosen.ways,
            "mutes": {firm: until.timestamp() for firm, until in chosen.mutes.items()},
            "stocks": {ticker: until.timestamp() if until else None for ticker, until in stocks.items()},
        }
    )


def restore(store: Store, chat_id: int, text: str) -> None:
    """Have it as it was; stocks that came to the list or left it since are left alone."""
    told = json.loads(text)
    store.wishes.replace(
        chat_id,
        Selection(
            rules={int(number): load_rule(rule) for number, rule in told["rules"].items()},
            ways={Kind(kind): Way(way) for kind, way in told["ways"].items()},
            mutes={firm: to_moment(until) for firm, until in told["mutes"].items()},
        ),
    )
    for ticker, until in told["stocks"].items():
        store.chats.mute(chat_id, ticker, to_moment(until) if until is not None else None)
