"""Calls that were kept back from a chat: why, and until when."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from storage.codec import maybe_moment, to_moment, to_seconds
from storage.engine import Engine

# no call is meant to wait for longer; one that does was kept by a clock that was wrong
AHEAD = dt.timedelta(days=3)


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A call that waits: ``fate`` is "hold" or "digest"; ``until`` None waits for the next digest, or for /resume."""

    event_id: int
    fate: str
    reason: str
    at: dt.datetime
    until: dt.datetime | None

    def due(self, now: dt.datetime) -> bool:
        """Whether its time has come, or can't have been meant."""
        return self.until is not None and not now < self.until <= now + AHEAD


class KeptCalls:
    """The kept table."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def keep(
        self,
        chat_id: int,
        event_id: int,
        fate: str,
        reason: str,
        *,
        now: dt.datetime,
        until: dt.datetime | None = None,
    ) -> None:
        """Keep a call back; with the fate "never" only the reason is kept."""
        self._engine.run(
            "insert into kept (chat_id, event_id, fate, reason, at, until, open) "
            "values (:chat, :event, :fate, :reason, :now, :until, :fate <> 'never') "
            "on conflict (chat_id, event_id) do update set fate = excluded.fate, reason = excluded.reason, "
            "at = excluded.at, until = excluded.until, open = excluded.open",
            {
                "chat": chat_id,
                "event": event_id,
                "fate": fate,
                "reason": reason,
                "now": now.timestamp(),
                "until": to_seconds(until),
            },
        )

    def due(self, now: dt.datetime, limit: int) -> list[int]:
        """Chats that have calls whose time has come, or lies further ahead than any; found among so many calls."""
        rows = self._engine.query(
            "select chat_id from kept where open = 1 and until is not null and until <= :now "
            "union all select chat_id from kept where open = 1 and until is not null and until > :latest limit :limit",
            {"now": now.timestamp(), "latest": (now + AHEAD).timestamp(), "limit": limit},
        )
        return list(dict.fromkeys(row["chat_id"] for row in rows))

    def waiting(self, chat_id: int) -> list[Kept]:
        """What waits for a chat, the oldest first."""
        rows = self._engine.query(
            "select event_id, fate, reason, at, until from kept where chat_id = :chat and open = 1 "
            "order by at, event_id",
            {"chat": chat_id},
        )
        return [
            Kept(
                event_id=row["event_id"],
                fate=row["fate"],
                reason=row["reason"],
                at=to_moment(row["at"]),
                until=maybe_moment(row["until"]),
            )
            for row in rows
        ]

    def wait_until(self, chat_id: int, event_ids: Iterable[int], until: dt.datetime | None) -> None:
        """Have calls wait for another moment."""
        self._engine.run_many(
            "update kept set until = :until where chat_id = :chat and event_id = :event",
            [{"chat": chat_id, "event": event, "until": to_seconds(until)} for event in event_ids],
        )

    def close(self, chat_id: int, event_ids: Iterable[int]) -> None:
        """These wait no more: a message tells of them."""
        self._engine.run_many(
            "update kept set open = 0 where chat_id = :chat and event_id = :event",
            [{"chat": chat_id, "event": event} for event in event_ids],
        )

    def drop(self, chat_id: int, reason: str) -> None:
        """Nothing that waits for this chat will be told."""
        self._engine.run(
            "update kept set open = 0, fate = 'never', reason = :reason where chat_id = :chat and open = 1",
            {"chat": chat_id, "reason": reason},
        )

    def reason(self, chat_id: int, event_id: int) -> str | None:
        """Why a call was kept back, None where it wasn't."""
        row = self._engine.first(
            "select reason from kept where chat_id = :chat and event_id = :event", {"chat": chat_id, "event": event_id}
        )
        return row["reason"] if row else None

    def forget(self, before: dt.datetime) -> int:
        """Let reasons go that nobody will ask for any more; gives how many."""
        return self._engine.run("delete from kept where open = 0 and at < :before", {"before": before.timestamp()})
