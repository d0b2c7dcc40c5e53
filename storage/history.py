"""What came before a call: a stock's earlier calls, asked for in few rows."""

import datetime as dt

from ratings.model import RatingAction, RatingMove
from storage.codec import from_columns
from storage.engine import Engine


class History:
    """The events table, as far back as it goes. Every answer is found by an index, however long the history is."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def by_firm(self, ticker: str, firm: str, *, before: dt.date, limit: int) -> list[RatingAction]:
        """The firm's calls on the stock before that day, each with its date, newest first."""
        rows = self._engine.query(
            "select * from events where ticker = :ticker and firm = :firm and date < :before and retracted = 0 "
            "order by date desc, id desc limit :limit",
            {"ticker": ticker, "firm": firm, "before": before.isoformat(), "limit": limit},
        )
        return [from_columns(row, dt.date.fromisoformat(row["date"])) for row in rows]

    def last_turn(self, ticker: str, move: RatingMove, *, before: dt.date) -> dt.date | None:
        """The day of the last upgrade, or downgrade, of the stock by any broker before that day."""
        row = self._engine.first(
            # the list is what the index is made of; without it no planner may use it
            "select date from events where ticker = :ticker and rating_action = :move and date < :before "
            "and rating_action in ('upgrade', 'downgrade') and quant = 0 and retracted = 0 order by date desc limit 1",
            {"ticker": ticker, "move": move, "before": before.isoformat()},
        )
        return dt.date.fromisoformat(row["date"]) if row else None

    def first_day(self, ticker: str) -> dt.date | None:
        """The day of the oldest call on the stock."""
        row = self._engine.first("select min(date) as day from events where ticker = :ticker", {"ticker": ticker})
        return dt.date.fromisoformat(row["day"]) if row and row["day"] else None

    def firms_on(self, ticker: str, day: dt.date) -> int:
        """How many brokers made a call on the stock that day; recollections don't count."""
        row = self._engine.first(
            "select count(distinct firm) as n from events where ticker = :ticker and date = :day "
            "and stale = 0 and quant = 0 and retracted = 0",
            {"ticker": ticker, "day": day.isoformat()},
        )
        return int(row["n"]) if row else 0
