"""Articles that couldn't be had, and when each is asked for again."""

import datetime as dt

from storage.engine import Engine

# An article is never put off for longer: what is, was noted by a clock that was ahead.
LONGEST = dt.timedelta(hours=2)


class Articles:
    """The articles table: a row for each story whose article is still wanted."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def want(self, story_id: int, *, tries: int, next_try: dt.datetime) -> None:
        """Ask for a story's article again then; it was asked for so many times in vain."""
        self._engine.run(
            "insert into articles (story_id, tries, next_try) values (:story, :tries, :next_try) "
            "on conflict (story_id) do update set tries = excluded.tries, next_try = excluded.next_try",
            {"story": story_id, "tries": tries, "next_try": next_try.timestamp()},
        )

    def due(self, now: dt.datetime, limit: int) -> list[tuple[int, int]]:
        """Stories whose article is to be asked for now, and how often it was before; the longest waiting first."""
        rows = self._engine.query(
            "select story_id, tries from articles where next_try <= :now or next_try > :latest "
            "order by next_try, story_id limit :limit",
            {"now": now.timestamp(), "latest": (now + LONGEST).timestamp(), "limit": limit},
        )
        return [(row["story_id"], row["tries"]) for row in rows]

    def drop(self, story_id: int) -> None:
        """Ask for it no more."""
        self._engine.run("delete from articles where story_id = :story", {"story": story_id})
