"""All that is kept of one chat, whatever table it stands in: shown, or wiped out."""

import datetime as dt
from typing import Any

from storage.engine import Engine

REBUILT = 64_000_000  # bytes of a file that is written anew at once, which takes a second at most


class Personal:
    """Finds a chat's rows by the tables' own columns, so that a table that joins later is not overlooked."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def rows(self, chat_id: int) -> dict[str, list[dict[str, Any]]]:
        """Every row about the chat, by table."""
        found = {"chats": self._select("chats", "id", chat_id)}
        for table in self.tables():
            found[table] = self._select(table, "chat_id", chat_id)
        if chat_id > 0:  # in a private chat person and chat have one number
            found["audit"] = self._select("audit", "user_id", chat_id)
        found["outbox_events"] = self._engine.query(
            "select oe.* from outbox_events oe join outbox o on o.id = oe.outbox_id where o.chat_id = :id",
            {"id": chat_id},
        )
        return {table: rows for table, rows in found.items() if rows}

    def wipe(self, chat_id: int, now: dt.datetime) -> None:
        """Leave nothing of the chat: its rows go, and what must stay for others no longer tells whose it was.

        A large file is written anew by the next ``sweep``.
        """
        if not self.rows(chat_id):
            return
        with self._engine.transaction():
            params = {"id": chat_id}
            self._engine.run("update flags set chat_id = null, note = '' where chat_id = :id", params)
            if chat_id > 0:
                self._engine.run("update audit set user_id = 0 where user_id = :id", params)
            for table in self.tables():
                if table != "flags":
                    self._engine.run(f"delete from {table} where chat_id = :id", params)
            self._engine.run("delete from chats where id = :id", params)
            self._engine.run("insert into scrubs (asked) values (:now)", {"now": now.timestamp()})
        self._engine.scrub()
        if self._engine.size() <= REBUILT:
            self.sweep()

    def sweep(self) -> bool:
        """Write the file anew if somebody left since the last time; gives whether it was."""
        if self._engine.first("select 1 from scrubs") is None:
            return False
        self._engine.rebuild()
        self._engine.run("delete from scrubs")
        return True

    def tables(self) -> list[str]:
        """The tables with a column for the chat."""
        rows = self._engine.query(
            "select m.name from sqlite_master m join pragma_table_info(m.name) c "
            "where m.type = 'table' and c.name = 'chat_id' order by m.name"
        )
        return [row["name"] for row in rows]

    def _select(self, table: str, column: str, chat_id: int) -> list[dict[str, Any]]:
        return self._engine.query(f"select * from {table} where {column} = :id", {"id": chat_id})
