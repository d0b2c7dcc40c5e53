"""Copies of the data at the command line: one written, one put back."""

import sys
from pathlib import Path

from bot.clock import SystemClock
from bot.exits import EXIT_DATA
from bot.holder import hold
from bot.settings import Settings
from storage.backups import restore
from storage.store import Memory


async def write_backup(settings: Settings, file: Path) -> int:
    """Copy the data, also while the bot runs."""
    if not settings.storage.path.exists():
        print(f"There is no data yet at {settings.storage.path}", file=sys.stderr)
        return EXIT_DATA
    memory = Memory(settings.storage.path)
    try:
        await memory.ask(lambda store: store.backup(file))
    finally:
        memory.close()
    print(f"{settings.storage.path} copied to {file}")
    return 0


async def put_back(settings: Settings, file: Path) -> int:
    """Make a copy the data; the bot must not run, and the present data is kept."""
    clock = SystemClock()
    with hold(settings.storage.path, clock):
        aside = restore(file, settings.storage.path, clock.now())
    print(f"{file} is now the data at {settings.storage.path}")
    if aside is not None:
        print(f"What was there before is kept as {aside}")
    return 0
