"""Copies of the data: written beside the running bot, checked, put back."""

import contextlib
import datetime as dt
import os
import sqlite3
from contextlib import closing
from pathlib import Path

from sqlite_utils import Database

from storage.errors import SchemaTooNewError, StorageError
from storage.migrations import is_foreign, is_ours, unknown

STAMP = "%Y%m%d-%H%M%S"
BESIDE = ("-wal", "-shm")  # what SQLite keeps beside a file that wasn't closed


def write_copy(source: sqlite3.Connection, path: Path) -> None:
    """Write a consistent copy and check it, in place of what was there; raises StorageError and changes nothing."""
    part = path.with_name(path.name + ".part")
    try:
        part.unlink(missing_ok=True)
        with closing(sqlite3.connect(part)) as copy:
            source.backup(copy)
            verdict = copy.execute("pragma integrity_check").fetchone()[0]
        if verdict != "ok":
            raise StorageError(f"{path}: the copy is damaged ({verdict}); is the disk sound?")
        _sync(part)
        part.replace(path)
        _sync(path.parent)
    except (sqlite3.Error, OSError) as error:
        raise StorageError(f"{path}: can't be written: {error}") from error
    finally:
        part.unlink(missing_ok=True)


def _sync(path: Path) -> None:
    """Have it on the disk, not just on its way there."""
    file = os.open(path, os.O_RDONLY)
    try:
        os.fsync(file)
    finally:
        os.close(file)


def check_known(path: Path | str) -> None:
    """Raise SchemaTooNewError for data of a newer version, StorageError for another program's. Changes nothing."""
    if not Path(path).is_file() or not Path(path).stat().st_size:
        return
    with closing(sqlite3.connect(f"{Path(path).absolute().as_uri()}?mode=ro", uri=True)) as connection:
        database = Database(connection)
        if is_foreign(database):
            raise StorageError(f"{path}: is another program's database; name a file of its own in storage.path")
        if newer := unknown(database):
            raise SchemaTooNewError(
                f"{path}: was written by a newer version (it knows {', '.join(newer)}); update Ratingwire"
            )


def restore(copy: Path, data: Path, now: dt.datetime) -> Path | None:
    """Put a copy in the data's place. Gives where the present data is kept; raises StorageError and changes nothing.

    Nobody may have the data open: hold its lock.
    """
    if not copy.is_file():
        raise StorageError(f"{copy}: no such file")
    incoming = data.with_name(data.name + ".incoming")
    try:
        with closing(sqlite3.connect(f"{copy.absolute().as_uri()}?mode=ro", uri=True)) as source:
            if not is_ours(Database(source)):
                raise StorageError(f"{copy}: is no copy of Ratingwire's data")
            check_known(copy)
            data.parent.mkdir(parents=True, exist_ok=True)
            write_copy(source, incoming)
        aside = _put_aside(data, now) if data.exists() else None
        incoming.replace(data)
        _sync(data.parent)
    except (sqlite3.Error, OSError) as error:
        raise StorageError(f"{copy}: can't be restored: {error}") from error
    finally:
        incoming.unlink(missing_ok=True)
    return aside


def _put_aside(data: Path, now: dt.datetime) -> Path:
    """Keep the present data under another name, under which it still opens; its own name stays until replaced."""
    aside = data.with_name(f"{data.name}.replaced-{now:{STAMP}}")
    # broken data is kept as it is
    with contextlib.suppress(sqlite3.Error), closing(sqlite3.connect(data)) as present:
        present.execute("pragma wal_checkpoint(truncate)")
    os.link(data, aside)
    for suffix in BESIDE:
        beside = data.with_name(data.name + suffix)
        if beside.exists():  # the old log must not be taken for the new file's
            beside.rename(aside.with_name(aside.name + suffix))
    return aside


class Backups:
    """The daily copies in one folder, each named after its moment."""

    def __init__(self, folder: Path, *, keep: int) -> None:
        self.folder = folder
        self._keep = keep

    def due(self, now: dt.datetime, every: dt.timedelta) -> bool:
        """Whether the newest copy is that old, or there is none."""
        newest = max((self._moment(path) for path in self._copies()), default=None)
        # a copy from the future is the trace of a clock that was wrong
        return newest is None or not now - every < newest <= now

    def next(self, now: dt.datetime) -> Path:
        """Where the next copy goes; makes the folder."""
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise StorageError(f"{self.folder}: can't be made: {error.strerror}") from error
        return self.folder / f"ratingwire-{now:{STAMP}}.db"

    def prune(self) -> list[Path]:
        """Drop the oldest copies beyond those that are kept. Gives which."""
        old = self._copies()[: -self._keep]
        for path in old:
            path.unlink(missing_ok=True)
        return old

    def _copies(self) -> list[Path]:
        return sorted(path for path in self.folder.glob("ratingwire-*-*.db") if self._named(path))

    def _named(self, path: Path) -> bool:
        try:
            self._moment(path)
        except ValueError:
            return False
        return True

    @staticmethod
    def _moment(path: Path) -> dt.datetime:
        return dt.datetime.strptime(path.stem.removeprefix("ratingwire-"), STAMP).replace(tzinfo=dt.UTC)
