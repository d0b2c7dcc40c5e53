"""WebSub: hubs that bring news of feeds are subscribed to, checked and kept; polling goes on all the same."""

import asyncio
import datetime as dt
import hmac
import secrets
from dataclasses import replace
from functools import partial

import structlog

from feeds.errors import FeedError
from feeds.hub import signed
from feeds.links import site
from services.manners import Manners, RestingError
from services.poll import Poller
from services.ports import Clock, Outlets
from storage.feeds import FeedState
from storage.leases import Lease
from storage.store import Memory, Store

log = structlog.get_logger()

WISH = 864_000  # seconds of a lease that we ask for: ten days, as the standard's examples do
SHORTEST, LONGEST = 60, 30 * 86_400  # seconds of a lease that is believed
RENEWAL = dt.timedelta(days=1)  # before the end, or half-way where that is sooner
AGAIN = dt.timedelta(hours=6)  # between two requests for what a hub doesn't confirm
AT_ONCE = 20  # requests that one round sends


class Hubs:
    """Subscriptions to what feeds' hubs tell; ``address`` is where they reach us, without a closing slash."""

    def __init__(
        self, memory: Memory, outlets: Outlets, clock: Clock, manners: Manners, poller: Poller, *, address: str
    ) -> None:
        self._memory = memory
        self._outlets = outlets
        self._clock = clock
        self._manners = manners
        self._poller = poller
        self._address = address
        self._reading: set[asyncio.Task[None]] = set()

    async def renew(self) -> None:
        """Ask for the subscriptions that are missing or about to end."""
        now = self._clock.now()
        feeds = await self._memory.ask(_wanting, now)
        for feed in feeds[:AT_ONCE]:
            await self._subscribe(feed, now)

    async def _subscribe(self, feed: FeedState, now: dt.datetime) -> None:
        lease = await self._memory.ask(_ask, feed, now)
        form = {
            "hub.mode": "subscribe",
            "hub.callback": f"{self._address}/{lease.path}",
            "hub.topic": lease.topic,
            "hub.secret": lease.secret,
            "hub.lease_seconds": str(WISH),
        }
        try:
            async with self._manners.turn(lease.hub):
                await self._outlets.tell(lease.hub, form)
        except (FeedError, RestingError) as error:
            reason = error.reason if isinstance(error, FeedError) else str(error)
            log.info("hub not subscribed to", feed=feed.name, hub=site(lease.hub), reason=reason)

    async def confirm(self, path: str, mode: str, topic: str, seconds: str) -> bool:
        """Whether a hub's question is about what we asked for; what it grants or denies is noted."""
        lease = await self._memory.ask(lambda store: store.leases.at(path))
        if lease is None or not hmac.compare_digest(topic.encode(), lease.topic.encode()):
            return False
        if mode == "denied":
            await self._memory.ask(lambda store: store.leases.end(lease.feed_id))
            log.info("hub refuses", hub=site(lease.hub))
            return True
        if mode != "subscribe":
            return False  # we never leave, so nobody speaks for us who says that we do
        granted = int(seconds) if seconds.isdecimal() and len(seconds) < 12 else WISH
        until = self._clock.now() + dt.timedelta(seconds=min(max(granted, SHORTEST), LONGEST))
        await self._memory.ask(lambda store: store.leases.grant(lease.feed_id, until))
        log.info("hub subscribed to", hub=site(lease.hub), until=until.isoformat())
        return True

    async def bring(self, path: str, signature: str, body: bytes, content_type: str | None) -> bool:
        """Take what came to a path; False where nobody was asked to bring anything there.

        What isn't signed with our secret is dropped without a word, as the standard wants it.
        """
        found = await self._memory.ask(_feed_at, path)
        if found is None:
            return False
        lease, feed = found
        if not signed(signature, lease.secret, body):
            log.warning("push with a wrong signature", feed=feed.name)
            return True
        if len(self._reading) < AT_ONCE:  # more would be a flood; the feed itself still tells all
            task = asyncio.create_task(self._read(feed, body, content_type), name=f"push {feed.name}")
            self._reading.add(task)
            task.add_done_callback(partial(self._done, feed.name))
        return True

    async def _read(self, feed: FeedState, body: bytes, content_type: str | None) -> None:
        if body:
            await self._poller.push(feed, body, content_type)
        else:
            await self._poller.look(feed)  # a ping without news: the news is at the feed

    def _done(self, name: str, task: asyncio.Task[None]) -> None:
        self._reading.discard(task)
        if not task.cancelled() and (error := task.exception()):
            log.error("push not stored", feed=name, reason=str(error))

    async def finish(self) -> None:
        """Wait until everything that was brought is read."""
        await asyncio.gather(*self._reading)

    async def stop(self) -> None:
        """Drop what is being read; the feeds still tell it."""
        for task in self._reading:
            task.cancel()
        await asyncio.gather(*self._reading, return_exceptions=True)


def _wanting(store: Store, now: dt.datetime) -> list[FeedState]:
    wanting = set(store.leases.wanting(before=now + RENEWAL, asked=now - AGAIN))
    return [feed for feed in store.feeds.active() if feed.id in wanting] if wanting else []


def _ask(store: Store, feed: FeedState, now: dt.datetime) -> Lease:
    """The subscription to ask for: to a hub, another callback would be another subscription beside the old one."""
    assert feed.hub is not None
    topic = feed.topic or feed.url
    known = store.leases.of(feed.id)
    if known is not None and (known.hub, known.topic) == (feed.hub, topic):
        lease = replace(known, asked=now)
    else:
        path, secret = secrets.token_urlsafe(18), secrets.token_hex(32)
        lease = Lease(feed_id=feed.id, hub=feed.hub, topic=topic, path=path, secret=secret, asked=now, until=None)
    store.leases.ask(lease)
    return lease


def _feed_at(store: Store, path: str) -> tuple[Lease, FeedState] | None:
    lease = store.leases.at(path)
    if lease is None:
        return None
    feed = store.feeds.find(lease.feed_id)
    return None if feed is None else (lease, feed)
