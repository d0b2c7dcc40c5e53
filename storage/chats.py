"""Who is there, and what they watch."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from storage.codec import maybe_moment, to_moment
from storage.engine import Engine, Row


@dataclass(frozen=True, slots=True, kw_only=True)
class Watch:
    """A ticker on a chat's list."""

    ticker: str
    since: dt.datetime
    muted_until: dt.datetime | None


class Chats:
    """The chats and watches tables."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def meet(self, chat_id: int, kind: str, now: dt.datetime, language: str | None = None) -> None:
        """Know a chat; one that was gone is back, one that was stopped stays so. The first language stays, too."""
        self._engine.run(
            "insert into chats (id, kind, since, language) values (:id, :kind, :now, :language) "
            "on conflict (id) do update "
            "set kind = excluded.kind, state = case state when 'gone' then 'active' else state end, "
            "language = coalesce(language, excluded.language), failures = 0, failing_since = null",
            {"id": chat_id, "kind": kind, "now": now.timestamp(), "language": language},
        )

    def set_state(self, chat_id: int, state: str) -> None:
        """``active`` gets alerts, ``stopped`` asked for none, ``gone`` can't be reached."""
        self._engine.run("update chats set state = :state where id = :id", {"id": chat_id, "state": state})

    def state(self, chat_id: int) -> str | None:
        """The chat's state, None for a stranger."""
        row = self._engine.first("select state from chats where id = :id", {"id": chat_id})
        return row["state"] if row else None

    def move(self, chat_id: int, new_chat_id: int, now: dt.datetime) -> None:
        """Follow a group that became a supergroup, with all that is its own: watches, wishes, state, alerts."""
        params = {"old": chat_id, "new": new_chat_id, "now": now.timestamp()}
        with self._engine.transaction():
            if self.state(chat_id) is None:
                return
            # Messages are numbered anew there: an edit by the old number would change somebody else's message.
            self._engine.run(
                "update outbox set state = 'dead', reason = 'the group moved' "
                "where chat_id = :old and kind <> 'alert' and state in ('pending', 'leased')",
                params,
            )
            self._engine.run("update outbox set message_id = null where chat_id = :old", params)
            if self.state(new_chat_id) is not None:
                self._join(params)
            self._engine.run(
                "update chats set id = :new, kind = 'supergroup', thread_id = null, "
                "state = case state when 'gone' then 'active' else state end where id = :old",
                params,
            )

    def _join(self, params: Mapping[str, object]) -> None:
        """Somebody spoke in the new group before we knew that it is the old one: what was set up there counts too."""
        self._engine.run(
            "insert into watches (chat_id, ticker, since, muted_until) "
            "select :old, ticker, since, muted_until from watches where chat_id = :new "
            "on conflict (chat_id, ticker) do nothing",
            params,
        )
        self._engine.run("update outbox set chat_id = :old where chat_id = :new", params)
        self._engine.run("delete from chats where id = :new", params)

    def watch(self, chat_id: int, ticker: str, now: dt.datetime) -> bool:
        """Put a ticker on the list; False if it stands there already."""
        changed = self._engine.run(
            "insert into watches (chat_id, ticker, since) values (:chat_id, :ticker, :now) "
            "on conflict (chat_id, ticker) do nothing",
            {"chat_id": chat_id, "ticker": ticker, "now": now.timestamp()},
        )
        return changed == 1

    def unwatch(self, chat_id: int, ticker: str) -> bool:
        """Take a ticker off the list; False if it wasn't there."""
        changed = self._engine.run(
            "delete from watches where chat_id = :chat_id and ticker = :ticker",
            {"chat_id": chat_id, "ticker": ticker},
        )
        return changed == 1

    def mute(self, chat_id: int, ticker: str, until: dt.datetime | None) -> bool:
        """No alerts on this ticker until then, None for at once again; False if it isn't watched."""
        changed = self._engine.run(
            "update watches set muted_until = :until where chat_id = :chat_id and ticker = :ticker",
            {"chat_id": chat_id, "ticker": ticker, "until": until.timestamp() if until else None},
        )
        return changed == 1

    def watches(self, chat_id: int) -> list[Watch]:
        """The chat's list, by ticker."""
        rows = self._engine.query(
            "select ticker, since, muted_until from watches where chat_id = :chat_id order by ticker",
            {"chat_id": chat_id},
        )
        return [_watch(row) for row in rows]

    def watchers(self, ticker: str, now: dt.datetime) -> list[int]:
        """The active chats that want to hear of this ticker now."""
        rows = self._engine.query(
            "select w.chat_id from watches w join chats c on c.id = w.chat_id where w.ticker = :ticker "
            "and c.state = 'active' and (w.muted_until is null or w.muted_until <= :now) order by w.chat_id",
            {"ticker": ticker, "now": now.timestamp()},
        )
        return [row["chat_id"] for row in rows]

    def private(self) -> list[int]:
        """The people who are there."""
        rows = self._engine.query("select id from chats where kind = 'private' and state = 'active'")
        return [row["id"] for row in rows]

    def watched(self) -> list[str]:
        """Every ticker that an active chat watches."""
        rows = self._engine.query(
            "select distinct w.ticker from watches w join chats c on c.id = w.chat_id "
            "where c.state = 'active' order by w.ticker"
        )
        return [row["ticker"] for row in rows]

    def is_watched(self, ticker: str) -> bool:
        """Whether an active chat watches this ticker."""
        sql = "select 1 from watches w join chats c on c.id = w.chat_id where w.ticker = :ticker and c.state = 'active'"
        return self._engine.first(f"{sql} limit 1", {"ticker": ticker}) is not None


def _watch(row: Row) -> Watch:
    return Watch(ticker=row["ticker"], since=to_moment(row["since"]), muted_until=maybe_moment(row["muted_until"]))
