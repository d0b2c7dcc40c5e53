"""Copies of the data, and the ways in which it could be lost between two versions."""

import datetime as dt
import hashlib
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from sqlite_utils import Database

from storage.backups import Backups, restore
from storage.engine import Engine
from storage.errors import DataHeldError, SchemaTooNewError, StorageError
from storage.lock import DataLock
from storage.migrations import migrations
from storage.store import Store
from tests.storage.samples import NOW, add_feed, add_story

DAY = dt.timedelta(days=1)


def steps(path: Path) -> list[str]:
    """The steps that a data file has taken."""
    with closing(sqlite3.connect(path)) as connection:
        return [row[0] for row in connection.execute("select name from _sqlite_migrations order by rowid")]


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """Data with one story in it."""
    path = tmp_path / "data.db"
    with closing(Store(path)) as store:
        add_story(store, add_feed(store))
    return path


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """Data of the first version."""
    path = tmp_path / "first.db"
    second = [step.name for step in migrations.pending(Database(memory=True))][1]
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("pragma journal_mode = wal")
        migrations.apply(Database(connection), stop_before=second)
        connection.execute("insert into feeds (url, name, next_check) values ('https://desk.example', 'Desk', 0)")
    return path


def test_backup_and_restore(data: Path, tmp_path: Path) -> None:
    """What was copied comes back, and what was there in its place is kept."""
    copy = tmp_path / "copy.db"
    with closing(Store(data)) as store:
        store.backup(copy)
        with pytest.raises(StorageError, match="exists already"):
            store.backup(copy)
        store.chats.meet(7, "private", NOW)
    aside = restore(copy, data, NOW)
    with closing(Store(data)) as store:
        assert store.stories.count() == 1
        assert store.chats.state(7) is None
    assert aside is not None
    with closing(Store(aside)) as store:
        assert store.chats.state(7) == "active"


def test_restore_where_nothing_is(data: Path, tmp_path: Path) -> None:
    """A copy can be put where no data was."""
    assert restore(data, tmp_path / "new" / "data.db", NOW) is None
    with closing(Store(tmp_path / "new" / "data.db")) as store:
        assert store.stories.count() == 1


def test_restore_over_broken(data: Path, tmp_path: Path) -> None:
    """Data that can't be read any more is replaced, and kept as it is with its log."""
    copy = tmp_path / "copy.db"
    with closing(Store(data)) as store:
        store.backup(copy)
    broken = b"no database" * 1_000
    data.write_bytes(broken)
    data.with_name("data.db-wal").write_bytes(b"no log")
    aside = restore(copy, data, NOW)
    assert aside is not None
    assert aside.read_bytes() == broken
    assert not data.with_name("data.db-wal").exists()
    with closing(Store(data)) as store:
        assert store.stories.count() == 1


NO_COPIES = [
    ("missing", None, "no such file"),
    ("empty", b"", "no copy of Ratingwire"),
    ("text", b"no database" * 1_000, "can't be restored"),
]


@pytest.mark.parametrize(("content", "words"), [row[1:] for row in NO_COPIES], ids=[row[0] for row in NO_COPIES])
def test_restore_refuses(data: Path, tmp_path: Path, content: bytes | None, words: str) -> None:
    """What is no copy changes nothing."""
    copy = tmp_path / "copy.db"
    if content is not None:
        copy.write_bytes(content)
    before = data.read_bytes()
    with pytest.raises(StorageError, match=words):
        restore(copy, data, NOW)
    assert data.read_bytes() == before
    assert sorted(path.name for path in tmp_path.iterdir() if "data" in path.name) == ["data.db"]


def test_foreign_data_is_refused(tmp_path: Path) -> None:
    """Another program's database gets none of our tables: not a byte of it changes."""
    path = tmp_path / "theirs.db"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("create table bookmarks (url text)")
    before = path.read_bytes()
    with pytest.raises(StorageError, match="another program's database"):
        Store(path)
    assert path.read_bytes() == before


def test_damaged_data_is_told(data: Path) -> None:
    """Data that can't be read says what helps."""
    data.write_bytes(b"no database" * 1_000)
    with pytest.raises(StorageError, match="bot restore FILE"):
        Store(data)


def test_damaged_copy_is_refused(data: Path, tmp_path: Path) -> None:
    """A copy with a page overwritten is never restored."""
    with closing(Store(data)) as store:
        for number in range(200):
            add_story(store, add_feed(store), guid=f"g{number}")
    copy = tmp_path / "copy.db"
    shutil.copy(data, copy)
    content = bytearray(copy.read_bytes())
    content[-4096 * 3 :] = b"\xff" * (4096 * 3)
    copy.write_bytes(content)
    before = data.read_bytes()
    with pytest.raises(StorageError):
        restore(copy, data, NOW)
    assert data.read_bytes() == before


def test_daily_copies(data: Path, tmp_path: Path) -> None:
    """One copy a day, the newest kept, foreign files left alone; a copy from the future doesn't stop the next."""
    backups = Backups(tmp_path / "backups", keep=2)
    with closing(Store(data)) as store:
        for day in range(4):
            now = NOW + day * DAY
            assert backups.due(now, DAY)
            store.backup(backups.next(now))
            assert not backups.due(now + DAY / 2, DAY)
            backups.prune()
    (tmp_path / "backups" / "ratingwire-of-mine.db").touch()
    assert backups.prune() == []
    names = sorted(path.name for path in (tmp_path / "backups").iterdir())
    assert names == ["ratingwire-20251126-150000.db", "ratingwire-20251127-150000.db", "ratingwire-of-mine.db"]
    assert backups.due(NOW, DAY)


def test_older_data_is_copied_first(old: Path) -> None:
    """Data of an older version is brought up to date after a copy of it was made beside it."""
    taken = steps(old)
    with closing(Store(old)) as store:
        assert [feed.name for feed in store.feeds.active()] == ["Desk"]
    (copy,) = old.parent.glob("first.db.before-*")
    assert steps(copy) == taken
    assert len(steps(old)) > len(taken)


def test_kill_while_migrating(old: Path, tmp_path: Path) -> None:
    """A kill at any statement leaves the old tables or the new ones, and the next start brings them up to date."""
    taken = steps(old)
    shots = tmp_path / "shots"
    shots.mkdir()
    count = 0

    def snap(_: str) -> None:
        nonlocal count
        count += 1
        for suffix in ("", "-wal"):  # what a dead process leaves; the -shm file is made anew
            if (part := old.with_name(old.name + suffix)).exists():
                shutil.copy(part, shots / f"{count}.db{suffix}")

    class Watched(Engine):
        """An engine that is photographed before each statement."""

        def _open(self):  # type: ignore[no-untyped-def]
            db = super()._open()
            db.conn.set_trace_callback(snap)
            return db

    engine = Watched(old)
    new = steps(old)
    engine.close()
    assert count > 20
    for number in range(1, count + 1):
        shot = shots / f"{number}.db"
        assert steps(shot) in (taken, new)
        if number % 10 == 0:
            with closing(Store(shot)) as store:
                assert len(store.feeds.active()) == 1


def test_newer_data_is_refused(data: Path) -> None:
    """Data of a newer version is refused and not a byte of it changed, nor of the log beside it."""
    holder = sqlite3.connect(data)  # whoever wrote it died: the log is still there
    with holder:
        holder.execute(
            "insert into _sqlite_migrations (migration_set, name, applied_at) values ('ratingwire', 'of_tomorrow', '')"
        )
    files = [data, data.with_name("data.db-wal")]
    copies = [shutil.copy(file, file.with_name("x" + file.name)) for file in files]
    holder.close()
    for file, copy in zip(files, copies, strict=True):
        shutil.copy(copy, file)
    before = [hashlib.sha256(file.read_bytes()).digest() for file in files]
    with pytest.raises(SchemaTooNewError, match="of_tomorrow"):
        Store(data)
    assert [hashlib.sha256(file.read_bytes()).digest() for file in files] == before


def add_many(store: Store, count: int) -> None:
    """So many stories, or none of them."""
    with store.transaction():
        for number in range(count):
            add_story(store, 1, guid=f"g{number}")


def test_full_disk(data: Path) -> None:
    """On a full disk nothing is half written, and all goes on by itself when there is room again."""
    with closing(Store(data)) as store:
        engine = store._engine
        pages = engine.query("pragma page_count")[0]["page_count"]
        engine.query(f"pragma max_page_count = {pages}")
        with pytest.raises(StorageError, match="full"):
            add_many(store, 1_000)
        assert store.stories.count() == 1
        assert engine.query("pragma integrity_check") == [{"integrity_check": "ok"}]
        engine.query("pragma max_page_count = 1000000")
        add_story(store, 1, guid="g")
        assert store.stories.count() == 2


def test_one_holder(tmp_path: Path) -> None:
    """The second to ask hears who has the data; when that one lets go, or dies, it is free."""
    data = tmp_path / "data.db"
    first, second = DataLock(data), DataLock(data)
    first.take("pid 1 on alpha")
    with pytest.raises(DataHeldError, match="pid 1 on alpha"):
        second.take("pid 2 on beta")
    first.release()
    first.release()
    second.take("pid 2 on beta")
    with pytest.raises(DataHeldError, match="pid 2 on beta"):
        first.take("pid 1 on alpha")
    second.release()


def test_old_texts(data: Path) -> None:
    """Old stories lose their texts a few at a time; they stay known."""
    with closing(Store(data)) as store:
        for number in range(5):
            add_story(store, 1, guid=f"g{number}")
        store._engine.run("update stories set text = 'long'")
        assert store.stories.drop_texts(NOW, 10) == 0
        assert [store.stories.drop_texts(NOW + DAY, 4) for _ in range(3)] == [4, 2, 0]
        assert store.stories.unseen(1, ["g1", "g9"]) == {"g9"}
