"""What people ask for: calls by stock, by firm, by person, by kind. Numbers alone, so that one page is loaded."""

import datetime as dt
from dataclasses import dataclass

from ratings.model import RatingAction
from storage.codec import from_columns
from storage.engine import Engine

KINDS = {
    # the list is what the index is made of; without it no planner may use it
    "upgrade": "rating_action = 'upgrade' and rating_action in ('upgrade', 'downgrade', 'initiate')",
    "downgrade": "rating_action = 'downgrade' and rating_action in ('upgrade', 'downgrade', 'initiate')",
    "initiate": "rating_action = 'initiate' and rating_action in ('upgrade', 'downgrade', 'initiate')",
    "target": "pt_action in ('raise', 'lower')",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """Which calls: of one of KINDS, since a day, on the stocks that a chat watches; None asks for all."""

    kind: str | None = None
    since: dt.date | None = None
    chat_id: int | None = None


class Questions:
    """The events table and who signed. Every answer is found by an index, however long the history is."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def latest(self, wish: Wish, limit: int) -> list[int]:
        """The newest calls that some story told as news, newest first."""
        where = f"stale = 0 and retracted = 0 and date >= :since{f' and {KINDS[wish.kind]}' if wish.kind else ''}"
        newest = "order by date desc, id desc limit :limit"
        since = (wish.since or dt.date.min).isoformat()
        if wish.chat_id is None:
            return self._ids(f"select id from events where {where} {newest}", since=since, limit=limit)
        # the newest of each stock, then the newest of these: never a walk through what nobody here watches
        return self._ids(
            "select e.id from watches w join events e on e.id in "
            f"(select id from events where ticker = w.ticker and {where} {newest}) "
            "where w.chat_id = :chat order by e.date desc, e.id desc limit :limit",
            chat=wish.chat_id,
            since=since,
            limit=limit,
        )

    def of_ticker(self, ticker: str, *, since: dt.date | None, limit: int) -> list[int]:
        """The stock's calls, newest first."""
        return self._ids(
            "select id from events where ticker = :ticker and date >= :since and retracted = 0 "
            "order by date desc, id desc limit :limit",
            ticker=ticker,
            since=(since or dt.date.min).isoformat(),
            limit=limit,
        )

    def of_firm(self, firm: str, ticker: str | None, *, limit: int) -> list[int]:
        """The firm's calls on a stock or on all, newest first."""
        on = "ticker = :ticker and firm = :firm" if ticker else "firm = :firm collate nocase"
        return self._ids(
            f"select id from events where {on} and retracted = 0 order by date desc, id desc limit :limit",
            firm=firm,
            ticker=ticker,
            limit=limit,
        )

    def of_analyst(self, name: str, *, limit: int) -> list[int]:
        """The calls that a person signed, newest first."""
        return self._ids(
            "select e.id from signers s join events e on e.id = s.event_id where s.name = :name and e.retracted = 0 "
            "order by e.date desc, e.id desc limit :limit",
            name=name,
            limit=limit,
        )

    def analysts(self) -> list[str]:
        """Everybody who ever signed a call."""
        return [row["name"] for row in self._engine.query("select name from people")]

    def firm(self, name: str) -> str | None:
        """A firm as the calls spell it, however it is capitalised; None where no call is by it."""
        row = self._engine.first("select firm from events where firm = :name collate nocase limit 1", {"name": name})
        return str(row["firm"]) if row else None

    def calls(self, ticker: str, *, since: dt.date, limit: int) -> list[RatingAction]:
        """The stock's calls since that day, each with its date and without its sources, newest first."""
        rows = self._engine.query(
            "select * from events where ticker = :ticker and date >= :since and retracted = 0 "
            "order by date desc, id desc limit :limit",
            {"ticker": ticker, "since": since.isoformat(), "limit": limit},
        )
        return [from_columns(row, dt.date.fromisoformat(row["date"])) for row in rows]

    def _ids(self, sql: str, **params: object) -> list[int]:
        return [row["id"] for row in self._engine.query(sql, params)]
