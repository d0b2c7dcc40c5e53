"""Subscriptions with hubs: who brings us which feed's news, until when, and how we know that it is them."""

import datetime as dt
from dataclasses import dataclass

from storage.codec import maybe_moment, to_moment
from storage.engine import Engine, Row


@dataclass(frozen=True, slots=True, kw_only=True)
class Lease:
    """A hub's promise to bring a topic's news to ``path``; ``until`` is None before the hub has confirmed it."""

    feed_id: int
    hub: str
    topic: str
    path: str
    secret: str
    asked: dt.datetime
    until: dt.datetime | None


class Leases:
    """The leases table."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def ask(self, lease: Lease) -> None:
        """Note that a subscription was asked for; what an earlier one granted stays until the hub answers."""
        self._engine.run(
            "insert into leases (feed_id, hub, topic, path, secret, asked) "
            "values (:feed_id, :hub, :topic, :path, :secret, :asked) on conflict (feed_id) do update set "
            "hub = excluded.hub, topic = excluded.topic, path = excluded.path, secret = excluded.secret, "
            "asked = excluded.asked",
            {
                "feed_id": lease.feed_id,
                "hub": lease.hub,
                "topic": lease.topic,
                "path": lease.path,
                "secret": lease.secret,
                "asked": lease.asked.timestamp(),
            },
        )

    def grant(self, feed_id: int, until: dt.datetime) -> None:
        """Note the hub's word."""
        self._engine.run(
            "update leases set until = :until where feed_id = :id", {"id": feed_id, "until": until.timestamp()}
        )

    def end(self, feed_id: int) -> None:
        """Forget a subscription that the hub refuses."""
        self._engine.run("update leases set until = null where feed_id = :id", {"id": feed_id})

    def at(self, path: str) -> Lease | None:
        """The subscription whose news come to this path."""
        row = self._engine.first("select * from leases where path = :path", {"path": path})
        return _lease(row) if row else None

    def of(self, feed_id: int) -> Lease | None:
        """The subscription of a feed."""
        row = self._engine.first("select * from leases where feed_id = :id", {"id": feed_id})
        return _lease(row) if row else None

    def wanting(self, *, before: dt.datetime, asked: dt.datetime) -> list[int]:
        """Feeds with a hub whose subscription is missing or ends ``before``, and wasn't asked for since ``asked``."""
        rows = self._engine.query(
            "select f.id from feeds f left join leases l on l.feed_id = f.id where f.active = 1 and f.hub is not null "
            "and (l.feed_id is null or l.hub <> f.hub or l.topic <> f.topic "
            "or ((l.until is null or l.until < :before) and l.asked < :asked)) order by f.id",
            {"before": before.timestamp(), "asked": asked.timestamp()},
        )
        return [row["id"] for row in rows]


def _lease(row: Row) -> Lease:
    return Lease(
        feed_id=row["feed_id"],
        hub=row["hub"],
        topic=row["topic"],
        path=row["path"],
        secret=row["secret"],
        asked=to_moment(row["asked"]),
        until=maybe_moment(row["until"]),
    )
