"""How each chat wants to be told: zone, hours, digest, limit, language."""

import datetime as dt
from dataclasses import dataclass

from storage.codec import maybe_moment, to_seconds
from storage.engine import Engine, Row

DAY = 86_400.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Preferences:
    """One chat's wishes. ``quiet`` and ``digest`` are the words behind the commands of that name, None for off.

    ``digest_day`` is the local day of the last digest, ``digest_next`` when the next is due, ``digest_from`` since when
    calls are gathered for it. ``limit`` is the number of alerts a day; ``language`` None until the chat is heard of.
    """

    chat_id: int
    state: str = "active"
    timezone: str = "UTC"
    language: str | None = None
    thread_id: int | None = None
    quiet: str | None = None
    digest: str | None = None
    digest_day: dt.date | None = None
    digest_next: dt.datetime | None = None
    digest_from: dt.datetime | None = None
    limit: int | None = None
    paused: dt.datetime | None = None


class PreferenceRows:
    """The wishes among the columns of the chats table."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def of(self, chat_id: int) -> Preferences | None:
        """A chat's wishes, None for a stranger."""
        row = self._engine.first("select * from chats where id = :id", {"id": chat_id})
        return _preferences(row) if row else None

    def save(self, wishes: Preferences) -> None:
        """Keep them; the chat's state, language and topic are changed by methods of their own."""
        self._engine.run(
            "update chats set timezone = :timezone, quiet = :quiet, digest = :digest, digest_day = :digest_day, "
            "digest_next = :digest_next, digest_from = :digest_from, daily_limit = :limit, paused = :paused "
            "where id = :id",
            {
                "id": wishes.chat_id,
                "timezone": wishes.timezone,
                "quiet": wishes.quiet,
                "digest": wishes.digest,
                "digest_day": wishes.digest_day.isoformat() if wishes.digest_day else None,
                "digest_next": to_seconds(wishes.digest_next),
                "digest_from": to_seconds(wishes.digest_from),
                "limit": wishes.limit,
                "paused": to_seconds(wishes.paused),
            },
        )

    def set_topic(self, chat_id: int, thread_id: int | None) -> None:
        """Have alerts go to a forum topic, None for the chat itself."""
        self._engine.run("update chats set thread_id = :thread where id = :id", {"id": chat_id, "thread": thread_id})

    def language(self, chat_id: int) -> str | None:
        """What the chat is written to in, None for a stranger."""
        row = self._engine.first("select language from chats where id = :id", {"id": chat_id})
        return row["language"] if row else None

    def set_language(self, chat_id: int, language: str) -> None:
        """Write to the chat in a language."""
        self._engine.run("update chats set language = :language where id = :id", {"id": chat_id, "language": language})

    def digests_due(self, now: dt.datetime, limit: int) -> list[int]:
        """Chats whose digest is due, and those for which it lies so far ahead that a clock must have jumped."""
        rows = self._engine.query(
            "select id from chats where digest_next <= :now "
            "union all select id from chats where digest_next > :now + 2 * :day and digest not like 'weekly%' "
            "union all select id from chats where digest_next > :now + 8 * :day limit :limit",
            {"now": now.timestamp(), "day": DAY, "limit": limit},
        )
        return [row["id"] for row in rows]

    def failed(self, chat_id: int, now: dt.datetime) -> tuple[int, dt.datetime]:
        """Note that the chat could not be written to; gives how often in a row, and since when."""
        rows = self._engine.query(
            "update chats set failures = failures + 1, failing_since = coalesce(failing_since, :now) where id = :id "
            "returning failures, failing_since",
            {"id": chat_id, "now": now.timestamp()},
        )
        since = maybe_moment(rows[0]["failing_since"]) if rows else None
        return (rows[0]["failures"], since or now) if rows else (0, now)

    def reached(self, chat_id: int) -> None:
        """Note that the chat could be written to."""
        self._engine.run(
            "update chats set failures = 0, failing_since = null where id = :id and failures > 0", {"id": chat_id}
        )


def _preferences(row: Row) -> Preferences:
    return Preferences(
        chat_id=row["id"],
        state=row["state"],
        timezone=row["timezone"],
        language=row["language"],
        thread_id=row["thread_id"],
        quiet=row["quiet"],
        digest=row["digest"],
        digest_day=dt.date.fromisoformat(row["digest_day"]) if row["digest_day"] else None,
        digest_next=maybe_moment(row["digest_next"]),
        digest_from=maybe_moment(row["digest_from"]),
        limit=row["daily_limit"],
        paused=maybe_moment(row["paused"]),
    )
