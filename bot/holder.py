"""Who holds the data: this process, for as long as it works with it alone."""

import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from services.ports import Clock
from storage.lock import DataLock


@contextmanager
def hold(data: Path, clock: Clock) -> Iterator[None]:
    """Have the data alone; raises DataHeldError, which says who has it."""
    lock = DataLock(data)
    lock.take(f"pid {os.getpid()} on {socket.gethostname()}, since {clock.now():%Y-%m-%d %H:%M:%S} UTC")
    try:
        yield
    finally:
        lock.release()
