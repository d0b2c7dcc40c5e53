"""How the memory fares: what waits to be sent, which feeds answer, how late things come."""

import datetime as dt

from storage.codec import maybe_moment
from storage.engine import Engine

RECENT = 200  # rows that tell how late things come
LOOKED = 5_000  # rows among which the recent ones are looked for
DAY = 86_400  # seconds; a story that is found later than this was old when its feed first told it


class Vitals:
    """Figures across the tables, each cheap enough to be asked for every few seconds."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def queue(self, now: dt.datetime) -> dict[str, int]:
        """How many are due, how many wait for their time, are being sent, or were given up."""
        rows = self._engine.query(
            "select case when state = 'pending' then iif(not_before <= :now, 'due', 'waiting') else state end as what, "
            "count(*) as n from outbox where state in ('pending', 'leased') group by what "
            "union all select 'dead', count(*) from outbox where state = 'dead'",
            {"now": now.timestamp()},
        )
        return dict.fromkeys(("due", "waiting", "leased", "dead"), 0) | {row["what"]: row["n"] for row in rows}

    def oldest_due(self, now: dt.datetime) -> dt.datetime | None:
        """Since when the alert has been due that waits longest."""
        row = self._engine.first(
            "select min(not_before) as since from outbox "
            "where state in ('pending', 'leased') and kind = 'alert' and not_before <= :now",
            {"now": now.timestamp()},
        )
        return maybe_moment(row["since"]) if row else None

    def last_sent(self) -> dt.datetime | None:
        """When something was sent last."""
        row = self._engine.first("select max(sent) as sent from outbox where state = 'sent'")
        return maybe_moment(row["sent"]) if row else None

    def feeds(self) -> dict[str, int]:
        """How many feeds in use answer, fail, or were never asked."""
        rows = self._engine.query(
            "select case when failures > 0 then 'failing' when last_success is null then 'new' else 'ok' end as what, "
            "count(*) as n from feeds where active = 1 group by what"
        )
        return dict.fromkeys(("ok", "failing", "new"), 0) | {row["what"]: row["n"] for row in rows}

    def finding(self) -> list[float]:
        """Seconds between a story's publication and our seeing it, of the newest stories."""
        return self._seconds(
            "select seen - published as seconds from stories where id > (select max(id) from stories) - :looked "
            f"and seen - published between 0 and {DAY} order by id desc limit :recent"
        )

    def sending(self) -> list[float]:
        """Seconds between an alert's being queued and its being sent, of the newest alerts."""
        return self._seconds(
            "select sent - created as seconds from outbox where id > (select max(id) from outbox) - :looked "
            "and kind = 'alert' and state = 'sent' order by id desc limit :recent"
        )

    def _seconds(self, sql: str) -> list[float]:
        return [row["seconds"] for row in self._engine.query(sql, {"looked": LOOKED, "recent": RECENT})]
