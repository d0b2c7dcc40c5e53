"""What people flagged as wrong, and what owners did about it."""

import datetime as dt
from dataclasses import dataclass

from storage.codec import to_moment
from storage.engine import Engine, Row


@dataclass(frozen=True, slots=True, kw_only=True)
class Flag:
    """Somebody says that a field of a call is wrong; ``note`` is what they wrote."""

    id: int
    event_id: int
    field: str
    note: str
    at: dt.datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Deed:
    """What an owner did with a call, and when."""

    user_id: int
    what: str
    detail: str
    at: dt.datetime


class Reviews:
    """The flags and audit tables."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def flag(self, event_id: int, chat_id: int, field: str, note: str, now: dt.datetime) -> None:
        """Note a doubt; the same one of the same chat is noted once."""
        params = {"event": event_id, "chat": chat_id, "field": field, "note": note, "now": now.timestamp()}
        known = self._engine.first(
            "select 1 from flags where event_id = :event and chat_id = :chat and field = :field and note = :note "
            "and open = 1",
            params,
        )
        if known is None:
            self._engine.run(
                "insert into flags (event_id, chat_id, field, note, at) values (:event, :chat, :field, :note, :now)",
                params,
            )

    def open_flags(self, limit: int) -> list[Flag]:
        """The oldest that nobody has looked into."""
        rows = self._engine.query("select * from flags where open = 1 order by id limit :limit", {"limit": limit})
        return [_flag(row) for row in rows]

    def count_open(self) -> int:
        """How many nobody has looked into."""
        row = self._engine.first("select count(*) as n from flags where open = 1")
        return int(row["n"]) if row else 0

    def close(self, event_id: int) -> None:
        """All doubts about a call were looked into."""
        self._engine.run("update flags set open = 0 where event_id = :id", {"id": event_id})

    def note(self, event_id: int, user_id: int, what: str, detail: str, now: dt.datetime) -> None:
        """Keep what an owner did."""
        self._engine.run(
            "insert into audit (event_id, user_id, what, detail, at) values (:event, :user, :what, :detail, :now)",
            {"event": event_id, "user": user_id, "what": what, "detail": detail, "now": now.timestamp()},
        )

    def deeds(self, event_id: int) -> list[Deed]:
        """What owners did with a call, in order."""
        rows = self._engine.query("select * from audit where event_id = :id order by id", {"id": event_id})
        return [
            Deed(user_id=row["user_id"], what=row["what"], detail=row["detail"], at=to_moment(row["at"]))
            for row in rows
        ]


def _flag(row: Row) -> Flag:
    return Flag(id=row["id"], event_id=row["event_id"], field=row["field"], note=row["note"], at=to_moment(row["at"]))
