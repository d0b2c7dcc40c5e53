"""One place decides what becomes of a call for a chat, and says why."""

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest

from messages.reasons import reason
from ratings.filters import Deed, Rule
from ratings.kinds import Kind, Way
from services.verdict import Case, Fate, judge
from storage.chats import Watch
from storage.preferences import Preferences
from storage.wishes import ALL_FIRMS, Selection
from tests.messages.builders import event

NOON = dt.datetime(2025, 11, 24, 12, 0, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)
MORNING = dt.datetime(2025, 11, 25, 8, 0, tzinfo=dt.UTC)
QUIET_END = dt.datetime(2025, 11, 24, 13, 0, tzinfo=dt.UTC)

UPGRADES, TARGETS, WEIGHTY = Rule(actions=(Deed.UPGRADE,)), Rule(actions=(Deed.TARGET,)), Rule(importance=3)

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
    ("firm muted", {"mutes": {"UBS": NOON + DAY}}, Fate.NEVER, "muted_firm UBS", None),
    ("another firm muted", {"mutes": {"Needham": NOON + DAY}}, Fate.NOW, "", None),
    ("firm's mute is over", {"mutes": {"UBS": NOON}}, Fate.NOW, "", None),
    ("everything muted", {"mutes": {ALL_FIRMS: NOON + DAY}}, Fate.NEVER, "muted_all", None),
    ("a rule that holds", {"rules": {1: UPGRADES}}, Fate.NOW, "", None),
    ("a rule that does not", {"rules": {1: TARGETS}}, Fate.NEVER, "filter action|target|upgrade", None),
    ("not weighty enough", {"rules": {1: WEIGHTY}, "importance": 2}, Fate.NEVER, "filter importance|3|2", None),
    ("weighty enough", {"rules": {1: WEIGHTY}, "importance": 3}, Fate.NOW, "", None),
    ("silent kind", {"ways": {Kind.UPGRADE: Way.SILENT}}, Fate.SILENT, "notify upgrade", None),
    ("digest kind", {"ways": {Kind.UPGRADE: Way.DIGEST}}, Fate.DIGEST, "notify upgrade", MORNING),
    ("kind that is off", {"ways": {Kind.UPGRADE: Way.OFF}}, Fate.NEVER, "notify upgrade", None),
    ("another kind is off", {"ways": {Kind.RAISE: Way.OFF}}, Fate.NOW, "", None),
    ("filtered and paused", {"rules": {1: TARGETS}, "paused": NOON}, Fate.NEVER, "filter action|target|upgrade", None),
    ("muted and paused", {"muted": NOON + DAY, "paused": NOON}, Fate.NEVER, "muted", None),
]


@pytest.mark.parametrize(("given", "fate", "why", "until"), [row[1:] for row in CASES], ids=[row[0] for row in CASES])
def test_verdict(given: dict[str, Any], fate: Fate, why: str, until: dt.datetime | None) -> None:
    """The strongest wish decides, and its reason can be told in words."""
    given = dict(given)
    watch = Watch(ticker="CIFR", since=NOON - DAY, muted_until=given.pop("muted", None))
    case = Case(
        event=replace(
            event({"ticker": "CIFR", "firm": "UBS", "rating_action": "upgrade"}),
            retracted=given.pop("retracted", False),
        ),
        watch=given.pop("watch", watch),
        spent=given.pop("spent", 0),
        now=NOON,
        importance=given.pop("importance", 0),
        selection=Selection(**{name: given.pop(name) for name in ("rules", "ways", "mutes") if name in given}),
        wishes=Preferences(chat_id=7, **given),
    )
    verdict = judge(case)
    assert (verdict.fate, verdict.reason, verdict.until) == (fate, why, until)
    assert not why or (reason(why) != why and "{" not in reason(why))
