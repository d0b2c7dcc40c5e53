"""Stocks that a chat is asked about, until it has answered."""

import datetime as dt
import json
from collections.abc import Sequence

from storage.engine import Engine


class Offers:
    """The offers table: ``asked``, then ``added`` or ``closed``."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def ask(self, chat_id: int, tickers: Sequence[str], now: dt.datetime, *, keep: dt.timedelta) -> int:
        """Keep the stocks for the answer, and forget what was asked longer than ``keep`` ago; gives the number."""
        with self._engine.transaction():
            self._engine.run(
                "delete from offers where chat_id = :chat and at < :old",
                {"chat": chat_id, "old": (now - keep).timestamp()},
            )
            rows = self._engine.query(
                "insert into offers (chat_id, tickers, state, at) values (:chat, :tickers, 'asked', :now) returning id",
                {"chat": chat_id, "tickers": json.dumps(list(tickers)), "now": now.timestamp()},
            )
        return int(rows[0]["id"])

    def tickers(self, number: int, chat_id: int, state: str) -> tuple[str, ...] | None:
        """The stocks of an offer; None where the chat has none of that number in that state."""
        row = self._engine.first(
            "select tickers from offers where id = :id and chat_id = :chat and state = :state",
            {"id": number, "chat": chat_id, "state": state},
        )
        return tuple(json.loads(row["tickers"])) if row else None

    def settle(self, number: int, state: str, tickers: Sequence[str]) -> None:
        """Note what became of it, and of which stocks."""
        self._engine.run(
            "update offers set state = :state, tickers = :tickers where id = :id",
            {"id": number, "state": state, "tickers": json.dumps(list(tickers))},
        )

    def close(self, chat_id: int) -> int:
        """Take back all that the chat is asked about; gives how many that were."""
        return self._engine.run(
            "update offers set state = 'closed' where chat_id = :chat and state = 'asked'", {"chat": chat_id}
        )
