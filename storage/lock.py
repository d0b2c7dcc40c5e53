"""The lock on a data file: one bot at a time, which says who it is."""

import fcntl
import os
from pathlib import Path

from storage.errors import DataHeldError, StorageError


class DataLock:
    """A lock beside the data file, held for as long as the process lives, however it ends."""

    def __init__(self, data: Path) -> None:
        self._path = data.with_name(data.name + ".lock")
        self._file: int | None = None

    def take(self, holder: str) -> None:
        """Hold it as ``holder``, one line; raises DataHeldError, which names who holds it, and StorageError."""
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            file = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        except OSError as error:
            raise StorageError(f"{self._path}: can't be written: {error.strerror}") from error
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            os.ftruncate(file, 0)
            os.pwrite(file, holder.encode(), 0)
        except BlockingIOError as error:
            other = os.pread(file, 1_000, 0).decode(errors="replace").strip()
            os.close(file)
            raise DataHeldError(f"another bot uses this data: {other or 'one that is just starting'}") from error
        except OSError as error:
            os.close(file)
            raise StorageError(f"{self._path}: can't be locked: {error.strerror}") from error
        self._file = file

    def release(self) -> None:
        """Let it go; fine where it isn't held."""
        if self._file is not None:
            os.ftruncate(self._file, 0)
            os.close(self._file)
            self._file = None
