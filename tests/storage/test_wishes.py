"""A chat's wishes are kept as they are, and go with the chat."""

import datetime as dt
from decimal import Decimal

import pytest

from ratings.filters import Deed, Direction, Rule
from ratings.kinds import Kind, Way
from storage.store import Store
from storage.wishes import ALL_FIRMS, Selection, dump_rule, load_rule
from tests.storage.samples import NOW, UPGRADE, add_event

MINUTE = dt.timedelta(minutes=1)
RULES = [
    Rule(),
    Rule(tickers=("CIFR", "RIOT"), actions=(Deed.UPGRADE, Deed.TARGET), firms=("H.C. Wainwright",)),
    Rule(change=Decimal("7.5"), importance=3, direction=Direction.DOWN, quant=True),
]


@pytest.fixture(autouse=True)
def chats(store: Store) -> None:
    """Two chats that are known."""
    for chat in (7, 8):
        store.chats.meet(chat, "private", NOW)


@pytest.mark.parametrize("rule", RULES, ids=str)
def test_rule_text(rule: Rule) -> None:
    """A rule comes back from its text as it was."""
    assert load_rule(dump_rule(rule)) == rule


def test_choice(store: Store) -> None:
    """Rules, ways and mutes come back together, and only those of the chat."""
    for rule in RULES:
        store.wishes.add_rule(7, rule)
    store.wishes.set_ways(7, {Kind.RAISE: Way.SILENT, Kind.LOWER: Way.OFF})
    store.wishes.set_ways(7, {Kind.LOWER: Way.ON})
    store.wishes.mute(7, "UBS", NOW + MINUTE)
    store.wishes.mute(7, ALL_FIRMS, NOW)
    store.wishes.mute(7, ALL_FIRMS, None)
    chosen = store.wishes.of(7)
    assert list(chosen.rules.values()) == RULES
    assert (chosen.ways, chosen.mutes) == ({Kind.RAISE: Way.SILENT}, {"UBS": NOW + MINUTE})
    assert store.wishes.of(8) == Selection()


def test_draft(store: Store) -> None:
    """A rule that is tried out counts for nothing, and there is one of a chat at most."""
    store.wishes.set_draft(7, RULES[2])
    store.wishes.set_draft(7, RULES[1])
    assert store.wishes.draft(7) == RULES[1]
    assert store.wishes.of(7) == Selection()
    store.wishes.set_draft(7, RULES[2])
    store.chats.watch(7, "CIFR", NOW)
    assert store.wishes.quant_watchers("CIFR") == set()
    store.wishes.set_draft(7, None)
    assert store.wishes.draft(7) is None


def test_replaced(store: Store) -> None:
    """What replaces a choice leaves nothing of it but the draft; rules keep their numbers."""
    store.chats.watch(7, "CIFR", NOW)
    store.chats.watch(8, "CIFR", NOW)
    store.wishes.add_rule(7, RULES[2])
    before = store.wishes.of(7)
    store.wishes.set_draft(7, RULES[0])
    store.wishes.add_rule(7, RULES[1])
    store.wishes.set_ways(7, {Kind.OTHER: Way.DIGEST})
    store.wishes.mute(7, "UBS", NOW)
    store.wishes.replace(7, before)
    assert store.wishes.of(7) == before
    assert store.wishes.draft(7) == RULES[0]
    assert store.wishes.quant_watchers("CIFR") == {7}


def test_undo(store: Store) -> None:
    """Only the last change can be taken back, once, while it is fresh."""
    first = store.wishes.note_before(7, "a", NOW)
    second = store.wishes.note_before(7, "b", NOW)
    assert store.wishes.take_before(7, second + 1, NOW - MINUTE) is None
    third = store.wishes.note_before(7, "c", NOW)
    assert first < second < third
    assert store.wishes.take_before(7, third, NOW + MINUTE) is None
    fourth = store.wishes.note_before(7, "d", NOW)
    assert store.wishes.take_before(7, fourth, NOW - MINUTE) == "d"
    assert store.wishes.take_before(7, fourth, NOW - MINUTE) is None


def test_chat_moves_and_goes(store: Store) -> None:
    """Wishes follow a group that moves, and are wiped out with a chat."""
    store.wishes.add_rule(7, RULES[1])
    store.wishes.mute(7, "UBS", NOW)
    store.wishes.note_before(7, "a", NOW)
    store.chats.move(7, -100, NOW)
    assert list(store.wishes.of(-100).rules.values()) == [RULES[1]]
    assert {"filters", "mutes", "undos"} <= set(store.personal.rows(-100))
    store.personal.wipe(-100, NOW)
    assert store.personal.rows(-100) == {}


def test_told_of(store: Store) -> None:
    """Calls on some stocks since a day are found newest first, and no more than asked for."""
    numbers = [add_event(store, UPGRADE) for _ in range(3)]
    today = NOW.date()
    assert store.wishes.told_of(["CIFR", "RIOT"], today, 2) == numbers[:0:-1]
    assert store.wishes.told_of(["RIOT"], today, 9) == []
    assert store.wishes.told_of(["CIFR"], today + dt.timedelta(days=1), 9) == []
