"""What chats were told, and what not, as the outbox remembers it."""

import datetime as dt

from storage.engine import Engine


class Told:
    """Questions to the outbox about what came of it."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def told_since(self, chat_id: int, since: dt.datetime) -> list[int]:
        """The events that a chat was told of since then otherwise than by a digest, in that order."""
        rows = self._engine.query(
            "select oe.event_id, min(o.sent) as sent from outbox o join outbox_events oe on oe.outbox_id = o.id "
            "where o.chat_id = :chat_id and o.state = 'sent' and o.kind = 'alert' and o.sent >= :since "
            "and coalesce(o.occasion, '') <> 'digest' "
            "group by oe.event_id order by 2, 1",
            {"chat_id": chat_id, "since": since.timestamp()},
        )
        return [row["event_id"] for row in rows]

    def sent_since(self, chat_id: int, since: dt.datetime) -> int:
        """How many alerts of one note each a chat got since then."""
        row = self._engine.first(
            "select count(*) as n from outbox where chat_id = :chat_id and state = 'sent' and kind = 'alert' "
            "and occasion is null and sent >= :since",
            {"chat_id": chat_id, "since": since.timestamp()},
        )
        return int(row["n"]) if row else 0

    def unsent(self, chat_id: int, event_id: int) -> str | None:
        """Why an alert on an event died, None where none did."""
        row = self._engine.first(
            "select o.reason from outbox o join outbox_events oe on oe.outbox_id = o.id where o.chat_id = :chat_id "
            "and oe.event_id = :event_id and o.kind = 'alert' and o.state = 'dead' order by o.id desc limit 1",
            {"chat_id": chat_id, "event_id": event_id},
        )
        return row["reason"] if row else None

    def earlier(self, alert_id: int) -> set[int]:
        """The events of an alert of which its chat was told before by another."""
        rows = self._engine.query(
            "select distinct oe.event_id from outbox_events oe join outbox o on o.id = oe.outbox_id "
            "join outbox a on a.id = :id and a.chat_id = o.chat_id "
            "where o.id < a.id and o.kind = 'alert' and o.state = 'sent' "
            "and oe.event_id in (select event_id from outbox_events where outbox_id = :id)",
            {"id": alert_id},
        )
        return {row["event_id"] for row in rows}
