"""Lists behind links."""

import datetime as dt
import json
from collections.abc import Sequence

from storage.engine import Engine


class Shares:
    """The shares table: each list as it was when it was shared."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def add(self, token: str, chat_id: int, tickers: Sequence[str], now: dt.datetime, *, most: int) -> None:
        """Keep a list behind a token; of a chat's lists only the ``most`` newest stay."""
        with self._engine.transaction():
            self._engine.run(
                "insert into shares (token, chat_id, tickers, at) values (:token, :chat, :tickers, :now)",
                {"token": token, "chat": chat_id, "tickers": json.dumps(list(tickers)), "now": now.timestamp()},
            )
            self._engine.run(
                "delete from shares where chat_id = :chat and token not in "
                "(select token from shares where chat_id = :chat order by at desc, token limit :most)",
                {"chat": chat_id, "most": most},
            )

    def tickers(self, token: str) -> tuple[str, ...] | None:
        """The list behind a token, None where there is none any more."""
        row = self._engine.first("select tickers from shares where token = :token", {"token": token})
        return tuple(json.loads(row["tickers"])) if row else None

    def token(self, chat_id: int, tickers: Sequence[str]) -> str | None:
        """The token under which the chat has shared just this list."""
        row = self._engine.first(
            "select token from shares where chat_id = :chat and tickers = :tickers",
            {"chat": chat_id, "tickers": json.dumps(list(tickers))},
        )
        return str(row["token"]) if row else None

    def revoke(self, chat_id: int) -> int:
        """End all links of a chat; gives how many."""
        return self._engine.run("delete from shares where chat_id = :chat", {"chat": chat_id})
