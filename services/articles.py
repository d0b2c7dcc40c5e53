"""Articles that couldn't be had are asked for again: a few times within the hour, also after a restart."""

import asyncio
import datetime as dt
from functools import partial

import structlog

from services.ports import Clock
from services.read import Reader, Reading, wanted_again
from services.record import Rules, rerecord
from storage.errors import StorageError
from storage.store import Memory, Store
from storage.stories import StoredStory

log = structlog.get_logger()

AT_ONCE = 16  # articles that are asked for side by side


class SecondTries:
    """Asks again for the articles that stories lack."""

    def __init__(self, memory: Memory, reader: Reader, clock: Clock, *, rules: Rules) -> None:
        self._memory = memory
        self._reader = reader
        self._clock = clock
        self._rules = rules
        self._running: dict[int, asyncio.Task[None]] = {}

    async def tick(self) -> None:
        """Start asking for what is due."""
        now = self._clock.now()
        due = await self._memory.ask(lambda store: store.articles.due(now, AT_ONCE))
        for story_id, tries in due:
            if story_id not in self._running and len(self._running) < AT_ONCE:
                task = asyncio.create_task(self._try(story_id, tries), name=f"article {story_id}")
                self._running[story_id] = task
                task.add_done_callback(partial(self._done, story_id))

    def _done(self, story_id: int, _: asyncio.Task[None]) -> None:
        del self._running[story_id]

    async def finish(self) -> None:
        """Wait until everything that was started is over."""
        await asyncio.gather(*self._running.values())

    async def stop(self) -> None:
        """Drop what is under way; it is asked for again after the next start."""
        tasks = list(self._running.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _try(self, story_id: int, tries: int) -> None:
        try:
            kept = await self._memory.ask(lambda store: store.stories.get(story_id))
            assert kept is not None  # what is wanted goes with its story
            story = Reading(guid="", story=kept.story, actions=(), lacking=True)
            reading = await self._reader.complete(story)
            await self._memory.ask(_take_in, kept, reading, tries, now=self._clock.now(), rules=self._rules)
        except StorageError as error:
            log.error("article not noted", story=story_id, reason=str(error))


def _take_in(store: Store, kept: StoredStory, reading: Reading, tries: int, *, now: dt.datetime, rules: Rules) -> None:
    with store.transaction():
        again = wanted_again(tries + 1, now) if reading.unread else None
        if again is not None:
            store.articles.want(kept.id, tries=tries + 1, next_try=again)
            return
        store.articles.drop(kept.id)
        if not reading.unread:
            rerecord(store, kept, reading, now=now, rules=rules)
