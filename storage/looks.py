"""When each feed is looked at, and what its last look left behind."""

import datetime as dt
import json
from collections.abc import Iterable, Sequence
from operator import attrgetter
from typing import NamedTuple

from storage.codec import to_seconds
from storage.engine import Engine
from storage.feeds import ACTIVE, FeedState, to_state

OVERLAP = 5.0  # seconds that a search for due feeds looks back: who wrote them may have read the clock before us
SAVED = (
    "primed", "etag", "modified", "next_check", "last_success", "failures", "error", "entries", "calls", "body",
    "whole", "demand", "told", "gap", "moved", "moved_since", "moves", "address", "gone", "hub", "topic",
)  # fmt: skip
MOMENTS = ("next_check", "last_success", "whole", "told", "moved_since", "gone")
TIMES = ("next_check", "last_success", "whole")
SAVED_OF = attrgetter(*SAVED)
LASTING_OF = attrgetter(*(name for name in SAVED if name not in TIMES))
SAVE = f"update feeds set {', '.join(f'{name} = :{name}' for name in SAVED)} where id = :id"
SAVE_TIMES = f"update feeds set {', '.join(f'{name} = :{name}' for name in TIMES)} where id = :id"


class Due(NamedTuple):
    """A feed whose time has come."""

    next_check: float
    id: int
    url: str


class Looks:
    """The schedule within the feeds table, and the traces table."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def due(self, now: dt.datetime, since: dt.datetime | None = None) -> list[Due]:
        """Feeds whose time has come, longest waiting first.

        With ``since``, only those whose time came after it, and those that were never looked at.
        """
        after = since.timestamp() - OVERLAP if since else None
        rows = self._engine.query(
            "select next_check, id, coalesce(address, url) as url from feeds where active = 1 "
            "and next_check <= :now and (:after is null or next_check > :after or next_check <= 0) "
            "order by next_check, id",
            {"now": now.timestamp(), "after": after},
        )
        return [Due(row["next_check"], row["id"], row["url"]) for row in rows]

    def states(self, feed_ids: Sequence[int], now: dt.datetime) -> list[FeedState]:
        """What is known of those that are in use and due, in the order asked for."""
        rows = self._engine.tuples(
            f"{ACTIVE} and next_check <= :now and id in (select value from json_each(:ids))",
            {"now": now.timestamp(), "ids": json.dumps(feed_ids)},
        )
        found = {state.id: state for state in map(to_state, rows)}
        return [found[feed_id] for feed_id in feed_ids if feed_id in found]

    def save(self, states: Iterable[FeedState]) -> None:
        """Keep what is known of feeds, all but what they are called."""
        self._engine.run_many(SAVE, [_row(state) for state in states])

    def save_times(self, states: Iterable[FeedState]) -> None:
        """Keep when feeds were looked at and will be, where a look left nothing else to keep."""
        self._engine.run_many(SAVE_TIMES, [_times(state) for state in states])

    def traces(self, feed_id: int) -> bytes:
        """What is remembered of a feed's entries; b"" for nothing."""
        row = self._engine.first("select entries from traces where feed_id = :id", {"id": feed_id})
        return bytes(row["entries"]) if row else b""

    def remember(self, traces: Iterable[tuple[int, bytes]]) -> None:
        """Keep what is remembered of entries, by the feed's number."""
        self._engine.run_many(
            "insert into traces (feed_id, entries) values (:id, :entries) "
            "on conflict (feed_id) do update set entries = excluded.entries",
            [{"id": feed_id, "entries": entries} for feed_id, entries in traces],
        )

    def postpone(self, feed_ids: Iterable[int], until: dt.datetime) -> None:
        """Look at none of these before."""
        self._engine.run_many(
            "update feeds set next_check = max(next_check, :until) where id = :id",
            [{"id": feed_id, "until": until.timestamp()} for feed_id in feed_ids],
        )

    def shift(self, seconds: float) -> None:
        """Move the whole schedule, as the clock was moved."""
        self._engine.run(
            "update feeds set next_check = next_check + :seconds where active = 1 and next_check > 0",
            {"seconds": seconds},
        )

    def overdue(self, now: dt.datetime, latest: dt.datetime) -> list[int]:
        """Feeds that were looked at before and are due, or wait for a time that can't be meant: the longest first."""
        rows = self._engine.query(
            "select id from feeds where active = 1 and next_check > 0 "
            "and (next_check <= :now or next_check > :latest or last_success > :now) order by next_check, id",
            {"now": now.timestamp(), "latest": latest.timestamp()},
        )
        return [row["id"] for row in rows]

    def plan(self, times: Iterable[tuple[int, dt.datetime]]) -> None:
        """Look at feeds at these times."""
        self._engine.run_many(
            "update feeds set next_check = :at where id = :id",
            [{"id": feed_id, "at": at.timestamp()} for feed_id, at in times],
        )


def same_but_times(one: FeedState, other: FeedState) -> bool:
    """Whether two states of a feed differ in nothing but their times."""
    return bool(LASTING_OF(one) == LASTING_OF(other))


def _times(state: FeedState) -> dict[str, object]:
    return {
        "id": state.id,
        "next_check": state.next_check.timestamp(),
        "last_success": to_seconds(state.last_success),
        "whole": to_seconds(state.whole),
    }


def _row(state: FeedState) -> dict[str, object]:
    row = dict(zip(SAVED, SAVED_OF(state), strict=True))
    for name in MOMENTS:
        moment = row[name]
        row[name] = moment.timestamp() if moment is not None else None
    row["id"], row["primed"] = state.id, int(state.primed)
    return row
