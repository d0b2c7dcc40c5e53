"""What is to be polled: the feeds that the settings name and those that owners added, templates among them."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from storage.codec import maybe_moment
from storage.engine import Engine, Row

COLUMNS = "id, name, url, configured, state"
QUESTIONS = 20  # that may wait for an answer


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlet:
    """A feed as somebody wants it, or a template that stands for a feed of each watched ticker.

    ``state`` is "on", "off" (an owner removed it) or "asked" (an owner is asked whether to add it).
    """

    id: int
    name: str
    url: str
    configured: bool
    state: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    """How the feeds of an outlet fare: counts of feeds, entries and calls, the last success, the worst of the rest.

    ``outlet_id`` is None for a feed that stands for itself. ``gone`` feeds are looked at no more, since their host
    says that there will never be anything.
    """

    outlet_id: int | None
    name: str
    feeds: int
    gone: int
    failing: int
    waiting: int
    failures: int
    error: str | None
    last_success: dt.datetime | None
    next_check: dt.datetime | None
    entries: int
    calls: int


class Outlets:
    """The outlets table, the tickers whose watches moved, and what their feeds add up to."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def configure(self, pairs: Iterable[tuple[str, str]]) -> None:
        """Have the (name, url) pairs of the settings; what an owner switched off stays off."""
        wanted = {url: name for name, url in pairs}
        with self._engine.transaction():
            for outlet in self.all():
                if outlet.configured and outlet.url not in wanted:
                    self.delete(outlet.id)
            self._engine.run_many(
                "insert into outlets (name, url, configured, state) values (:name, :url, 1, 'on') "
                "on conflict (url) do update set name = excluded.name, configured = 1, batch = null, "
                "state = case when state = 'asked' then 'on' else state end",
                [{"name": name, "url": url} for url, name in wanted.items()],
            )

    def all(self) -> list[Outlet]:
        """Every outlet that is on or off, by name."""
        rows = self._engine.query(f"select {COLUMNS} from outlets where state <> 'asked' order by name, id")
        return [_outlet(row) for row in rows]

    def active(self) -> list[Outlet]:
        """Those that are on."""
        return [outlet for outlet in self.all() if outlet.state == "on"]

    def get(self, outlet_id: int) -> Outlet | None:
        """The outlet of that number."""
        row = self._engine.first(f"select {COLUMNS} from outlets where id = :id", {"id": outlet_id})
        return _outlet(row) if row else None

    def of_url(self, url: str) -> Outlet | None:
        """The outlet of that address."""
        row = self._engine.first(f"select {COLUMNS} from outlets where url = :url", {"url": url})
        return _outlet(row) if row else None

    def switch(self, outlet_id: int, state: str) -> None:
        """Switch one "on" or "off"."""
        self._engine.run("update outlets set state = :state where id = :id", {"id": outlet_id, "state": state})

    def delete(self, outlet_id: int) -> None:
        """Let one go; what is known of its feeds stays."""
        self._engine.run("update feeds set outlet_id = null where outlet_id = :id", {"id": outlet_id})
        self._engine.run("delete from outlets where id = :id", {"id": outlet_id})

    def ask(self, pairs: Iterable[tuple[str, str]]) -> int:
        """Keep (name, url) pairs until an owner has answered; gives the number of the question."""
        with self._engine.transaction():
            row = self._engine.first("select coalesce(max(batch), 0) + 1 as batch from outlets")
            batch = int(row["batch"]) if row else 1
            self._engine.run("delete from outlets where state = 'asked' and batch <= :old", {"old": batch - QUESTIONS})
            self._engine.run_many(
                "insert into outlets (name, url, configured, state, batch) values (:name, :url, 0, 'asked', :batch) "
                "on conflict (url) do update set batch = excluded.batch, "
                "name = case when state = 'asked' then excluded.name else name end",
                [{"name": name, "url": url, "batch": batch} for name, url in pairs],
            )
        return batch

    def accept(self, batch: int) -> list[Outlet]:
        """Switch on what the question was about; nothing for one that was answered already."""
        rows = self._engine.query(
            f"update outlets set state = 'on', batch = null where batch = :batch returning {COLUMNS}", {"batch": batch}
        )
        return [_outlet(row) for row in rows]

    def decline(self, batch: int) -> bool:
        """Forget what the question was about; False for one that was answered already."""
        with self._engine.transaction():
            dropped = self._engine.run("delete from outlets where batch = :batch and state = 'asked'", {"batch": batch})
            kept = self._engine.run("update outlets set batch = null where batch = :batch", {"batch": batch})
        return dropped + kept > 0

    def moved(self) -> list[str]:
        """The tickers whose watches came or went since they were last taken."""
        return [row["ticker"] for row in self._engine.query("select ticker from moved_tickers order by ticker")]

    def settle(self) -> None:
        """Every feed follows its ticker's watches now."""
        self._engine.run("delete from moved_tickers")

    def health(self) -> list[Health]:
        """How the feeds in use fare, those of a template together, by name; what others told once still counts."""
        rows = self._engine.query(
            "select outlet_id, min(name) as name, sum(active = 1) as feeds, "
            "sum(active = 0 and gone is not null) as gone, sum(active = 1 and failures > 0) as failing, "
            "sum(active = 1 and primed = 0 and failures = 0) as waiting, "
            "coalesce(max(case when active = 1 then failures end), 0) as failures, "
            "max(case when active = 1 or gone is not null then error end) as error, "
            "max(last_success) as last_success, min(case when active = 1 then next_check end) as next_check, "
            "sum(entries) as entries, sum(calls) as calls from feeds "
            "where active = 1 or outlet_id is not null group by coalesce(outlet_id, -id) order by name"
        )
        return [_health(row) for row in rows]

    def delays(self, limit: int) -> list[tuple[int | None, dt.timedelta]]:
        """Of the newest calls that were alerted: the outlet that told first, and publication to first alert."""
        rows = self._engine.query(
            "select f.outlet_id, a.sent - s.published as delay from ("
            "  select e.id, (select o.sent from outbox_events oe join outbox o on o.id = oe.outbox_id"
            "    where oe.event_id = e.id and o.kind = 'alert' and o.sent is not null"
            "    order by oe.outbox_id limit 1) as sent,"
            "    (select min(es.story_id) from event_sources es where es.event_id = e.id) as story_id"
            "  from events e where e.told = 1 order by e.id desc limit :limit"
            ") a join stories s on s.id = a.story_id join feeds f on f.id = s.feed_id where a.sent is not null",
            {"limit": limit},
        )
        return [(row["outlet_id"], dt.timedelta(seconds=row["delay"])) for row in rows]


def _outlet(row: Row) -> Outlet:
    return Outlet(
        id=row["id"], name=row["name"], url=row["url"], configured=bool(row["configured"]), state=row["state"]
    )


def _health(row: Row) -> Health:
    return Health(
        outlet_id=row["outlet_id"],
        name=row["name"],
        feeds=row["feeds"],
        gone=row["gone"],
        failing=row["failing"],
        waiting=row["waiting"],
        failures=row["failures"],
        error=row["error"],
        last_success=maybe_moment(row["last_success"]),
        next_check=maybe_moment(row["next_check"]),
        entries=row["entries"],
        calls=row["calls"],
    )
