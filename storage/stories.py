"""The stories that were read, each once per feed."""

import datetime as dt
from collections.abc import Iterable

from ratings.model import Story
from storage.engine import Engine


class Stories:
    """The stories table."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def unseen(self, feed_id: int, guids: Iterable[str]) -> set[str]:
        """Those of the guids that this feed hasn't told before."""
        sql = "select 1 from stories where feed_id = :feed_id and guid = :guid"
        return {guid for guid in guids if not self._engine.first(sql, {"feed_id": feed_id, "guid": guid})}

    def add(
        self, feed_id: int, guid: str, story: Story, *, outlet: str, published: dt.datetime, seen: dt.datetime
    ) -> int | None:
        """Store it and give its id; None if it is there already."""
        row = self._engine.first(
            "insert into stories (feed_id, guid, title, summary, text, url, outlet, published, seen) "
            "values (:feed_id, :guid, :title, :summary, :text, :url, :outlet, :published, :seen) "
            "on conflict (feed_id, guid) do nothing returning id",
            {
                "feed_id": feed_id,
                "guid": guid,
                "title": story.title,
                "summary": story.summary,
                "text": story.text,
                "url": story.url,
                "outlet": outlet,
                "published": published.timestamp(),
                "seen": seen.timestamp(),
            },
        )
        return row["id"] if row else None

    def count(self) -> int:
        """How many there are."""
        row = self._engine.first("select count(*) as n from stories")
        return int(row["n"]) if row else 0
