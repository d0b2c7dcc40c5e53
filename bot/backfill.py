"""Old stories and records into the history, with a progress bar."""

import hashlib
import json
import sys
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeElapsedColumn
from rich.text import Text

from bot.clock import SystemClock
from bot.lines import NotAStoryError, read_line
from bot.parts import build_rules
from bot.rows import NotHistoryError, Row, read_rows
from bot.settings import Settings
from ratings.extract import extract
from services.backfill import Origin, take_in
from services.cells import RecordError
from services.read import Reading
from services.record import Rules
from services.records import find_shape, read_record
from storage.store import Memory

BATCH = 500  # stored in one transaction; a running bot waits no longer than that for its turn
NEEDED = "a story needs id, title and published; a record its date, firm, and a rating or a target"


async def backfill(settings: Settings, path: Path, ticker: str | None) -> int:
    """Take in a file; 1 if not all of it could be read. ``ticker`` is that of records that don't name one."""
    memory = Memory(settings.storage.path)
    try:
        with path.open("rb") as file:
            return await _Backfill(memory, build_rules(settings), path.name, ticker).run(file)
    except OSError as error:
        print(f"{path}: {error.strerror}", file=sys.stderr)
    except NotHistoryError as error:
        print(f"{path}: {error}", file=sys.stderr)
    finally:
        memory.close()
    return 1


@dataclass
class _Tally:
    """What came of the rows so far."""

    read: int = 0
    new: int = 0
    bad: int = 0


class _Backfill:
    """One file's way into the history."""

    def __init__(self, memory: Memory, rules: Rules, name: str, ticker: str | None) -> None:
        self._memory = memory
        self._rules = rules
        self._file = Origin(f"file:{name}", name)
        self._ticker = ticker
        self._now = SystemClock().now()
        self._tally = _Tally()
        self._console = Console(stderr=True, highlight=False)

    async def run(self, file: BinaryIO) -> int:
        """Take in every row; raises NotHistoryError."""
        before = await self._memory.ask(lambda store: store.events.count())
        await self._take_in(*read_rows(file))
        calls = await self._memory.ask(lambda store: store.events.count()) - before
        tally = self._tally
        known = tally.read - tally.new - tally.bad
        print(f"{tally.read:,} read: {tally.new:,} new, {known:,} known already, {tally.bad:,} not understood")
        print(f"{calls:,} more calls in the history")
        return 1 if tally.bad else 0

    async def _take_in(self, length: int, rows: Iterator[Row]) -> None:
        batches: defaultdict[Origin, list[Reading]] = defaultdict(list)
        columns = TextColumn("reading"), BarColumn(), TaskProgressColumn(), TimeElapsedColumn()
        with Progress(*columns, console=self._console) as progress:
            task = progress.add_task("reading", total=length)
            for row in rows:
                self._tally.read += 1
                try:
                    origin, reading = self._told(row)
                except (RecordError, NotAStoryError) as error:
                    self._tally.bad += 1
                    self._console.print(Text(f"{row.place}: {error}"), soft_wrap=True)
                    continue
                batches[origin].append(reading)
                if len(batches[origin]) == BATCH:
                    await self._store(origin, batches.pop(origin))
                    progress.update(task, completed=row.read)
            for origin, batch in batches.items():
                await self._store(origin, batch)
            progress.update(task, completed=length)

    async def _store(self, origin: Origin, batch: list[Reading]) -> None:
        self._tally.new += await self._memory.ask(take_in, origin, batch, now=self._now, rules=self._rules)

    def _told(self, row: Row) -> tuple[Origin, Reading]:
        """What a row tells, and where it is from; raises RecordError and NotAStoryError."""
        if row.mistake:
            raise RecordError(row.mistake)
        if "title" in row.fields:
            return self._file, _story(row)
        shape = find_shape(row.fields)
        if shape is None:
            raise RecordError(f"is neither a story nor a record: {NEEDED}")
        return Origin(shape.name, shape.outlet), read_record(row.fields, shape, now=self._now, ticker=self._ticker)


def _story(row: Row) -> Reading:
    _, story = read_line(row.line or json.dumps(row.fields).encode())
    if story.published is None:
        raise NotAStoryError("has no readable time of publication, so nobody knows when its calls were made")
    try:
        "".join((story.title, story.summary, story.text, story.url or "", story.publisher or "")).encode()
    except UnicodeEncodeError as error:
        raise NotAStoryError("holds half of a character, which can't be stored") from error
    words = [story.publisher, story.url, story.title, story.published.isoformat()]
    guid = hashlib.blake2s(json.dumps(words).encode(), digest_size=16).hexdigest()
    return Reading(guid=guid, story=story, actions=extract(story), lacking=False)
