"""Which of a feed's recent stories its latest answer lacks."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from storage.codec import to_moment
from storage.engine import Engine


@dataclass(frozen=True, slots=True, kw_only=True)
class Recent:
    """A story that a feed told lately. ``missing``: since an earlier look it isn't where it ought to be.

    ``telling``: a call has it as its source; ``gone``: that source was taken back.
    """

    id: int
    guid: str
    published: dt.datetime
    seen: dt.datetime
    missing: bool
    telling: bool
    gone: bool


class Vanished:
    """What the stories and feeds tables know of it."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def recent(self, feed_id: int, since: dt.datetime) -> list[Recent]:
        """The stories that a feed told since then."""
        rows = self._engine.query(
            "select s.id, s.guid, s.published, s.seen, s.missing, count(es.event_id) as told, "
            "coalesce(sum(es.withdrawn), 0) as withdrawn from stories s "
            "left join event_sources es on es.story_id = s.id "
            "where s.feed_id = :feed and s.seen >= :since group by s.id",
            {"feed": feed_id, "since": since.timestamp()},
        )
        return [
            Recent(
                id=row["id"],
                guid=row["guid"],
                published=to_moment(row["published"]),
                seen=to_moment(row["seen"]),
                missing=row["missing"] is not None,
                telling=row["told"] > 0,
                gone=0 < row["told"] == row["withdrawn"],
            )
            for row in rows
        ]

    def missing(self, feed_id: int) -> list[int]:
        """The stories that the feed lacked at its last look, of which calls still have them as sources."""
        rows = self._engine.query(
            "select id from stories where feed_id = :feed and missing is not null and exists "
            "(select 1 from event_sources es where es.story_id = stories.id and es.withdrawn = 0) order by id",
            {"feed": feed_id},
        )
        return [row["id"] for row in rows]

    def suspected(self) -> set[int]:
        """The feeds that lacked such a story at their last look."""
        rows = self._engine.query(
            "select distinct feed_id from stories where missing is not null and exists "
            "(select 1 from event_sources es where es.story_id = stories.id and es.withdrawn = 0)"
        )
        return {row["feed_id"] for row in rows}

    def mark(self, story_ids: Sequence[int], since: dt.datetime | None) -> None:
        """Note since when these are missing; None: they are not."""
        moment = None if since is None else since.timestamp()
        self._engine.run_many(
            "update stories set missing = :since where id = :id", [{"id": one, "since": moment} for one in story_ids]
        )

    def is_fickle(self, feed_id: int) -> bool:
        """Whether something that was missing in this feed came back once."""
        row = self._engine.first("select fickle from feeds where id = :id", {"id": feed_id})
        return row is not None and bool(row["fickle"])

    def distrust(self, feed_id: int) -> None:
        """Something came back: from now on nothing is concluded from what this feed lacks."""
        self._engine.run("update feeds set fickle = 1 where id = :id", {"id": feed_id})
