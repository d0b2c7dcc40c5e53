"""What is kept of a chat can be shown whole, and wiped out whole."""

import json
import random
from pathlib import Path

import pytest

from ratings.model import RatingAction
from storage.preferences import Preferences
from storage.store import Store
from tests.storage.samples import NOW, TODAY

CHATS = 60
MARKED = 7_123_456_789  # a number that nothing else looks like, and as long as they are


def fill(store: Store, chat_id: int) -> None:
    """A chat with something in every table."""
    store.chats.meet(chat_id, "private", NOW)
    store.preferences.save(
        Preferences(chat_id=chat_id, quiet="22:00-07:00 hold", digest="daily 08:00", digest_next=NOW)
    )
    for number in range(20):
        store.chats.watch(chat_id, f"T{number}", NOW)
    event = store.events.add(RatingAction(ticker="CIFR", firm=f"Firm {chat_id % 97}"), date=TODAY, now=NOW)
    alert = store.outbox.queue_alerts({chat_id: [event]}, "JPMorgan", now=NOW, not_before=NOW)[chat_id]
    store.outbox.show(alert, json.dumps({"calls": {}}))
    store.kept.keep(chat_id, event, "hold", "quiet", now=NOW)
    store.reviews.flag(event, chat_id, "call", f"I am {chat_id}, and this is wrong", NOW)
    store.reviews.note(event, chat_id, "fix", "target = 9", NOW)


def traces(folder: Path, chat_id: int) -> list[str]:
    """The files in which the number stands, written out or as a column holds it."""
    forms = [str(chat_id).encode(), chat_id.to_bytes(8, "big"), chat_id.to_bytes(6, "big")]
    return [file.name for file in folder.iterdir() if any(form in file.read_bytes() for form in forms)]


def test_wipe(tmp_path: Path) -> None:
    """After a deletion neither database nor log holds the chat's number, nor what it wrote; others keep theirs."""
    store = Store(tmp_path / "data.db")
    others = [7_000_000_000 + number for number in random.Random(5).sample(range(100_000_000), CHATS)]
    for chat_id in [*others[: CHATS // 2], MARKED, *others[CHATS // 2 :]]:
        with store.transaction():
            fill(store, chat_id)
    assert traces(tmp_path, MARKED) != []
    store.personal.wipe(MARKED, NOW)
    assert traces(tmp_path, MARKED) == []
    assert store.personal.rows(MARKED) == {}
    for chat_id in others[:20]:
        store.personal.wipe(chat_id, NOW)
        assert traces(tmp_path, chat_id) == []
    assert all(len(store.chats.watches(chat_id)) == 20 for chat_id in others[20:])
    store.close()
    assert traces(tmp_path, MARKED) == []


def test_large_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A large file is written anew later, and then nothing is left in it either."""
    monkeypatch.setattr("storage.personal.REBUILT", 0)
    store = Store(tmp_path / "data.db")
    for chat_id in (*range(7_000_000_000, 7_000_000_030), MARKED):
        with store.transaction():
            fill(store, chat_id)
    store.personal.wipe(MARKED, NOW)
    assert store.personal.rows(MARKED) == {}
    assert store.personal.sweep()
    assert traces(tmp_path, MARKED) == []
    assert not store.personal.sweep()
    store.close()


def test_rows(store: Store) -> None:
    """Every table that has something of the chat is shown, and nothing of others."""
    fill(store, 7)
    fill(store, 8)
    rows = store.personal.rows(7)
    assert {"chats", "watches", "outbox", "outbox_events", "kept", "flags", "audit"} <= rows.keys()
    assert {row.get("chat_id", 7) for found in rows.values() for row in found} == {7}
    assert len(rows["watches"]) == 20


def test_every_table_is_known(store: Store) -> None:
    """No table with a chat's number is forgotten by either."""
    fill(store, 7)
    tables = set(store.personal.tables())
    assert {"watches", "outbox", "kept", "flags"} <= tables
    store.personal.wipe(7, NOW)
    assert store.personal.rows(7) == {}


@pytest.mark.parametrize("kind", ["what was said", "what was done"])
def test_others_keep_the_matter(store: Store, kind: str) -> None:
    """Reports and deeds stay for the owners, without whose they were and what was written."""
    fill(store, 7)
    store.personal.wipe(7, NOW)
    if kind == "what was said":
        (flag,) = store.reviews.open_flags(10)
        assert (flag.field, flag.note) == ("call", "")
    else:
        (deed,) = store.reviews.deeds(1)
        assert (deed.user_id, deed.what) == (0, "fix")
