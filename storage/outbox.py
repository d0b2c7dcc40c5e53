"""What is still to be sent: written with the event in one transaction, leased, sent, marked."""

import datetime as dt
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from storage.codec import maybe_moment, to_moment
from storage.engine import Engine, Row

SCANNED = 16  # times as many due jobs are looked at as may be leased, to find different chats among them


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """One thing to send. ``alert_id`` names the alert itself, for an edit the one that it edits.

    ``message_id`` is the sent message that an edit changes or a notice replies to. ``topic`` is what its calls have
    in common. ``occasion`` says what it gathers if it is more than one note, and ``hidden`` how many calls it has no
    room for. ``doubtful``: an earlier attempt, of an edit's alert, may have arrived.
    """

    id: int
    chat_id: int
    kind: str
    topic: str
    alert_id: int
    message_id: int | None
    attempts: int
    doubtful: bool
    created: dt.datetime
    occasion: str | None = None
    hidden: int = 0


class Outbox:
    """The outbox: pending -> leased -> sent, or pending again (not before), or dead (why)."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def queue_alerts(
        self, events: Mapping[int, Iterable[int]], topic: str, *, now: dt.datetime, not_before: dt.datetime
    ) -> dict[int, int]:
        """Tell each chat of its events, chat -> events; joins what is still settling on the topic. Gives the alerts."""
        alerts = {chat: alert for chat, alert in self._settling(topic, now).items() if chat in events}
        alerts |= self._new_alerts([chat for chat in events if chat not in alerts], topic, now, not_before)
        telling: dict[int, list[int]] = {}
        for chat, told in events.items():
            for event in told:
                telling.setdefault(event, []).append(alerts[chat])
        for event, tellers in telling.items():
            self._engine.run(
                "insert into outbox_events (outbox_id, event_id) select value, :event from json_each(:alerts) "
                "where true on conflict do nothing",  # "where": else the conflict would read as a join's
                {"event": event, "alerts": json.dumps(tellers)},
            )
        return alerts

    def _settling(self, topic: str, now: dt.datetime) -> dict[int, int]:
        rows = self._engine.query(
            "select chat_id, id from outbox where topic = :topic and kind = 'alert' and state = 'pending' "
            "and attempts = 0 and not_before > :now order by id desc",
            {"topic": topic, "now": now.timestamp()},
        )
        return {row["chat_id"]: row["id"] for row in rows}

    def _new_alerts(
        self, chats: Sequence[int], topic: str, now: dt.datetime, not_before: dt.datetime
    ) -> dict[int, int]:
        rows = self._engine.query(
            "insert into outbox (chat_id, kind, topic, not_before, created) "
            "select value, 'alert', :topic, :not_before, :now from json_each(:chats) returning id, chat_id",
            {
                "chats": json.dumps(chats),
                "topic": topic,
                "not_before": not_before.timestamp(),
                "now": now.timestamp(),
            },
        )
        return {row["chat_id"]: row["id"] for row in rows}

    def queue_summary(
        self, chat_id: int, occasion: str, event_ids: Sequence[int], *, now: dt.datetime, hidden: int = 0
    ) -> int:
        """Tell a chat of these events in one message that gathers them, behind everybody's alerts. Gives its id."""
        rows = self._engine.query(
            "insert into outbox (chat_id, kind, topic, occasion, hidden, rank, not_before, created) "
            "values (:chat, 'alert', :occasion, :occasion, :hidden, 2, :now, :now) returning id",
            {"chat": chat_id, "occasion": occasion, "hidden": hidden, "now": now.timestamp()},
        )
        summary = int(rows[0]["id"])
        self._engine.run_many(
            "insert into outbox_events (outbox_id, event_id) values (:summary, :event) on conflict do nothing",
            [{"summary": summary, "event": event} for event in event_ids],
        )
        return summary

    def queue_edits(self, event_id: int, *, now: dt.datetime, not_before: dt.datetime) -> int:
        """Have every sent alert on this event edited, each once however often it changes. Gives how many."""
        return self._engine.run(
            "insert into outbox (chat_id, kind, alert_id, topic, occasion, hidden, rank, not_before, created) "
            "select a.chat_id, 'edit', a.id, a.topic, a.occasion, a.hidden, 1, :not_before, :now from outbox a "
            "join outbox_events oe on oe.outbox_id = a.id where oe.event_id = :event_id and a.kind = 'alert' "
            "and (a.state = 'leased' or (a.state = 'sent' and a.message_id is not null)) "
            "and not exists (select 1 from outbox e "
            "where e.alert_id = a.id and e.kind = 'edit' and e.state = 'pending')",
            {"event_id": event_id, "now": now.timestamp(), "not_before": not_before.timestamp()},
        )

    def queue_notice(self, alert_id: int, *, now: dt.datetime) -> None:
        """Have a short reply sent to an alert."""
        self._engine.run(
            "insert into outbox (chat_id, kind, alert_id, topic, rank, not_before, created) "
            "select chat_id, 'notice', id, topic, 1, :now, :now from outbox where id = :id",
            {"id": alert_id, "now": now.timestamp()},
        )

    def shown(self, alert_id: int) -> str | None:
        """What ``show`` noted of an alert."""
        row = self._engine.first("select shown from outbox where id = :id", {"id": alert_id})
        return row["shown"] if row else None

    def show(self, alert_id: int, shown: str) -> None:
        """Note what the chat sees of an alert now."""
        self._engine.run("update outbox set shown = :shown where id = :id", {"id": alert_id, "shown": shown})

    def lease(self, owner: str, *, now: dt.datetime, until: dt.datetime, limit: int) -> list[Job]:
        """Take what is due, one per chat: a chat that has to wait must not hold up the others.

        Alerts go before edits, edits before digests.

        A lease of another owner that ran out makes its alert doubtful; one's own never runs out.
        """
        params = {"owner": owner, "now": now.timestamp(), "until": until.timestamp()}
        due = self._engine.query(
            "select o.id, o.chat_id from outbox o where o.state in ('pending', 'leased') "  # as the index says it
            "and ((o.state = 'pending' and o.not_before <= :now) "
            "or (o.state = 'leased' and o.leased_until <= :now and o.owner <> :owner)) "
            "and (o.kind = 'alert' or exists (select 1 from outbox a where a.id = o.alert_id and a.state = 'sent')) "
            "and not exists (select 1 from outbox l where l.chat_id = o.chat_id and l.state = 'leased' "
            "and (l.owner = :owner or l.leased_until > :now)) order by o.rank, o.not_before, o.id limit :scanned",
            params | {"scanned": limit * SCANNED},
        )
        chosen = {row["chat_id"]: row["id"] for row in reversed(due)}  # each chat's first
        firsts = set(chosen.values())
        wanted = [row["id"] for row in due if row["id"] in firsts][:limit]
        return [job for number in wanted if (job := self._take(number, params))]

    def _take(self, job_id: int, params: dict[str, object]) -> Job | None:
        row = self._engine.first(
            "update outbox set state = 'leased', owner = :owner, leased_until = :until, attempts = attempts + 1, "
            "doubtful = case when state = 'leased' and kind <> 'edit' then 1 else doubtful end "
            "where id = :id and (state = 'pending' or leased_until <= :now) returning *, "
            "(select a.message_id from outbox a where a.id = outbox.alert_id) as edited_id, "
            "(select a.doubtful from outbox a where a.id = outbox.alert_id) as alert_doubtful",
            params | {"id": job_id},
        )
        return _job(row) if row else None

    def sent(self, job_id: int, owner: str, *, now: dt.datetime, message_id: int | None) -> None:
        """It arrived."""
        self._finish(job_id, owner, {"state": "sent", "sent": now.timestamp(), "message_id": message_id})

    def dead(self, job_id: int, owner: str, *, reason: str) -> None:
        """It will never be sent, and why; nor will its edits."""
        self._finish(job_id, owner, {"state": "dead", "reason": reason})
        self._engine.run(
            "update outbox set state = 'dead', reason = :reason where alert_id = :id and state = 'pending'",
            {"id": job_id, "reason": reason},
        )

    def retry(self, job_id: int, owner: str, *, not_before: dt.datetime, reason: str, doubtful: bool) -> None:
        """It wasn't sent, or nobody knows; try again then."""
        self._finish(
            job_id,
            owner,
            {"state": "pending", "not_before": not_before.timestamp(), "reason": reason}
            | ({"doubtful": 1} if doubtful else {}),
        )

    def _finish(self, job_id: int, owner: str, values: dict[str, object]) -> None:
        # Only who holds the lease may say how it ended: a sender that slept through its lease changes nothing.
        assignments = ", ".join(f"{name} = :{name}" for name in values)
        self._engine.run(
            f"update outbox set {assignments}, owner = null, leased_until = null "
            "where id = :id and owner = :owner and state = 'leased'",
            values | {"id": job_id, "owner": owner},
        )

    def release(self, now: dt.datetime) -> int:
        """End every lease at once: what an earlier process held is nobody's now. Gives how many."""
        return self._engine.run(
            "update outbox set leased_until = :now where state = 'leased'", {"now": now.timestamp()}
        )

    def redate(self, now: dt.datetime, by: float = 0, since: dt.datetime | None = None) -> None:
        """The clock was set back by ``by`` seconds: what waits is as old as before, and waits no longer than it would.

        What was made after ``since`` went by the right clock already. Where nobody knows by how much, what a clock
        that was ahead has dated counts as made now.
        """
        self._engine.run(
            "update outbox set created = min(created - :by, :now), "
            "not_before = min(not_before - :by, :now + not_before - created) "
            "where state in ('pending', 'leased') and (created > :now or created < :since)",
            {"now": now.timestamp(), "by": by, "since": since.timestamp() if since else None},
        )

    def hold_chat(self, chat_id: int, until: dt.datetime) -> None:
        """Nothing goes to this chat before then."""
        self._engine.run(
            # both states are named since the index of what waits names both
            "update outbox set not_before = :until "
            "where state in ('pending', 'leased') and state = 'pending' and chat_id = :chat_id and not_before < :until",
            {"chat_id": chat_id, "until": until.timestamp()},
        )

    def take_out(self, alert_id: int, event_ids: Iterable[int]) -> None:
        """An alert no longer tells of these events."""
        self._engine.run_many(
            "delete from outbox_events where outbox_id = :alert and event_id = :event",
            [{"alert": alert_id, "event": event} for event in event_ids],
        )

    def kill_chat(self, chat_id: int, reason: str) -> None:
        """Nothing that waits for this chat will be sent."""
        self._engine.run(
            # both states are named since the index of what waits names both
            "update outbox set state = 'dead', reason = :reason "
            "where state in ('pending', 'leased') and state = 'pending' and chat_id = :chat_id",
            {"chat_id": chat_id, "reason": reason},
        )

    def belongs(self, alert_id: int, chat_id: int) -> bool:
        """Whether the alert was made for this chat."""
        sql = "select 1 from outbox where id = :id and chat_id = :chat_id and kind = 'alert'"
        return self._engine.first(sql, {"id": alert_id, "chat_id": chat_id}) is not None

    def newest(self, chat_id: int) -> int | None:
        """The last alert that was sent to a chat."""
        return self._one(
            "select id from outbox where chat_id = :chat_id and kind = 'alert' and state = 'sent' "
            "order by id desc limit 1",
            {"chat_id": chat_id},
        )

    def of_message(self, chat_id: int, message_id: int) -> int | None:
        """The alert that a message is."""
        return self._one(
            "select id from outbox where chat_id = :chat_id and message_id = :message_id and kind = 'alert' "
            "and state = 'sent'",
            {"chat_id": chat_id, "message_id": message_id},
        )

    def sent_at(self, chat_id: int, event_id: int) -> dt.datetime | None:
        """When a chat was first told of an event."""
        row = self._engine.first(
            "select min(o.sent) as sent from outbox o join outbox_events oe on oe.outbox_id = o.id "
            "where o.chat_id = :chat_id and oe.event_id = :event_id and o.kind = 'alert' and o.state = 'sent'",
            {"chat_id": chat_id, "event_id": event_id},
        )
        return maybe_moment(row["sent"]) if row else None

    def _one(self, sql: str, params: dict[str, object]) -> int | None:
        row = self._engine.first(sql, params)
        return int(row["id"]) if row else None

    def waiting(self) -> int:
        """How many are not sent yet."""
        row = self._engine.first("select count(*) as n from outbox where state in ('pending', 'leased')")
        return int(row["n"]) if row else 0


def _job(row: Row) -> Job:
    return Job(
        id=row["id"],
        chat_id=row["chat_id"],
        kind=row["kind"],
        topic=row["topic"],
        alert_id=row["alert_id"] or row["id"],
        message_id=row["edited_id"],
        attempts=row["attempts"],
        doubtful=bool(row["alert_doubtful"] if row["kind"] == "edit" else row["doubtful"]),
        created=to_moment(row["created"]),
        occasion=row["occasion"],
        hidden=row["hidden"],
    )
