"""Each feed's state: what it answered last, when to look again."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from storage.codec import maybe_moment, to_moment
from storage.engine import Engine, Row


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedState:
    """What is known of a feed. ``primed``: its first poll was stored, so what comes now is news."""

    id: int
    url: str
    name: str
    primed: bool
    etag: str | None
    modified: str | None
    next_check: dt.datetime
    last_success: dt.datetime | None
    failures: int
    error: str | None
    entries: int
    calls: int


class Feeds:
    """The feeds table."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def sync(self, wanted: Iterable[tuple[str, str]], now: dt.datetime) -> None:
        """Make the wanted (name, url) pairs the active feeds; what is known of the others is kept."""
        with self._engine.transaction():
            self._engine.run("update feeds set active = 0")
            self._engine.run_many(
                "insert into feeds (name, url, next_check) values (:name, :url, :now) "
                "on conflict (url) do update set name = excluded.name, active = 1",
                [{"name": name, "url": url, "now": now.timestamp()} for name, url in wanted],
            )

    def active(self) -> list[FeedState]:
        """All feeds in use, by name."""
        return [to_state(row) for row in self._engine.query("select * from feeds where active = 1 order by name, id")]

    def due(self, now: dt.datetime, limit: int) -> list[FeedState]:
        """Feeds whose time has come, longest waiting first."""
        rows = self._engine.query(
            "select * from feeds where active = 1 and next_check <= :now order by next_check, id limit :limit",
            {"now": now.timestamp(), "limit": limit},
        )
        return [to_state(row) for row in rows]

    def succeeded(
        self,
        feed_id: int,
        *,
        now: dt.datetime,
        next_check: dt.datetime,
        etag: str | None,
        modified: str | None,
        entries: int = 0,
        calls: int = 0,
    ) -> None:
        """Note a poll that worked; ``entries`` and ``calls`` are the new ones."""
        self._engine.run(
            "update feeds set primed = 1, failures = 0, error = null, last_success = :now, next_check = :next_check, "
            "etag = :etag, modified = :modified, entries = entries + :entries, calls = calls + :calls where id = :id",
            {
                "id": feed_id,
                "now": now.timestamp(),
                "next_check": next_check.timestamp(),
                "etag": etag,
                "modified": modified,
                "entries": entries,
                "calls": calls,
            },
        )

    def failed(self, feed_id: int, *, error: str, next_check: dt.datetime) -> None:
        """Note a poll that didn't work; what was stored before stays true."""
        self._engine.run(
            "update feeds set failures = failures + 1, error = :error, next_check = :next_check where id = :id",
            {"id": feed_id, "error": error, "next_check": next_check.timestamp()},
        )


def to_state(row: Row) -> FeedState:
    """The state that a row of the table holds."""
    return FeedState(
        id=row["id"],
        url=row["url"],
        name=row["name"],
        primed=bool(row["primed"]),
        etag=row["etag"],
        modified=row["modified"],
        next_check=to_moment(row["next_check"]),
        last_success=maybe_moment(row["last_success"]),
        failures=row["failures"],
        error=row["error"],
        entries=row["entries"],
        calls=row["calls"],
    )
