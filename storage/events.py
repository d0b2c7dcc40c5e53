"""The calls, each with every source that told of it."""

import datetime as dt
import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from ratings.model import RatingAction, RatingEvent, Source
from storage.codec import dump_action, from_columns, load_action, to_columns, to_moment
from storage.engine import Engine, Row
from storage.tally import Tally

MERGED = (*to_columns(RatingAction()), "disputed", "date", "updated")
ADDED = (*MERGED, "told", "seen")
ASKED = 500  # events whose sources one query asks for
AGAIN = (  # what was taken back is told again, what stands is not told twice
    "on conflict (event_id, story_id) do update set action = excluded.action, withdrawn = 0 where withdrawn = 1"
)
SOURCES = (
    "select es.event_id, s.id, s.outlet, s.title, s.url, s.published, es.action, es.withdrawn "
    "from event_sources es join stories s on s.id = es.story_id"
)


class Events:
    """The events and event_sources tables."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._tally = Tally(engine, "events")

    def add(
        self,
        call: RatingAction,
        *,
        date: dt.date,
        now: dt.datetime,
        disputed: Iterable[str] = (),
        told: bool = False,
    ) -> int:
        """Store a new call and give its id; sources are added to it. ``told``: it is no news from now on."""
        row = self._engine.first(
            f"insert into events ({', '.join(ADDED)}) values ({', '.join(':' + name for name in ADDED)}) returning id",
            _merged(call, date, disputed, now) | {"told": int(told), "seen": now.timestamp()},
        )
        assert row is not None
        return int(row["id"])

    def add_source(self, event_id: int, story_id: int, action: RatingAction) -> bool:
        """Note what a story tells of the call; False if that story is among its sources already."""
        changed = self._engine.run(
            f"insert into event_sources (event_id, story_id, action) values (:event_id, :story_id, :action) {AGAIN}",
            {"event_id": event_id, "story_id": story_id, "action": dump_action(action)},
        )
        return changed == 1

    def reword(self, event_id: int, story_id: int, action: RatingAction) -> None:
        """Note that a story tells this of the call by now."""
        self._engine.run(
            "update event_sources set action = :action, withdrawn = 0 where event_id = :event and story_id = :story",
            {"event": event_id, "story": story_id, "action": dump_action(action)},
        )

    def withdraw(self, event_id: int, story_id: int, *, withdrawn: bool) -> None:
        """Note that a story tells of the call no more, or does so again."""
        self._engine.run(
            "update event_sources set withdrawn = :withdrawn where event_id = :event and story_id = :story",
            {"event": event_id, "story": story_id, "withdrawn": int(withdrawn)},
        )

    def told_by(self, story_id: int) -> list[tuple[int, Source]]:
        """What a story tells or told of calls, with the event of each."""
        rows = self._engine.query(f"{SOURCES} where es.story_id = :story order by es.event_id", {"story": story_id})
        return [(row["event_id"], _source(row)) for row in rows]

    def move_source(self, story_id: int, from_id: int, to_id: int) -> None:
        """Let a story tell of another call than was thought."""
        params = {"story": story_id, "from": from_id, "to": to_id}
        self._engine.run(
            "insert into event_sources (event_id, story_id, action) select :to, story_id, action from event_sources "
            f"where event_id = :from and story_id = :story {AGAIN}",
            params,
        )
        self._engine.run("delete from event_sources where event_id = :from and story_id = :story", params)

    def fixes(self, event_id: int) -> dict[str, Any]:
        """What an owner set right, by column."""
        row = self._engine.first("select fixed from events where id = :id", {"id": event_id})
        return json.loads(row["fixed"]) if row else {}

    def fix(self, event_id: int, column: str, value: str | None) -> None:
        """Set a column right, for good; ``update`` must follow."""
        fixed = self.fixes(event_id) | {column: value}
        self._engine.run(
            "update events set fixed = :fixed where id = :id", {"id": event_id, "fixed": json.dumps(fixed)}
        )

    def retract(self, event_id: int, now: dt.datetime, *, retracted: bool = True) -> None:
        """There was no such call, or there was one after all."""
        self._engine.run(
            "update events set retracted = :retracted, updated = :now where id = :id",
            {"id": event_id, "now": now.timestamp(), "retracted": int(retracted)},
        )

    def pin(self, event_id: int) -> None:
        """What tells of this call now does so for good."""
        self._engine.run("update event_sources set pinned = 1 where event_id = :id", {"id": event_id})

    def pinned(self, event_ids: Sequence[int]) -> dict[int, set[int]]:
        """Those of the events that have stories for good, and which these are."""
        sql = "select story_id from event_sources where event_id = :id and pinned = 1"
        found = ((number, {row["story_id"] for row in self._engine.query(sql, {"id": number})}) for number in event_ids)
        return {number: stories for number, stories in found if stories}

    def retire(self, event_id: int, successor_id: int) -> None:
        """Let an event go that turned out to be another; alerts that told of it tell of that one."""
        params = {"id": event_id, "successor": successor_id}
        self._engine.run(
            "insert into outbox_events (outbox_id, event_id) select outbox_id, :successor from outbox_events "
            "where event_id = :id on conflict (outbox_id, event_id) do nothing",
            params,
        )
        self._engine.run(
            "insert into kept (chat_id, event_id, fate, reason, at, until, open) "
            "select chat_id, :successor, fate, reason, at, until, open from kept where event_id = :id "
            "on conflict (chat_id, event_id) do nothing",
            params,
        )
        self._engine.run(
            "update events set told = 1 where id = :successor "
            "and exists (select 1 from events e where e.id = :id and e.told = 1)",
            params,
        )
        # what was taken back goes along: it may come back
        self._engine.run(
            "insert into event_sources (event_id, story_id, action, withdrawn) "
            "select :successor, story_id, action, 1 from event_sources where event_id = :id and withdrawn = 1 "
            "on conflict (event_id, story_id) do nothing",
            params,
        )
        self._engine.run("delete from events where id = :id", params)
        self._tally.forget()

    def update(
        self,
        event_id: int,
        call: RatingAction,
        *,
        date: dt.date,
        disputed: Iterable[str],
        now: dt.datetime,
        told: bool = False,
    ) -> None:
        """Replace the merged fields; ``told``: it is no news from now on."""
        assignments = ", ".join(f"{name} = :{name}" for name in MERGED)
        self._engine.run(
            f"update events set {assignments}, told = max(told, :told) where id = :id",
            _merged(call, date, disputed, now) | {"id": event_id, "told": int(told)},
        )

    def get(self, event_id: int) -> RatingEvent | None:
        """One call."""
        return next(iter(self._load("id = :id", {"id": event_id})), None)

    def exists(self, event_id: int) -> bool:
        """Whether there is such a call."""
        return self._engine.first("select 1 from events where id = :id", {"id": event_id}) is not None

    def around(self, ticker: str, first: dt.date, last: dt.date) -> list[RatingEvent]:
        """The ticker's calls of these days, oldest first."""
        found = self._load(
            "ticker = :ticker and date between :first and :last",
            {"ticker": ticker, "first": first.isoformat(), "last": last.isoformat()},
        )
        return found[::-1]

    def of_ticker(self, ticker: str, limit: int) -> list[RatingEvent]:
        """The ticker's newest calls, newest first."""
        return self._load("ticker = :ticker and retracted = 0", {"ticker": ticker}, limit)

    def bare(self, ticker: str, limit: int) -> list[RatingEvent]:
        """The same without their sources, which lie far apart on the disk."""
        return self._load("ticker = :ticker and retracted = 0", {"ticker": ticker}, limit, sourced=False)

    def behind(self, day: dt.date, event_id: int, *, ticker: str | None, limit: int) -> list[RatingEvent]:
        """The next calls, in the order of day and id, behind the one of that day and id; of all stocks or of one."""
        where = "(date, id) > (:day, :id) and retracted = 0" + (" and ticker = :ticker" if ticker else "")
        params: dict[str, object] = {"day": day.isoformat(), "id": event_id} | ({"ticker": ticker} if ticker else {})
        return self._load(where, params, limit, order="date, id")

    def of_alert(self, alert_id: int) -> list[RatingEvent]:
        """The calls that an alert tells of, in the order in which they were found."""
        found = self._load(
            "id in (select event_id from outbox_events where outbox_id = :alert_id)", {"alert_id": alert_id}
        )
        return sorted(found, key=lambda event: event.id)

    def of(self, event_ids: Sequence[int]) -> list[RatingEvent]:
        """These calls, the newest first; those that are gone are left out."""
        found: list[RatingEvent] = []
        for start in range(0, len(event_ids), ASKED):
            params: dict[str, object] = {f"e{n}": number for n, number in enumerate(event_ids[start : start + ASKED])}
            found += self._load(f"id in ({', '.join(f':{name}' for name in params)})", params)
        return found

    def count(self) -> int:
        """How many there are."""
        return self._tally.count()

    def _load(
        self,
        where: str,
        params: dict[str, object],
        limit: int | None = None,
        order: str = "date desc, id desc",
        *,
        sourced: bool = True,
    ) -> list[RatingEvent]:
        rows = self._engine.query(
            f"select * from events where {where} order by {order}" + (" limit :limit" if limit else ""),
            params | ({"limit": limit} if limit else {}),
        )
        told = self._sources([row["id"] for row in rows]) if sourced else {}
        return [_event(row, told.get(row["id"], ())) for row in rows]

    def _sources(self, event_ids: Sequence[int]) -> Mapping[int, list[Source]]:
        """What was told of each of the events, the earliest first: one question for many, not one for each."""
        found: dict[int, list[Source]] = {event_id: [] for event_id in event_ids}
        for start in range(0, len(event_ids), ASKED):
            params = {f"id{n}": event_id for n, event_id in enumerate(event_ids[start : start + ASKED])}
            names = ", ".join(f":{name}" for name in params)
            rows = self._engine.query(f"{SOURCES} where es.event_id in ({names}) order by s.published, s.id", params)
            for row in rows:
                found[row["event_id"]].append(_source(row))
        return found


def _merged(call: RatingAction, date: dt.date, disputed: Iterable[str], now: dt.datetime) -> dict[str, Any]:
    return to_columns(call) | {
        "disputed": json.dumps(list(disputed)),
        "date": date.isoformat(),
        "updated": now.timestamp(),
    }


def _event(row: Row, sources: Sequence[Source]) -> RatingEvent:
    return RatingEvent(
        id=row["id"],
        call=from_columns(row),
        date=dt.date.fromisoformat(row["date"]),
        seen=to_moment(row["seen"]),
        updated=to_moment(row["updated"]),
        sources=tuple(source for source in sources if not source.withdrawn) or tuple(sources),
        disputed=tuple(json.loads(row["disputed"])),
        retracted=bool(row["retracted"]),
        told=bool(row["told"]),
    )


def _source(row: Row) -> Source:
    return Source(
        story_id=row["id"],
        outlet=row["outlet"],
        title=row["title"],
        url=row["url"],
        published=to_moment(row["published"]),
        action=load_action(row["action"]),
        withdrawn=bool(row["withdrawn"]),
    )
