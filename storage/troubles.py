"""The troubles that owners were told of, or will be if they last; they outlive a restart."""

import datetime as dt
from dataclasses import dataclass

from storage.codec import to_moment
from storage.engine import Engine


@dataclass(frozen=True, slots=True, kw_only=True)
class Trouble:
    """Something that is wrong since then. ``subject`` is the feed's name, "" where there is only one of the kind."""

    kind: str
    subject: str
    since: dt.datetime
    told: bool = False


class Troubles:
    """The troubles table."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def known(self) -> list[Trouble]:
        """All of them, oldest first."""
        rows = self._engine.query("select * from troubles order by since, kind, subject")
        return [
            Trouble(kind=row["kind"], subject=row["subject"], since=to_moment(row["since"]), told=bool(row["told"]))
            for row in rows
        ]

    def note(self, trouble: Trouble) -> None:
        """Keep it, or whether it was told."""
        self._engine.run(
            "insert into troubles (kind, subject, since, told) values (:kind, :subject, :since, :told) "
            "on conflict (kind, subject) do update set since = excluded.since, told = excluded.told",
            {
                "kind": trouble.kind,
                "subject": trouble.subject,
                "since": trouble.since.timestamp(),
                "told": int(trouble.told),
            },
        )

    def forget(self, trouble: Trouble) -> None:
        """It is over."""
        self._engine.run(
            "delete from troubles where kind = :kind and subject = :subject",
            {"kind": trouble.kind, "subject": trouble.subject},
        )
