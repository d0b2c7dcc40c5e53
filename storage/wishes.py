"""What each chat wants to hear of, and how: filters, notices, mutes."""

import datetime as dt
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from ratings.filters import Deed, Direction, Rule
from ratings.kinds import Kind, Way
from storage.codec import to_moment
from storage.engine import Engine

ALL_FIRMS = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """One chat's choice. ``rules`` have the numbers they are stored under; ``ways`` only names what is not as usual;
    ``mutes`` tells until when a firm is not heard, ALL_FIRMS for all of them."""

    rules: Mapping[int, Rule] = field(default_factory=dict)
    ways: Mapping[Kind, Way] = field(default_factory=dict)
    mutes: Mapping[str, dt.datetime] = field(default_factory=dict)


class WishRows:
    """The filters, notices, mutes and undos tables."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def of(self, chat_id: int) -> Selection:
        """A chat's choice, in one question."""
        rows = self._engine.query(
            "select 1 as part, id, rule as word, '' as way, 0.0 as until from filters "
            "where chat_id = :chat and draft = 0 "
            "union all select 2, 0, kind, way, 0.0 from notices where chat_id = :chat "
            "union all select 3, 0, firm, '', until from mutes where chat_id = :chat order by 1, 2",
            {"chat": chat_id},
        )
        return Selection(
            rules={row["id"]: load_rule(row["word"]) for row in rows if row["part"] == 1},
            ways={Kind(row["word"]): Way(row["way"]) for row in rows if row["part"] == 2},
            mutes={row["word"]: to_moment(row["until"]) for row in rows if row["part"] == 3},
        )

    def quant_watchers(self, ticker: str) -> set[int]:
        """The chats that watch the stock and want to hear of models too."""
        rows = self._engine.query(
            "select w.chat_id from watches w where w.ticker = :ticker and exists "
            "(select 1 from filters f where f.chat_id = w.chat_id and f.quant = 1 and f.draft = 0)",
            {"ticker": ticker},
        )
        return {row["chat_id"] for row in rows}

    def add_rule(self, chat_id: int, rule: Rule) -> None:
        """Have one more rule."""
        self._insert(chat_id, rule, draft=False)

    def draft(self, chat_id: int) -> Rule | None:
        """The rule that is tried out."""
        row = self._engine.first("select rule from filters where chat_id = :chat and draft = 1", {"chat": chat_id})
        return load_rule(row["rule"]) if row else None

    def set_draft(self, chat_id: int, rule: Rule | None) -> None:
        """Try out another rule, or none."""
        self._engine.run("delete from filters where chat_id = :chat and draft = 1", {"chat": chat_id})
        if rule is not None:
            self._insert(chat_id, rule, draft=True)

    def drop_rule(self, chat_id: int, number: int) -> None:
        """Have one rule less."""
        self._engine.run(
            "delete from filters where chat_id = :chat and id = :id and draft = 0", {"chat": chat_id, "id": number}
        )

    def replace(self, chat_id: int, chosen: Selection) -> None:
        """Have exactly this choice; the numbers of the rules are kept."""
        for table in ("notices", "mutes", "filters"):
            where = "chat_id = :chat" + (" and draft = 0" if table == "filters" else "")
            self._engine.run(f"delete from {table} where {where}", {"chat": chat_id})
        for number, rule in chosen.rules.items():
            self._insert(chat_id, rule, draft=False, number=number)
        self.set_ways(chat_id, chosen.ways)
        for firm, until in chosen.mutes.items():
            self.mute(chat_id, firm, until)

    def set_ways(self, chat_id: int, ways: Mapping[Kind, Way]) -> None:
        """Have these kinds told this way."""
        for kind, way in ways.items():
            self._engine.run(
                "insert into notices (chat_id, kind, way) values (:chat, :kind, :way) "
                "on conflict (chat_id, kind) do update set way = excluded.way",
                {"chat": chat_id, "kind": kind.value, "way": way.value},
            )
        self._engine.run("delete from notices where chat_id = :chat and way = 'on'", {"chat": chat_id})

    def mute(self, chat_id: int, firm: str, until: dt.datetime | None) -> None:
        """Hear nothing of a firm until then, None for at once again."""
        if until is None:
            self._engine.run(
                "delete from mutes where chat_id = :chat and firm = :firm", {"chat": chat_id, "firm": firm}
            )
            return
        self._engine.run(
            "insert into mutes (chat_id, firm, until) values (:chat, :firm, :until) "
            "on conflict (chat_id, firm) do update set until = excluded.until",
            {"chat": chat_id, "firm": firm, "until": until.timestamp()},
        )

    def note_before(self, chat_id: int, before: str, now: dt.datetime) -> int:
        """Keep how it was before the change that is under way; gives the number to undo it by."""
        row = self._engine.first(
            "insert into undos (chat_id, number, at, before) values (:chat, 1, :now, :before) "
            "on conflict (chat_id) do update set number = number + 1, at = excluded.at, before = excluded.before "
            "returning number",
            {"chat": chat_id, "now": now.timestamp(), "before": before},
        )
        assert row is not None
        return int(row["number"])

    def take_before(self, chat_id: int, number: int | None, since: dt.datetime) -> str | None:
        """How it was before that change, None for the last one; gives it once, and none of long ago."""
        row = self._engine.first(
            "select before from undos where chat_id = :chat and at >= :since and number = coalesce(:number, number)",
            {"chat": chat_id, "number": number, "since": since.timestamp()},
        )
        self._engine.run("update undos set before = null where chat_id = :chat", {"chat": chat_id})
        return row["before"] if row else None

    def told_of(self, tickers: Sequence[str], since: dt.date, limit: int) -> list[int]:
        """The newest calls on these stocks since that day; none that was retracted or only recalled."""
        rows = self._engine.query(
            "select e.id from json_each(:tickers) t join events e on e.ticker = t.value and e.date >= :since "
            "where e.stale = 0 and e.retracted = 0 order by e.date desc, e.id desc limit :limit",
            {"tickers": json.dumps(list(tickers)), "since": since.isoformat(), "limit": limit},
        )
        return [row["id"] for row in rows]

    def _insert(self, chat_id: int, rule: Rule, *, draft: bool, number: int | None = None) -> None:
        self._engine.run(
            "insert into filters (id, chat_id, rule, quant, draft) values (:id, :chat, :rule, :quant, :draft)",
            {"id": number, "chat": chat_id, "rule": dump_rule(rule), "quant": int(rule.quant), "draft": int(draft)},
        )


def dump_rule(rule: Rule) -> str:
    """A rule as text; terms that it does not have are left out."""
    told: dict[str, Any] = {
        "tickers": rule.tickers,
        "actions": rule.actions,
        "firms": rule.firms,
        "change": None if rule.change is None else str(rule.change),
        "importance": rule.importance,
        "direction": rule.direction,
        "quant": rule.quant,
    }
    return json.dumps({name: value for name, value in told.items() if value})


def load_rule(text: str) -> Rule:
    """The rule that ``dump_rule`` wrote."""
    told = json.loads(text)
    return Rule(
        tickers=tuple(told.get("tickers", ())),
        actions=tuple(map(Deed, told.get("actions", ()))),
        firms=tuple(told.get("firms", ())),
        change=Decimal(told["change"]) if "change" in told else None,
        importance=told.get("importance"),
        direction=Direction(told["direction"]) if "direction" in told else None,
        quant=told.get("quant", False),
    )
