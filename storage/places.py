"""Channels and groups that people look after from their private chat."""

from dataclasses import dataclass

from storage.engine import Engine, Row


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A channel or group, as the person who looks after it knows it."""

    id: int
    kind: str
    title: str
    current: bool


class Places:
    """The connections table."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def connect(self, chat_id: int, place_id: int, title: str) -> None:
        """Let a person look after a chat that is known, and have what they write be about it."""
        with self._engine.transaction():
            self._engine.run(
                "insert into connections (chat_id, place_id, title) values (:chat, :place, :title) "
                "on conflict (chat_id, place_id) do update set title = excluded.title",
                {"chat": chat_id, "place": place_id, "title": title},
            )
            self.choose(chat_id, place_id)

    def choose(self, chat_id: int, place_id: int | None) -> None:
        """What the person writes is about this place, None for the private chat itself."""
        self._engine.run(
            "update connections set current = (place_id = coalesce(:place, 0)) where chat_id = :chat",
            {"chat": chat_id, "place": place_id},
        )

    def of(self, chat_id: int) -> list[Place]:
        """All that a person looks after, by title."""
        rows = self._engine.query(
            "select c.place_id, c.title, c.current, p.kind from connections c join chats p on p.id = c.place_id "
            "where c.chat_id = :chat order by c.title, c.place_id",
            {"chat": chat_id},
        )
        return [_place(row) for row in rows]

    def disconnect(self, chat_id: int, place_id: int) -> int:
        """End it; gives how many people look after the place still."""
        params = {"chat": chat_id, "place": place_id}
        self._engine.run("delete from connections where chat_id = :chat and place_id = :place", params)
        row = self._engine.first("select count(*) as n from connections where place_id = :place", params)
        return int(row["n"]) if row else 0


def _place(row: Row) -> Place:
    return Place(id=row["place_id"], kind=row["kind"], title=row["title"], current=bool(row["current"]))
