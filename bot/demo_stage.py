"""The demo's world: when the news begins, how time passes, and when the bot has said all it has to say."""

import datetime as dt

from bot.app import App
from bot.demo_clock import DemoClock
from bot.newsroom import Newsroom
from storage.store import Memory, Store

LOOK_AGAIN = 0.1  # seconds
PATIENCE = 30.0  # seconds that a piped line is waited for
HOUR = dt.timedelta(hours=1)


class Stage:
    """bot.console.Stage around one bot and its newsroom."""

    def __init__(self, app: App, memory: Memory, clock: DemoClock, newsroom: Newsroom) -> None:
        self._app = app
        self._memory = memory
        self._clock = clock
        self._newsroom = newsroom

    async def ready(self) -> None:
        """Wait until the bot runs and knows the outlets' past."""
        while not (self._app.application.running and await self._memory.ask(_all_primed)):
            await self._clock.sleep(LOOK_AGAIN)

    async def open_show(self) -> None:
        """The news begins when somebody watches something."""
        while not await self._memory.ask(lambda store: store.chats.watched()):
            await self._clock.sleep(LOOK_AGAIN)
        self._newsroom.open()

    async def settled(self) -> None:
        """Wait until the opening news is out, and all that came out is read and delivered."""
        await self._clock.sleep(LOOK_AGAIN * 2)
        if self._newsroom.newest and (opening := self._newsroom.opening) > self._clock.now():
            await self._clock.sleep((opening - self._clock.now()).total_seconds())
        await self._worked_off(self._newsroom.newest)

    async def pass_time(self, span: dt.timedelta) -> None:
        """Leap from story to story and from hour to hour, so that all comes in its order and at its time."""
        end = self._clock.now() + span
        while (left := end - self._clock.now()) > dt.timedelta(0):
            self._clock.leap(min(left, self._to_next()))
            await self._clock.sleep(LOOK_AGAIN)
            await self._worked_off(self._newsroom.newest)
        await self._worked_off(end)

    def _to_next(self) -> dt.timedelta:
        """Until the next full hour or the next story, whichever is nearer."""
        now = self._clock.now()
        stops = [now.replace(minute=0, second=0, microsecond=0) + HOUR, self._newsroom.next]
        return min(stop for stop in stops if stop) - now

    async def _worked_off(self, since: dt.datetime | None) -> None:
        """Wait until each of our outlets was looked at since then, and the bot has sent what it had to."""
        end = self._clock.monotonic() + PATIENCE
        while self._clock.monotonic() < end and not await self._is_quiet(since):
            await self._clock.sleep(LOOK_AGAIN)

    async def _is_quiet(self, since: dt.datetime | None) -> bool:
        return not self._app.deliverer.busy and await self._memory.ask(_nothing_waits, self._newsroom.address, since)


def _all_primed(store: Store) -> bool:
    feeds = store.feeds.active()
    return bool(feeds) and all(feed.primed for feed in feeds)


def _nothing_waits(store: Store, address: str, since: dt.datetime | None) -> bool:
    looks = [feed.last_success for feed in store.feeds.active() if feed.url.startswith(address)]
    return all(since is None or (look and look > since) for look in looks) and store.outbox.waiting() == 0
