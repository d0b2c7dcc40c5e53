"""The stories that were read, each once per feed."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from ratings.model import RatingAction, Source, Story
from storage.codec import maybe_moment, to_moment, to_seconds
from storage.engine import Engine, Row
from storage.tally import Tally


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredStory:
    """A story as it is stored, with the feed that told it and the outlet that it is credited to."""

    id: int
    feed_id: int
    outlet: str
    published: dt.datetime
    revised: dt.datetime | None
    story: Story

    @property
    def source(self) -> Source:
        """What it is to a call, of which it tells nothing yet."""
        return Source(
            story_id=self.id,
            outlet=self.outlet,
            title=self.story.title,
            url=self.story.url,
            published=self.published,
            action=RatingAction(),
        )


class Stories:
    """The stories table."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._tally = Tally(engine, "stories")

    def unseen(self, feed_id: int, guids: Iterable[str]) -> set[str]:
        """Those of the guids that this feed hasn't told before."""
        sql = "select 1 from stories where feed_id = :feed_id and guid = :guid"
        return {guid for guid in guids if not self._engine.first(sql, {"feed_id": feed_id, "guid": guid})}

    def add(
        self,
        feed_id: int,
        guid: str,
        story: Story,
        *,
        outlet: str,
        published: dt.datetime,
        seen: dt.datetime,
        revised: dt.datetime | None = None,
    ) -> int | None:
        """Store it and give its id; None if it is there already."""
        row = self._engine.first(
            "insert into stories (feed_id, guid, title, summary, text, url, outlet, published, seen, revised) "
            "values (:feed_id, :guid, :title, :summary, :text, :url, :outlet, :published, :seen, :revised) "
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
                "revised": to_seconds(revised),
            },
        )
        return row["id"] if row else None

    def get(self, story_id: int) -> StoredStory | None:
        """One story."""
        row = self._engine.first("select * from stories where id = :id", {"id": story_id})
        return _stored(row) if row else None

    def find(self, feed_id: int, guid: str) -> StoredStory | None:
        """The story that a feed told under this guid."""
        row = self._engine.first(
            "select * from stories where feed_id = :feed_id and guid = :guid", {"feed_id": feed_id, "guid": guid}
        )
        return _stored(row) if row else None

    def replace(
        self, story_id: int, story: Story, *, published: dt.datetime, revised: dt.datetime | None = None
    ) -> None:
        """It reads otherwise by now."""
        self._engine.run(
            "update stories set title = :title, summary = :summary, text = :text, url = :url, "
            "published = :published, revised = :revised where id = :id",
            {
                "id": story_id,
                "title": story.title,
                "summary": story.summary,
                "text": story.text,
                "url": story.url,
                "published": published.timestamp(),
                "revised": to_seconds(revised),
            },
        )

    def drop_texts(self, before: dt.datetime, limit: int) -> int:
        """Drop the texts of up to so many stories seen before that; they stay known. Gives how many."""
        return self._engine.run(
            "update stories set text = '', summary = '' where id in (select id from stories "
            "where seen < :before and (text <> '' or summary <> '') order by seen limit :limit)",
            {"before": before.timestamp(), "limit": limit},
        )

    def count(self) -> int:
        """How many there are."""
        return self._tally.count()


def _stored(row: Row) -> StoredStory:
    published = to_moment(row["published"])
    return StoredStory(
        id=row["id"],
        feed_id=row["feed_id"],
        outlet=row["outlet"],
        published=published,
        revised=maybe_moment(row["revised"]),
        story=Story(
            title=row["title"],
            summary=row["summary"],
            text=row["text"],
            url=row["url"],
            publisher=row["outlet"],
            published=published,
        ),
    )
