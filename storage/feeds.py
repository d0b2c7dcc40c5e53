"""Each feed's state: what it answered last, when to look again."""

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from storage.codec import maybe_moment
from storage.engine import Engine

ABSENCE = dt.timedelta(minutes=30)  # for which a feed was not looked at, and what it holds then is no news
GIVEN_UP = dt.timedelta(days=30)  # for which a feed that is gone for good is left alone, unless somebody wants it
FIRST = 0.0  # when a feed is due that comes before all that wait


class Wanted(NamedTuple):
    """A feed that is to be looked at, the outlet it belongs to, and the watched ticker that it stands for."""

    name: str
    url: str
    outlet_id: int | None = None
    ticker: str | None = None


class FeedState(NamedTuple):
    """What is known of a feed; a tuple, since thousands a minute come from their rows and go back.

    ``primed``: its first poll was stored, so what comes now is news. ``body`` holds the marks of the last body
    (services.look.marked), ``whole`` is when it came. ``demand`` is the seconds between two looks that the feed itself
    asks for, ``told`` when it last had something new, ``gap`` the mean seconds between new entries. ``moved`` is where
    its permanent redirects lead, seen ``moves`` times since ``moved_since``; ``address`` where it is asked for since
    that proved lasting. ``gone`` is when the outlet first said that it is gone for good. ``hub`` tells of changes to
    ``topic`` by itself.
    """

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
    body: str | None = None
    whole: dt.datetime | None = None
    demand: float = 0.0
    told: dt.datetime | None = None
    gap: float | None = None
    moved: str | None = None
    moved_since: dt.datetime | None = None
    moves: int = 0
    address: str | None = None
    gone: dt.datetime | None = None
    hub: str | None = None
    topic: str | None = None


COLUMNS = ", ".join(FeedState._fields)
PRIMED = FeedState._fields.index("primed")
MOMENTS = tuple(
    FeedState._fields.index(name) for name in ("next_check", "last_success", "whole", "told", "moved_since", "gone")
)
ACTIVE = f"select {COLUMNS} from feeds where active = 1"


class Feeds:
    """The feeds table."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def sync(self, wanted: Iterable[Wanted | tuple[str, str]], now: dt.datetime) -> None:
        """Make the wanted the active feeds, writing only what differs; what is known of the others is kept."""
        rows = {row.url: row for row in (Wanted(*one) for one in wanted)}
        with self._engine.transaction():
            known = self._engine.query("select id, name, url, outlet_id, ticker from feeds where active = 1")
            self.retire(row["id"] for row in known if row["url"] not in rows)
            same = {Wanted(row["name"], row["url"], row["outlet_id"], row["ticker"]) for row in known}
            gone = self._gone(now)
            self.want((row for row in rows.values() if row not in same and row.url not in gone), now)

    def _gone(self, now: dt.datetime) -> set[str]:
        """The feeds of which their outlets said that they are gone; after GIVEN_UP they get another chance."""
        rows = self._engine.query(
            "select url from feeds where active = 0 and gone > :since", {"since": (now - GIVEN_UP).timestamp()}
        )
        return {row["url"] for row in rows}

    def want(self, wanted: Iterable[Wanted], now: dt.datetime) -> None:
        """Have these among the active feeds; who is new or comes back is looked at first of all.

        What a feed holds that nobody looked at for long is its past, not news: its next look is a first one.
        """
        self._engine.run_many(
            "insert into feeds (name, url, outlet_id, ticker, next_check) "
            "values (:name, :url, :outlet_id, :ticker, :first) "
            "on conflict (url) do update set name = excluded.name, outlet_id = excluded.outlet_id, "
            "ticker = excluded.ticker, active = 1, gone = case when active = 1 then gone end, "
            "primed = case when active = 1 or last_success > :recent then primed else 0 end, "
            "next_check = case when active = 1 or failures > 0 then next_check else excluded.next_check end",
            [row._asdict() | {"first": FIRST, "recent": (now - ABSENCE).timestamp()} for row in wanted],
        )

    def retire(self, feed_ids: Iterable[int]) -> None:
        """Look at these no more; what is known of them is kept."""
        self._engine.run_many("update feeds set active = 0 where id = :id", [{"id": feed_id} for feed_id in feed_ids])

    def find(self, feed_id: int) -> FeedState | None:
        """An active feed by its number."""
        return next(iter(self._states("and id = :id", {"id": feed_id})), None)

    def of_outlet(self, outlet_id: int) -> list[FeedState]:
        """The active feeds of an outlet."""
        return self._states("and outlet_id = :id order by name, id", {"id": outlet_id})

    def of_ticker(self, ticker: str) -> list[FeedState]:
        """The active feeds that stand for this ticker."""
        return self._states("and ticker = :ticker", {"ticker": ticker})

    def hurry(self, outlet_id: int | None, now: dt.datetime) -> int:
        """Have the feeds of an outlet, or all of them, looked at now; gives how many there are."""
        return self._engine.run(
            "update feeds set next_check = case when next_check > :now then :now else next_check end "
            "where active = 1 and (:outlet_id is null or outlet_id = :outlet_id)",
            {"now": now.timestamp(), "outlet_id": outlet_id},
        )

    def active(self) -> list[FeedState]:
        """All feeds in use, by name."""
        return self._states("order by name, id", {})

    def _states(self, which: str, params: Mapping[str, object]) -> list[FeedState]:
        return [to_state(row) for row in self._engine.tuples(f"{ACTIVE} {which}", params)]


def to_state(row: Iterable[Any]) -> FeedState:
    """The state that a row of the table holds, its COLUMNS in their order."""
    values = list(row)
    values[PRIMED] = bool(values[PRIMED])
    for place in MOMENTS:
        values[place] = maybe_moment(values[place])
    return FeedState._make(values)
