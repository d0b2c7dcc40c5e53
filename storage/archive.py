"""What was brought in from elsewhere: the files and services that old stories and records come from."""

import datetime as dt

from storage.engine import Engine
from storage.feeds import COLUMNS, FeedState, to_state


class Archive:
    """The feeds that nobody polls, and what is known of their stories."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def origin(self, url: str, name: str, now: dt.datetime) -> FeedState:
        """The feed that stands for a place old stories come from; it is never due and never primed."""
        rows = self._engine.tuples(
            "insert into feeds (url, name, active, next_check) values (:url, :name, 0, :now) "
            "on conflict (url) do update set name = excluded.name "
            f"returning {COLUMNS}",
            {"url": url, "name": name, "now": now.timestamp()},
        )
        return to_state(rows[0])

    def holds(self, url: str, title: str) -> bool:
        """Whether any feed told a story of this address and title."""
        sql = "select 1 from stories where url = :url and title = :title limit 1"
        return self._engine.first(sql, {"url": url, "title": title}) is not None
