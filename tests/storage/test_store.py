"""What is stored comes back as it was."""

import datetime as dt
import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest

from ratings.model import Story
from storage.engine import Engine
from storage.errors import SchemaTooNewError, StorageError
from storage.feeds import Wanted
from storage.looks import same_but_times
from storage.store import Store
from tests.storage.samples import NOW, TODAY, UPGRADE, add_event, add_feed, add_story


def test_event_round_trip(store: Store) -> None:
    """An event comes back with every field, and its sources with their words."""
    story_id = add_story(store, add_feed(store))
    event = store.events.get(add_event(store, story_id=story_id))
    assert event is not None
    assert event.call == replace(UPGRADE, date=None, evidence={})
    assert event.date == TODAY
    assert event.sources[0].action == UPGRADE
    assert event.sources[0].outlet == "Desk"


def test_story_once(store: Store) -> None:
    """A feed's story is stored once however often it is told."""
    feed_id = add_feed(store)
    add_story(store, feed_id)
    assert store.stories.unseen(feed_id, ["1", "2"]) == {"2"}
    again = store.stories.add(feed_id, "1", Story(title="Again"), outlet="Desk", published=NOW, seen=NOW)
    assert again is None
    assert store.stories.count() == 1


def test_source_once(store: Store) -> None:
    """A story is one source of an event, not two."""
    story_id = add_story(store, add_feed(store))
    event_id = add_event(store, story_id=story_id)
    assert not store.events.add_source(event_id, story_id, UPGRADE)


def test_feed_state(store: Store) -> None:
    """A feed remembers what its looks left behind, and is due again when its time has come."""
    feed_id = add_feed(store)
    assert [feed.id for feed in store.looks.due(NOW)] == [feed_id]
    (feed,) = store.looks.states([feed_id], NOW)
    later = NOW + dt.timedelta(minutes=1)
    store.looks.save([feed._replace(failures=1, error="down", next_check=later)])
    assert store.looks.due(NOW) == store.looks.states([feed_id], NOW) == []
    (failed,) = store.looks.states([feed_id], later)
    assert (failed.failures, failed.error, failed.primed) == (1, "down", False)
    known = failed._replace(primed=True, failures=0, error=None, etag='"a"', last_success=later, told=later, gap=7.5)
    store.looks.save([known])
    assert store.feeds.active() == [known]


def test_feed_times(store: Store) -> None:
    """A look that left nothing but its time is kept without touching the rest."""
    feed_id = add_feed(store)
    (feed,) = store.looks.states([feed_id], NOW)
    store.looks.save([feed._replace(etag='"a"', primed=True)])
    later = NOW + dt.timedelta(minutes=1)
    looked = feed._replace(next_check=later, last_success=NOW, whole=NOW)
    assert same_but_times(feed, looked)
    assert not same_but_times(feed, looked._replace(failures=1))
    store.looks.save_times([looked])
    assert store.feeds.active() == [looked._replace(etag='"a"', primed=True)]


def test_due_since(store: Store) -> None:
    """Who asks since when sees only what became due since then, and what was never looked at."""
    feed_id = add_feed(store)
    assert [feed.id for feed in store.looks.due(NOW, NOW)] == [feed_id]
    store.looks.plan([(feed_id, NOW)])
    assert [feed.id for feed in store.looks.due(NOW + dt.timedelta(hours=1), NOW)] == [feed_id]
    assert store.looks.due(NOW + dt.timedelta(hours=1), NOW + dt.timedelta(minutes=1)) == []


def test_gone_feed(store: Store) -> None:
    """A feed that its outlet gave up stays off when the settings are read again, and comes back when it is wanted."""
    feed_id = add_feed(store)
    (feed,) = store.feeds.active()
    store.looks.save([feed._replace(gone=NOW)])
    store.feeds.retire([feed_id])
    store.feeds.sync([(feed.name, feed.url)], NOW)
    assert store.feeds.active() == []
    store.feeds.want([Wanted(feed.name, feed.url)], NOW)
    assert [feed.gone for feed in store.feeds.active()] == [None]


def test_feeds_follow_settings(store: Store) -> None:
    """A feed that left the settings is left alone, and keeps its state for when it comes back."""
    feed_id = add_feed(store)
    (feed,) = store.feeds.active()
    store.looks.save([feed._replace(primed=True, last_success=NOW, etag='"a"')])
    store.feeds.sync([], NOW)
    assert store.feeds.active() == []
    assert add_feed(store) == feed_id
    assert store.feeds.active()[0].etag == '"a"'


def test_watch_rules(store: Store) -> None:
    """Only active chats that don't mute a ticker hear of it."""
    for chat_id in (1, 2, 3, 4):
        store.chats.meet(chat_id, "private", NOW)
        store.chats.watch(chat_id, "CIFR", NOW)
    store.chats.set_state(2, "stopped")
    store.chats.mute(3, "CIFR", NOW + dt.timedelta(hours=1))
    store.chats.mute(4, "CIFR", NOW - dt.timedelta(hours=1))
    assert store.chats.watchers("CIFR", NOW) == [1, 4]


def test_gone_chat_returns(store: Store) -> None:
    """A chat that was gone is back when it writes; one that stopped stays stopped."""
    store.chats.meet(1, "private", NOW)
    store.chats.set_state(1, "gone")
    store.chats.meet(1, "private", NOW)
    assert store.chats.state(1) == "active"
    store.chats.set_state(1, "stopped")
    store.chats.meet(1, "private", NOW)
    assert store.chats.state(1) == "stopped"


@pytest.mark.parametrize("met", [False, True])
def test_chat_moves(store: Store, met: bool) -> None:
    """A group that became a supergroup keeps its watches and alerts, also if the new one is known already."""
    store.chats.meet(-1, "group", NOW)
    store.chats.watch(-1, "CIFR", NOW)
    alert = store.outbox.queue_alerts({-1: [add_event(store)]}, "JPMorgan", now=NOW, not_before=NOW)[-1]
    if met:
        store.chats.meet(-100, "supergroup", NOW)
    store.chats.move(-1, -100, NOW)
    assert [watch.ticker for watch in store.chats.watches(-100)] == ["CIFR"]
    assert store.outbox.belongs(alert, -100)
    assert store.chats.state(-1) is None


def test_forget_leaves_nothing(tmp_path: Path) -> None:
    """Nothing of a forgotten chat is left in any table."""
    store = Store(tmp_path / "data.db")
    store.chats.meet(4711, "private", NOW)
    store.chats.watch(4711, "CIFR", NOW)
    store.outbox.queue_alerts({4711: [add_event(store)]}, "JPMorgan", now=NOW, not_before=NOW)
    store.personal.wipe(4711, NOW)
    store.close()
    with sqlite3.connect(tmp_path / "data.db") as connection:
        tables = [row[0] for row in connection.execute("select name from sqlite_master where type = 'table'")]
        rows = [str(row) for table in tables for row in connection.execute(f"select * from {table}")]
    assert tables
    assert not [row for row in rows if "4711" in row]
    connection.close()


def test_transaction_is_whole(store: Store) -> None:
    """What fails half-way leaves nothing behind."""

    def half_way() -> None:
        with store.transaction():
            store.chats.meet(1, "private", NOW)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        half_way()
    assert store.chats.state(1) is None


def test_newer_data_refused(tmp_path: Path) -> None:
    """Data of a newer version is not touched."""
    path = tmp_path / "data.db"
    Engine(path).close()
    with sqlite3.connect(path) as connection:
        connection.execute(
            "insert into _sqlite_migrations (migration_set, name, applied_at) values ('ratingwire', 'of_tomorrow', '')"
        )
    connection.close()
    before = path.read_bytes()
    with pytest.raises(SchemaTooNewError, match=r"of_tomorrow.*update Ratingwire"):
        Engine(path)
    assert path.read_bytes() == before


@pytest.mark.parametrize("content", [b"no database at all, but long enough to look at" * 50, None])
def test_unusable_file(tmp_path: Path, content: bytes | None) -> None:
    """A file that is no database, or a folder in its place, is told with its path and left as it is."""
    path = tmp_path / "data.db"
    if content is None:
        path.mkdir()
    else:
        path.write_bytes(content)
    with pytest.raises(StorageError, match=r"data\.db"):
        Engine(path)
    assert content is None or path.read_bytes() == content


def test_backup(tmp_path: Path) -> None:
    """A backup is whole while the original is open, and never overwrites."""
    store = Store(tmp_path / "data.db")
    store.chats.meet(7, "private", NOW)
    store.backup(tmp_path / "copy.db")
    with pytest.raises(StorageError, match="exists already"):
        store.backup(tmp_path / "copy.db")
    with pytest.raises(StorageError, match="can't be written"):
        store.backup(tmp_path / "none" / "copy.db")
    store.close()
    copy = Store(tmp_path / "copy.db")
    assert copy.chats.state(7) == "active"
    copy.close()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["copy.db", "data.db"]


def test_retired_event_is_still_told(store: Store) -> None:
    """A call that waits for a chat and turns out to be another waits as that one."""
    store.chats.meet(7, "private", NOW)
    old, new = add_event(store), add_event(store)
    store.kept.keep(7, old, "hold", "quiet", now=NOW, until=NOW)
    store.events.retire(old, new)
    assert [(one.event_id, one.reason) for one in store.kept.waiting(7)] == [(new, "quiet")]
    assert store.kept.due(NOW, 5) == [7]
