"""A chat with the whole bot in one process: real updates in, real messages out, no wire."""

import asyncio
import datetime as dt
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from bot.app import App, Plug
from bot.parts import sync_feeds
from bot.settings import Alerts, Feed, Polling, Settings, Storage
from ratings.extract import extract
from ratings.model import RatingAction, Source, Story
from services.match import queue
from services.merge import place
from storage.store import Memory, Store
from tests.fakes.clock import FakeClock
from tests.fakes.telegram import BotApi
from tests.fakes.telegram_inside import InProcessRequest, deliver

STORIES = (
    "Cantor Fitzgerald Raises Cipher Mining (NASDAQ:CIFR) Price Target to $26 from $18, Maintains Overweight",
    "JPMorgan Upgrades Cipher Mining (NASDAQ:CIFR) to Overweight from Neutral, Raises Price Target to $18 from $12",
    "JPMorgan Lowers Riot Platforms (NASDAQ:RIOT) Price Target to $17 from $19",
)


@dataclass
class Talk:
    """One bot and those who talk to it."""

    app: App
    api: BotApi
    clock: FakeClock
    memory: Memory

    async def say(self, text: str, *, chat: int = 7, **details: object) -> list[str]:
        """Write something, and get what the bot answers."""
        self.api.say(chat, text, **details)  # type: ignore[arg-type]
        return await self.answers(chat)

    async def press(self, button: str, *, chat: int = 7, message: int | None = None, **details: object) -> list[str]:
        """Press a button, and get what the bot answers."""
        self.api.press(chat, message, button, **details)  # type: ignore[arg-type]
        return await self.answers(chat)

    async def answers(self, chat: int = 7) -> list[str]:
        """What the bot says to what is waiting for it."""
        before = len(self.api.texts(chat))
        await self._finish(deliver(self.api, self.app.application))
        return self.api.texts(chat)[before:]

    async def tell(self, title: str) -> None:
        """Let a story come in, and its alerts go out."""
        await self.memory.ask(_record, title, self.clock.now())
        await self._finish(self._send())

    async def deliver(self) -> None:
        """Send what waits, edits and notices too."""
        self.clock.advance(10)
        await self._finish(self._send())

    async def _send(self) -> None:
        while await self.app.deliverer.launch():
            await self.app.deliverer.stop()

    async def _finish(self, work) -> None:  # type: ignore[no-untyped-def]
        task = asyncio.ensure_future(work)
        while not (await asyncio.wait({task}, timeout=0.02))[0]:
            await self.clock.run(0.5)  # it waits for its turn to send, which goes by the clock
        await task


def _record(store: Store, title: str, now: dt.datetime) -> None:
    story = Story(title=title, url=f"https://desk.example/{abs(hash(title))}", published=now)
    with store.transaction():
        feeds = store.feeds.active()
        if not feeds:
            store.feeds.sync([("Desk", "https://desk.example/rss")], now)
            feeds = store.feeds.active()
        story_id = store.stories.add(feeds[0].id, title, story, outlet="Desk", published=now, seen=now)
        assert story_id is not None
        source = Source(
            story_id=story_id, outlet="Desk", title=title, url=story.url, published=now, action=RatingAction()
        )
        placed = place(store, source, extract(story), now=now)
        queue(store, story_id, placed, now=now, settle=dt.timedelta(0), fresh=dt.timedelta(days=1))


@asynccontextmanager
async def open_talk(*, feeds: tuple[Feed, ...] = (), max_watches: int = 200, **telegram: object) -> AsyncIterator[Talk]:
    """A bot that everybody may use unless told otherwise, and that knows STORIES; ``feeds`` may lie on loopback."""
    clock = FakeClock()
    api = BotApi(clock=clock)
    memory = Memory(":memory:")
    given = {"token": api.token, "access": "everyone"} | telegram
    polling = Polling(private_hosts=True, per_host_seconds=0, articles=False)
    alerts = Alerts(max_watches=max_watches)
    settings = Settings.model_validate(
        {"telegram": given, "storage": Storage(), "polling": polling, "alerts": alerts, "feed": feeds}
    )
    app = App(settings, memory, clock, Plug(InProcessRequest(api)))
    talk = Talk(app, api, clock, memory)
    try:
        await app.application.initialize()
        await sync_feeds(settings, memory, clock)
        for title in STORIES:
            await talk.tell(title)
        yield talk
    finally:
        await app.application.shutdown()
        await app._fetcher.close()
        memory.close()
