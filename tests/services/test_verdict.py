"""One place decides what becomes of a call for a chat, and says why."""

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest

from messages.reasons import reason
from services.verdict import Case, Fate, judge
from storage.chats import Watch
from storage.preferences import Preferences
from tests.messages.builders import event

NOON = dt.datetime(2025, 11, 24, 12, 0, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)
MORNING = dt.datetime(2025, 11, 25, 8, 0, tzinfo=dt.UTC)
QUIET_END = dt.datetime(2025, 11, 24, 13, 0, tzinfo=dt.UTC)

CASES: list[tuple[str, dict[str, Any], Fate, str, dt.datetime | None]] = [
    ("nothing wished", {}, Fate.NOW, "", None),
    ("stopped", {"state": "stopped"}, Fate.NEVER, "off", None),
    ("gone", {"state": "gone"}, Fate.NEVER, "off", None),
    ("not watched", {"watch": None}, Fate.NEVER, "unwatched", None),
    ("muted", {"muted": NOON + DAY}, Fate.NEVER, "muted", None),
    ("mute is over", {"muted": NOON}, Fate.NOW, "", None),
    ("retracted", {"retracted": True}, Fate.NEVER, "retracted", None),
    ("paused", {"paused": NOON}, Fate.HOLD, "paused", None),
    ("quiet", {"quiet": "10:00-13:00 hold"}, Fate.HOLD, "quiet", QUIET_END),
    ("quiet elsewhere", {"quiet": "10:00-13:00 hold", "timezone": "Asia/Tokyo"}, Fate.NOW, "", None),
    ("quiet, without sound", {"quiet": "10:00-13:00 silent"}, Fate.SILENT, "quiet", None),
    ("paused and quiet", {"paused": NOON, "quiet": "10:00-13:00 silent"}, Fate.HOLD, "paused", None),
    ("under the limit", {"limit": 3, "spent": 2}, Fate.NOW, "", None),
    ("at the limit", {"limit": 3, "spent": 3}, Fate.DIGEST, "limit 3", MORNING),
    ("at the limit, with a digest", {"limit": 3, "spent": 4, "digest": "daily 18:00"}, Fate.DIGEST, "limit 3", None),
    ("nothing by itself", {"limit": 0}, Fate.DIGEST, "limit 0", MORNING),
    ("at the limit and quiet", {"limit": 1, "spent": 1, "quiet": "10:00-13:00 hold"}, Fate.DIGEST, "limit 1", MORNING),
    ("muted and paused", {"muted": NOON + DAY, "paused": NOON}, Fate.NEVER, "muted", None),
]


@pytest.mark.parametrize(("given", "fate", "why", "until"), [row[1:] for row in CASES], ids=[row[0] for row in CASES])
def test_verdict(given: dict[str, Any], fate: Fate, why: str, until: dt.datetime | None) -> None:
    """The strongest wish decides, and its reason can be told in words."""
    given = dict(given)
    watch = Watch(ticker="CIFR", since=NOON - DAY, muted_until=given.pop("muted", None))
    case = Case(
        event=replace(event({"ticker": "CIFR"}), retracted=given.pop("retracted", False)),
        watch=given.pop("watch", watch),
        spent=given.pop("spent", 0),
        now=NOON,
        wishes=Preferences(chat_id=7, **given),
    )
    verdict = judge(case)
    assert (verdict.fate, verdict.reason, verdict.until) == (fate, why, until)
    assert not why or (reason(why) != why and "{" not in reason(why))
