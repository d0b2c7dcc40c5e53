"""One SQLite connection: opened, migrated, asked in SQL with named parameters."""

import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlite_utils import Database

from storage.backups import check_known, write_copy
from storage.errors import StorageError
from storage.migrations import is_ours, migrations, next_step

Row = dict[str, Any]
BUSY_SECONDS = 10.0
CACHE_KILOBYTES = 32_768  # pages that stay at hand: a long history's indexes are looked into all over
LOG_PAGES = 4_000  # after which the log is brought into the file: pages that change often are then written once
STATEMENTS = 512  # that are kept ready


class Engine:
    """Speaks SQL that other databases understand too. Bound to the thread that opened it."""

    def __init__(self, path: Path | str) -> None:
        """Open the data file, making or migrating it; ``":memory:"`` keeps nothing.

        Raises StorageError, and SchemaTooNewError for data of a newer version.
        """
        self._path = str(path)
        self._depth = 0
        try:
            check_known(path)
            self._db = self._open()
            self._migrate()
        except (sqlite3.OperationalError, OSError) as error:
            raise StorageError(f"{self._path}: {error}; it must be a file on a disk that can be written") from error
        except sqlite3.Error as error:
            raise StorageError(f"{self._path}: {error}; put a copy in its place: python -m bot restore FILE") from error

    def _open(self) -> Database:
        if self._path != ":memory:":
            Path(self._path).parent.mkdir(parents=True, exist_ok=True)
        # isolation_level None: transactions begin where we say so and nowhere else.
        connection = sqlite3.connect(
            self._path, timeout=BUSY_SECONDS, isolation_level=None, cached_statements=STATEMENTS
        )
        connection.execute("pragma journal_mode = wal")
        # FULL: a commit survives a power cut, not just the end of the process.
        connection.execute("pragma synchronous = full")
        connection.execute("pragma foreign_keys = on")
        connection.execute(f"pragma cache_size = -{CACHE_KILOBYTES}")
        connection.execute(f"pragma wal_autocheckpoint = {LOG_PAGES}")
        # What is deleted is overwritten: people are promised that nothing of them stays in the file.
        connection.execute("pragma secure_delete = on")
        return Database(connection)

    def _migrate(self) -> None:
        if (step := next_step(self._db)) is None:
            return
        if is_ours(self._db):
            write_copy(self._db.conn, Path(f"{self._path}.before-{step}"))
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
        with _translated():
            cursor = self._db.conn.execute(sql, params or {})
            rows = cursor.fetchall()
        names = [column[0] for column in cursor.description or ()]
        return [dict(zip(names, row, strict=True)) for row in rows]

    def tuples(self, sql: str, params: Mapping[str, object] | None = None) -> list[tuple[Any, ...]]:
        """The same without the columns' names, for rows that are read by the thousand."""
        with _translated():
            return self._db.conn.execute(sql, params or {}).fetchall()

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

    def _execute(self, sql: str) -> None:
        with _translated():
            self._db.conn.execute(sql).fetchall()

    def backup(self, path: Path) -> None:
        """Write a consistent copy to a new file and check it; raises StorageError, and then leaves no file."""
        if path.exists():
            raise StorageError(f"{path}: exists already; a backup never overwrites")
        write_copy(self._db.conn, path)

    def scrub(self) -> None:
        """Empty the write-ahead log, which still holds pages as they were."""
        self._execute("pragma wal_checkpoint(truncate)")

    def rebuild(self) -> None:
        """Write the file anew, without what was deleted: moved rows leave copies that are never overwritten."""
        self._execute("vacuum")
        self.scrub()

    def size(self) -> int:
        """The file's bytes."""
        row = self.first("select page_count * page_size as bytes from pragma_page_count(), pragma_page_size()")
        return int(row["bytes"]) if row else 0

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
