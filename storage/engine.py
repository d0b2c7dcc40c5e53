"""One SQLite connection: opened, migrated, asked in SQL with named parameters."""

import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from sqlite_utils import Database

from storage.errors import SchemaTooNewError, StorageError
from storage.migrations import migrations, unknown

Row = dict[str, Any]
BUSY_SECONDS = 10.0


class Engine:
    """Speaks SQL that other databases understand too. Bound to the thread that opened it."""

    def __init__(self, path: Path | str) -> None:
        """Open the data file, making or migrating it; ``":memory:"`` keeps nothing.

        Raises StorageError, and SchemaTooNewError for data of a newer version.
        """
        self._path = str(path)
        self._depth = 0
        try:
            self._db = self._open()
            self._migrate()
        except (sqlite3.Error, OSError) as error:
            raise StorageError(f"{self._path}: {error}; the file must be a Ratingwire database on a disk "
                               "that can be written") from error  # fmt: skip

    def _open(self) -> Database:
        if self._path != ":memory:":
            Path(self._path).parent.mkdir(parents=True, exist_ok=True)
        # isolation_level None: transactions begin where we say so and nowhere else.
        connection = sqlite3.connect(self._path, timeout=BUSY_SECONDS, isolation_level=None)
        connection.row_factory = sqlite3.Row
        connection.execute("pragma journal_mode = wal")
        # FULL: a commit survives a power cut, not just the end of the process.
        connection.execute("pragma synchronous = full")
        connection.execute("pragma foreign_keys = on")
        return Database(connection)

    def _migrate(self) -> None:
        if newer := unknown(self._db):
            self._db.conn.close()
            raise SchemaTooNewError(
                f"{self._path}: was written by a newer version (it knows {', '.join(newer)}); update Ratingwire"
            )
        with self.transaction():  # takes the write lock first: two processes may start together
            migrations.apply(self._db)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All or nothing; holds the write lock from the start, so that what is read inside stays true. Nests."""
        if self._depth == 0:
            self._execute("begin immediate")
        self._depth += 1
        try:
            yield
            if self._depth == 1:
                self._execute("commit")
        except BaseException:
            if self._depth == 1 and self._db.conn.in_transaction:
                self._db.conn.execute("rollback")
            raise
        finally:
            self._depth -= 1

    def query(self, sql: str, params: Mapping[str, object] | None = None) -> list[Row]:
        """The rows of a select, or of a statement with ``returning``."""
        # fetched whole: a half-read cursor would hold the write lock or pin the log
        return [dict(row) for row in self._execute(sql, params)]

    def first(self, sql: str, params: Mapping[str, object] | None = None) -> Row | None:
        """The first row, or None."""
        rows = self.query(sql, params)
        return rows[0] if rows else None

    def run(self, sql: str, params: Mapping[str, object] | None = None) -> int:
        """Do it and give the number of rows changed."""
        with _translated():
            return self._db.conn.execute(sql, params or {}).rowcount

    def run_many(self, sql: str, rows: Iterable[Mapping[str, object]]) -> None:
        """Do it for each of the rows."""
        with _translated():
            self._db.conn.executemany(sql, rows)

    def _execute(self, sql: str, params: Mapping[str, object] | None = None) -> list[sqlite3.Row]:
        with _translated():
            return self._db.conn.execute(sql, params or {}).fetchall()

    def backup(self, path: Path) -> None:
        """Write a consistent copy to a new file and check it; raises StorageError, and then leaves no file."""
        if path.exists():
            raise StorageError(f"{path}: exists already; a backup never overwrites")
        part = path.with_name(path.name + ".part")
        part.unlink(missing_ok=True)
        try:
            with closing(sqlite3.connect(part)) as copy:
                self._db.conn.backup(copy)
                verdict = copy.execute("pragma integrity_check").fetchone()[0]
            if verdict != "ok":
                raise StorageError(f"{path}: the copy is damaged ({verdict}); is the disk sound?")
            part.rename(path)
        except (sqlite3.Error, OSError) as error:
            raise StorageError(f"{path}: can't be written: {error}") from error
        finally:
            part.unlink(missing_ok=True)

    def close(self) -> None:
        """Let the file go."""
        self._db.conn.close()


@contextmanager
def _translated() -> Iterator[None]:
    """What the disk or another process can do to us, as our own error; mistakes in SQL stay loud."""
    try:
        yield
    except sqlite3.OperationalError as error:
        raise StorageError(
            f"the data can't be read or written: {error}; is the disk full, or the file in use?"
        ) from error
    except sqlite3.DatabaseError as error:
        if isinstance(error, sqlite3.IntegrityError | sqlite3.ProgrammingError):
            raise
        raise StorageError(f"the data is damaged: {error}; restore a backup") from error
