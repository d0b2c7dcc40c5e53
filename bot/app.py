"""Where the real parts meet: storage, feeds, Telegram, and the tasks that keep them going."""

import asyncio
import os
import socket
import uuid
from dataclasses import dataclass
from functools import partial
from typing import Any

import structlog
from telegram.ext import ExtBot
from telegram.request import BaseRequest, HTTPXRequest

from bot.hub import hub_routes
from bot.link import Link
from bot.metrics import Metrics, TimedWorkshop
from bot.pace import Pace, Priority
from bot.parts import (
    build_access,
    build_application,
    build_desk,
    build_fetcher,
    build_hubs,
    build_poller,
    build_roster,
    build_rules,
    build_upkeep,
    sync_feeds,
)
from bot.pulse import SENDER, TICKS, UPDATES, Pulse
from bot.rounds import Rounds
from bot.settings import Settings
from bot.systemd import Systemd
from bot.transport import TelegramTransport
from bot.updates import DisplacedError, Updates
from bot.web import WebServer
from feeds.workshop import Workshop
from handlers.router import Router
from services.deliver import Deliverer
from services.health import figures
from services.poll import TICK
from services.ports import Clock
from services.together import LINGER
from storage.errors import StorageError
from storage.store import Memory

log = structlog.get_logger()

STOP_SECONDS = 8.0  # for what is in flight; the promise is to be gone within 10
CONNECTIONS = 16  # to Telegram at a time: the alerts in flight and as many replies; the client's pool slows with more
UPKEEP = 60.0  # seconds between two looks at what else is


@dataclass(frozen=True, slots=True)
class Plug:
    """Another way to talk to Telegram's API, as the demo and tests have: the request, and no updates to fetch."""

    request: BaseRequest


class App:
    """The whole bot in one process."""

    def __init__(self, settings: Settings, memory: Memory, clock: Clock, plug: Plug | None = None) -> None:
        """Put the parts together; nothing runs before ``run``."""
        self.settings = settings
        self.memory = memory
        self._clock = clock
        self._fetcher = build_fetcher(settings)
        self._workshop = Workshop()
        self._requests = (plug.request,) if plug else (HTTPXRequest(CONNECTIONS), HTTPXRequest(1))
        self._pace = Pace(clock, per_second=settings.alerts.messages_per_second)
        self.application = build_application(settings, self._pace, self._requests)
        self.pulse = Pulse(clock)
        self._metrics = Metrics(self._pace, self.pulse)
        timed = TimedWorkshop(self._workshop, self._metrics.reading)
        linger = 0.0 if plug else LINGER  # behind a plug the time may stand still until somebody moves it
        self.poller = build_poller(settings, memory, self._fetcher, timed, clock, linger=linger)
        bot: ExtBot[Any] = self.application.bot
        self.deliverer = Deliverer(
            memory,
            TelegramTransport(bot, priority=Priority.ALERT),
            clock,
            owner=f"{socket.gethostname()}/{os.getpid()}/{uuid.uuid4().hex[:8]}",  # in containers every pid is 1
            fresh=build_rules(settings).fresh,
            beat=partial(self.pulse.beat, SENDER),
            digests=TelegramTransport(bot, priority=Priority.DIGEST),
        )
        roster = build_roster(memory, self._fetcher, self._workshop, clock, self.poller)
        self._desk = build_desk(settings, memory, clock, roster, self._workshop)
        self._access = build_access(settings)
        replies = TelegramTransport(bot, priority=Priority.REPLY)
        Router(self._desk, self._access, replies).register(self.application)
        self._upkeep = build_upkeep(settings, memory, replies, clock)
        self._hubs = build_hubs(settings, memory, self._fetcher, clock, self.poller)
        doors = hub_routes(self._hubs) if self._hubs else []
        self._web = WebServer(settings, self.application, self.pulse, self._page, doors)
        self.link = self._build_link(bot, plug)
        self._rounds = Rounds(clock)
        self._systemd = Systemd()

    def _build_link(self, bot: ExtBot[Any], plug: Plug | None) -> Link:
        heard = partial(self.pulse.beat, UPDATES)
        mode = "given" if plug else self.settings.telegram.mode
        queue = self.application.update_queue
        return Link(
            self.application,
            self._clock,
            heard=heard,
            owners=self.settings.telegram.owners,
            updates=Updates(bot, self._requests[-1], queue, self._clock, heard) if mode == "polling" else None,
            call_in=self._web.set_webhook if mode == "webhook" else None,
        )

    async def run(self, stop: asyncio.Event) -> None:
        """Poll, read, merge, alert and answer until ``stop`` is set; raises RefusedStartError."""
        tasks: list[asyncio.Task[None]] = []
        try:
            await sync_feeds(self.settings, self.memory, self._clock)
            await self._desk.watchlist.let_go(self._access.admits)
            await self.poller.catch_up()
            await self._web.start()
            self._schedule()
            self._systemd.ready()
            tasks.append(asyncio.create_task(self._connect(), name="telegram"))
            tasks.append(asyncio.create_task(_wait(stop), name="stop"))
            done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
            for task in done:
                task.result()
        finally:
            log.info("stopping")
            self._systemd.stopping()
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            await self._close()

    def _schedule(self) -> None:
        self._rounds.every(TICK, self._tick)
        self._rounds.every(UPKEEP, self._keep_up)
        if self._hubs is not None:
            self._rounds.every(UPKEEP, self._hubs.renew)
        if (limit := self._systemd.watchdog) is not None:
            self._rounds.every(limit / 3, self._report)
        self._rounds.start()

    async def _tick(self) -> None:
        # It only starts supervised tasks: the rounds cancel what runs when they stop.
        try:
            await self.poller.tick()
        except StorageError as error:
            log.error("feeds not looked at", reason=str(error))
        else:
            self.pulse.beat(TICKS)

    async def _keep_up(self) -> None:
        await self._upkeep.tick(speak=UPDATES not in self.pulse.silent())

    async def _page(self) -> bytes:
        return self._metrics.page(await self.memory.ask(figures, self._clock.now()))

    async def _report(self) -> None:
        """Keep systemd's watchdog quiet; a restart would bring back our own ticks, but never Telegram."""
        if TICKS not in self.pulse.silent():
            self._systemd.alive()

    async def _connect(self) -> None:
        """Reach Telegram, however long it takes, then listen and deliver whenever no other program does."""
        await self.link.open()
        while True:
            try:
                await self._serve()
            except DisplacedError as error:
                log.error("another program is this bot: stop it, or give each its own token", reason=str(error))
                await self._fall_silent()
                await self.link.await_turn()
                log.info("the other program has gone, going on")

    async def _serve(self) -> None:
        tasks = [asyncio.create_task(self.deliverer.run()), asyncio.create_task(self.link.listen())]
        try:
            done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
            for task in done:
                task.result()
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    async def _fall_silent(self) -> None:
        """Send nothing more: what waits for its turn goes back, what is on its way arrives."""
        await self.deliverer.halt()
        await self._pace.shutdown()
        await self.deliverer.stop()
        self.pulse.still(UPDATES)

    async def _close(self) -> None:
        """End what runs, let what is in flight arrive, close the files; all of it within STOP_SECONDS."""
        self._rounds.stop()
        try:
            async with asyncio.timeout(STOP_SECONDS):
                await self.deliverer.halt()
                await self._pace.shutdown()  # what still waits for its turn was surely not sent
                if self._hubs is not None:
                    await self._hubs.stop()
                await self.poller.stop()
                await self.deliverer.stop()
                await self.link.close()
        except TimeoutError:
            log.warning("not all that was under way came to its end; alerts among it may be repeated")
        for request in self._requests:  # an application that never reached Telegram leaves them open
            await request.shutdown()
        await self._web.stop()
        await self._fetcher.close()
        self._workshop.close()
        log.info("stopped")


async def _wait(stop: asyncio.Event) -> None:
    await stop.wait()
