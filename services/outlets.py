"""The feeds as owners manage them: seen, found, tried, added, removed, exchanged."""

import datetime as dt
from collections.abc import Awaitable, Callable
from dataclasses import replace

from feeds.links import host
from feeds.opml import NAME, Listed, NotOpmlError, Outline, read_opml, write_opml
from feeds.templates import is_template
from feeds.text import one_line
from feeds.workshop import WorkshopError
from messages.feed_views import FeedRow, FeedsView, Import, Looked, Offer, Trial
from services.freshness import feeds_view
from services.poll import PollReport
from services.ports import Clock, Workshop
from services.templates import close_outlet, open_outlet
from services.trial import Trials
from storage.feeds import FeedState
from storage.outlets import Outlet
from storage.store import Memory, Store

Look = Callable[[FeedState], Awaitable[PollReport]]


class Roster:
    """All outlets that are polled, and those that may be."""

    def __init__(self, memory: Memory, trials: Trials, workshop: Workshop, clock: Clock, *, look: Look) -> None:
        """``look`` looks at a feed at once."""
        self._memory = memory
        self._trials = trials
        self._workshop = workshop
        self._clock = clock
        self._look = look

    async def view(self) -> FeedsView:
        """How all of them fare."""
        view = await self._memory.ask(feeds_view, self._clock.now())
        return replace(view, rows=tuple(row for row in view.rows if row.id))

    async def find(self, words: str) -> list[FeedRow]:
        """Those that a number, a name or an address means; several where they share a name."""
        rows = (await self.view()).rows
        number = words.removeprefix("#")
        if number.isdecimal():
            return [row for row in rows if str(row.id) == number]
        return [row for row in rows if row.url == words or row.name.casefold() == words.casefold()]

    async def offer(self, address: str, name: str) -> Offer:
        """Find the feed at an address, try it, and keep it until somebody has said whether to add it."""
        trial = await self._trials.find(address, one_line(name, NAME))
        if trial.error is not None:
            return Offer(trial=trial)
        return await self._memory.ask(_keep, trial)

    async def accept(self, batch: int) -> list[str]:
        """Poll from now on what the question was about; gives the names, none where it was answered already."""
        return await self._memory.ask(_accept, batch, self._clock.now())

    async def decline(self, batch: int) -> bool:
        """Forget what the question was about; False where it was answered already."""
        return await self._memory.ask(lambda store: store.outlets.decline(batch))

    async def switch(self, outlet_id: int, state: str) -> Outlet | None:
        """Switch an outlet "on" or "off"; None where there is none of that number."""
        return await self._memory.ask(self._switch, outlet_id, state)

    def _switch(self, store: Store, outlet_id: int, state: str) -> Outlet | None:
        with store.transaction():
            outlet = store.outlets.get(outlet_id)
            if outlet is None or outlet.state == "asked":
                return None
            store.outlets.switch(outlet_id, state)
            if state == "on":
                open_outlet(store, outlet, self._clock.now())
            else:
                close_outlet(store, outlet_id)
        return outlet

    async def test(self, outlet_id: int) -> Trial | None:
        """What is at its address now; nothing of it is stored."""
        outlet = await self._memory.ask(lambda store: store.outlets.get(outlet_id))
        return await self._trials.test(outlet.url, outlet.name) if outlet else None

    async def try_out(self, address: str) -> Trial:
        """What is at an address that is none of theirs."""
        return await self._trials.find(address)

    async def poll(self, outlet_id: int) -> Looked | None:
        """Look at it now; the feeds of a template have their turn as soon as their host allows."""
        outlet, feeds = await self._memory.ask(_feeds, outlet_id)
        if outlet is None:
            return None
        if is_template(outlet.url):
            return Looked(name=outlet.name, hurried=await self.hurry(outlet_id))
        reports = [await self._look(feed) for feed in feeds]
        return Looked(
            name=outlet.name,
            stories=sum(report.stories for report in reports),
            calls=sum(len(report.events) for report in reports),
            alerts=sum(report.alerts for report in reports),
            error=next((report.error for report in reports if report.error), None),
        )

    async def hurry(self, outlet_id: int | None = None) -> int:
        """Have an outlet's feeds, or all, looked at in their turn; gives how many there are."""
        return await self._memory.ask(lambda store: store.feeds.hurry(outlet_id, self._clock.now()))

    async def take(self, body: bytes) -> Import:
        """Read a list of feeds, and keep the new ones until somebody has said whether to add them.

        Raises NotOpmlError.
        """
        try:
            listed = await self._workshop.do(read_opml, body)
        except WorkshopError as error:
            raise NotOpmlError(f"reading it {error}") from error
        return await self._memory.ask(_keep_listed, listed)

    async def export(self) -> bytes:
        """The list of all feeds that are on, as OPML."""
        return await self._memory.ask(listed_file)


def listed_file(store: Store) -> bytes:
    """The list of all feeds that are on, as OPML."""
    return write_opml(Outline(name=outlet.name, url=outlet.url) for outlet in store.outlets.active())


def add_listed(store: Store, listed: Listed, now: dt.datetime) -> list[str]:
    """Poll from now on what a list holds; gives the names of what is new."""
    kept = _keep_listed(store, listed)
    return _accept(store, kept.batch, now) if kept.batch is not None else []


def _accept(store: Store, batch: int, now: dt.datetime) -> list[str]:
    with store.transaction():
        accepted = store.outlets.accept(batch)
        for outlet in accepted:
            open_outlet(store, outlet, now)
    return [outlet.name for outlet in accepted]


def _keep(store: Store, trial: Trial) -> Offer:
    known = store.outlets.of_url(trial.url)
    if known is not None and known.state == "on":
        return Offer(trial=replace(trial, name=known.name))
    trial = replace(trial, name=_free_name(store, trial.name, trial.url))
    return Offer(trial=trial, batch=store.outlets.ask([(trial.name, trial.url)]))


def _keep_listed(store: Store, listed: Listed) -> Import:
    active = {outlet.url for outlet in store.outlets.active()}
    fresh = [one for one in listed.outlines if one.url not in active]
    return Import(
        fresh=tuple(one.name for one in fresh),
        known=len(listed.outlines) - len(fresh),
        left_out=listed.left_out,
        batch=store.outlets.ask((one.name, one.url) for one in fresh) if fresh else None,
    )


def _free_name(store: Store, name: str, url: str) -> str:
    """The name, told apart by its host where another outlet has it already."""
    taken = {outlet.name.casefold() for outlet in store.outlets.all() if outlet.url != url}
    return name if name.casefold() not in taken else f"{name} ({host(url)})"[:NAME]


def _feeds(store: Store, outlet_id: int) -> tuple[Outlet | None, list[FeedState]]:
    return store.outlets.get(outlet_id), store.feeds.of_outlet(outlet_id)
