"""Channels, groups and forum topics: who looks after which from a private chat, and where alerts go."""

import datetime as dt

from messages.tongue import spoken
from messages.wish_views import SampleView
from services.ports import Clock
from services.samples import Sampler
from storage.places import Place
from storage.store import Memory, Store


class Places:
    """What people look after besides their private chats."""

    def __init__(self, memory: Memory, samples: Sampler, clock: Clock) -> None:
        self._memory = memory
        self._samples = samples
        self._clock = clock

    async def connect(self, chat_id: int, place: Place) -> None:
        """Let a person look after a channel or group; what they write is about it from now on."""
        await self._memory.ask(_connect, chat_id, place, spoken(), self._clock.now())

    async def of(self, chat_id: int) -> list[Place]:
        """All that a person looks after."""
        return await self._memory.ask(lambda store: store.places.of(chat_id))

    async def current(self, chat_id: int) -> Place | None:
        """The one that what they write is about; None for the private chat itself."""
        return next((place for place in await self.of(chat_id) if place.current), None)

    async def choose(self, chat_id: int, place_id: int | None) -> None:
        """Have what they write be about this one, None for the private chat itself."""
        await self._memory.ask(lambda store: store.places.choose(chat_id, place_id))

    async def disconnect(self, chat_id: int, place: Place) -> None:
        """Look after it no more; all about a channel that nobody looks after is deleted."""
        await self._memory.ask(_disconnect, chat_id, place, self._clock.now())

    async def sample(self, place_id: int) -> SampleView:
        """An alert as it would look there."""
        return await self._samples.sample(place_id)

    async def set_topic(self, chat_id: int, thread_id: int | None) -> None:
        """Have alerts go to a forum topic, None for the chat itself."""
        await self._memory.ask(lambda store: store.preferences.set_topic(chat_id, thread_id))

    async def topic(self, chat_id: int) -> int | None:
        """The forum topic that alerts go to."""
        wishes = await self._memory.ask(lambda store: store.preferences.of(chat_id))
        return wishes.thread_id if wishes else None


def _connect(store: Store, chat_id: int, place: Place, language: str, now: dt.datetime) -> None:
    with store.transaction():
        store.chats.meet(place.id, place.kind, now, language)
        store.places.connect(chat_id, place.id, place.title)


def _disconnect(store: Store, chat_id: int, place: Place, now: dt.datetime) -> None:
    left = store.places.disconnect(chat_id, place.id)
    if not left and place.kind == "channel":  # a group has members who can still ask there
        store.personal.wipe(place.id, now)
