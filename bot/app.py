"""Where the real parts meet: storage, feeds, Telegram, and the tasks that keep them going."""

import asyncio
import datetime as dt
import os
import socket
import uuid
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from telegram.error import BadRequest, Conflict, InvalidToken, TelegramError
from telegram.ext import Application, ApplicationBuilder, ExtBot
from telegram.request import BaseRequest, HTTPXRequest

from bot import VERSION
from bot.pace import Pace, Priority
from bot.settings import Settings
from bot.transport import TelegramTransport
from bot.web import ALLOWED_UPDATES, WebServer
from feeds.fetch import Fetcher
from feeds.workshop import Workshop
from handlers import COMMANDS
from handlers.access import Access
from handlers.ask import Desk
from handlers.router import Router, menu
from ratings.symbols import directory
from services.companies import Companies
from services.deliver import Deliverer
from services.lookup import Lookup
from services.poll import Poller, wanted_feeds
from services.ports import Clock
from services.record import Rules
from services.review import Review
from services.watchlist import Watchlist
from storage.store import Memory

log = structlog.get_logger()

USER_AGENT = f"Ratingwire/{VERSION} (+https://github.com/ratingwire/ratingwire)"
STOP_SECONDS = 8.0  # for what is in flight; the promise is to be gone within 10
RETRY_LIMIT = 60.0
CONNECTIONS = 16  # to Telegram at a time: the alerts in flight and as many replies; the client's pool slows with more
GRACE = 60  # seconds a tick may be late; APScheduler's own second drops ticks after any hiccup


class RefusedStartError(Exception):
    """The bot can't start as it is set up; the message tells what to change."""


@dataclass(frozen=True, slots=True)
class Plug:
    """Another way to talk to Telegram's API, as the demo and tests have: the request, and no updates to fetch."""

    request: BaseRequest


def build_fetcher(settings: Settings) -> Fetcher:
    """The outlets' HTTP client within the host's limits."""
    polling = settings.polling
    return Fetcher(
        timeout=polling.timeout,
        max_bytes=polling.max_bytes,
        private_hosts=polling.private_hosts,
        user_agent=USER_AGENT,
        concurrency=polling.concurrency,
    )


def build_rules(settings: Settings) -> Rules:
    """The host's wishes as services know them."""
    return Rules(
        interval=settings.polling.interval,
        fresh=dt.timedelta(hours=settings.alerts.fresh_hours),
        settle=dt.timedelta(seconds=settings.alerts.settle_seconds),
    )


def build_poller(settings: Settings, memory: Memory, fetcher: Fetcher, workshop: Workshop, clock: Clock) -> Poller:
    """What looks at the feeds."""
    return Poller(
        memory,
        fetcher,
        workshop,
        clock,
        rules=build_rules(settings),
        concurrency=settings.polling.concurrency,
        articles=settings.polling.articles,
    )


async def sync_feeds(settings: Settings, memory: Memory, clock: Clock) -> None:
    """Make the configured feeds the active ones; those per ticker follow the watchlists."""
    configured = [(feed.name, feed.url) for feed in settings.feed]
    now = clock.now()
    await memory.ask(lambda store: store.feeds.sync(wanted_feeds(store, configured), now))


class App:
    """The whole bot in one process."""

    def __init__(self, settings: Settings, memory: Memory, clock: Clock, plug: Plug | None = None) -> None:
        """Put the parts together; nothing runs before ``run``."""
        self.settings = settings
        self.memory = memory
        self._clock = clock
        self._plug = plug
        self._fetcher = build_fetcher(settings)
        self._workshop = Workshop()
        self.poller = build_poller(settings, memory, self._fetcher, self._workshop, clock)
        self._requests = (plug.request,) if plug else (HTTPXRequest(CONNECTIONS), HTTPXRequest(1))
        self._pace = Pace(clock, per_second=settings.alerts.messages_per_second)
        self.application = _build_application(settings, self._pace, self._requests)
        bot: ExtBot[Any] = self.application.bot
        self.deliverer = Deliverer(
            memory,
            TelegramTransport(bot, priority=Priority.ALERT),
            clock,
            owner=f"{socket.gethostname()}/{os.getpid()}/{uuid.uuid4().hex[:8]}",  # in containers every pid is 1
            fresh=build_rules(settings).fresh,
        )
        self._desk = self._build_desk(memory, clock)
        self._access = _access(settings)
        router = Router(self._desk, self._access, TelegramTransport(bot, priority=Priority.REPLY))
        router.register(self.application)
        self._scheduler = AsyncIOScheduler(timezone=dt.UTC)
        self._web = WebServer(settings, self.application)

    def _build_desk(self, memory: Memory, clock: Clock) -> Desk:
        companies = Companies(directory())
        return Desk(
            watchlist=Watchlist(memory, companies, clock, changed=self._sync),
            lookup=Lookup(memory, clock, version=VERSION, fresh=build_rules(self.settings).fresh),
            companies=companies,
            review=Review(memory, clock),
            clock=clock,
            guide=tuple(command.guide() for command in COMMANDS),
        )

    async def _sync(self) -> None:
        await sync_feeds(self.settings, self.memory, self._clock)

    async def run(self, stop: asyncio.Event) -> None:
        """Poll, read, merge, alert and answer until ``stop`` is set; raises RefusedStartError."""
        tasks: list[asyncio.Task[None]] = []
        try:
            await self._sync()
            await self._desk.watchlist.let_go(self._access.admits)
            await self.poller.catch_up()
            await self._open_doors()
            self._schedule()
            tasks.append(asyncio.create_task(self._connect(), name="telegram"))
            tasks.append(asyncio.create_task(_wait(stop), name="stop"))
            done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
            for task in done:
                task.result()
        finally:
            log.info("stopping")
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            await self._close()

    async def _open_doors(self) -> None:
        try:
            await self._web.start()
        except OSError as error:
            raise RefusedStartError(f"can't listen where the settings say: {error.strerror}") from error

    def _schedule(self) -> None:
        # Ticks only start supervised tasks: the scheduler cancels its own jobs when it shuts down.
        self._scheduler.add_job(
            self.poller.tick,
            "interval",
            seconds=1,
            next_run_time=self._clock.now(),
            misfire_grace_time=GRACE,
            coalesce=True,
            max_instances=1,
        )
        self._scheduler.start()

    async def _connect(self) -> None:
        """Reach Telegram, however long it takes, then listen and deliver."""
        await self._until_reached(self.application.initialize)
        log.info("connected", bot=f"@{self.application.bot.username}")
        await self.application.start()
        await asyncio.gather(self.deliverer.run(), self._listen())

    async def _listen(self) -> None:
        """Show the menu, and have updates come in."""
        if self.application.updater is None and self._plug is None:
            await self._until_reached(self._web.set_webhook)
        elif self.application.updater is not None:
            await self.application.updater.start_polling(
                allowed_updates=ALLOWED_UPDATES, bootstrap_retries=-1, error_callback=_on_polling_error
            )
        await self._until_reached(self._announce)

    async def _announce(self) -> None:
        await self.application.bot.set_my_commands(menu())

    async def _until_reached(self, call: Callable[[], Awaitable[object]]) -> None:
        """Call until Telegram answers: it may be down when we start."""
        pause = 1.0
        while True:
            try:
                await call()
                return
            except InvalidToken:
                # its text holds the token, so it is neither shown nor chained
                raise RefusedStartError(
                    "Telegram refuses the token: copy it anew from @BotFather into telegram.token"
                ) from None
            except BadRequest as error:
                raise RefusedStartError(f"Telegram refuses what the settings ask for: {error.message}") from None
            except TelegramError as error:
                log.warning("telegram not reached", reason=str(error), again_in=pause)
                await self._clock.sleep(pause)
                pause = min(pause * 2, RETRY_LIMIT)

    async def _close(self) -> None:
        """End what runs, let what is in flight arrive, close the files; all of it within STOP_SECONDS."""
        if self._scheduler.running:
            self._scheduler.shutdown(wait=False)
        try:
            async with asyncio.timeout(STOP_SECONDS):
                await self._pace.shutdown()  # what still waits for its turn was surely not sent
                await self.poller.stop()
                await self.deliverer.stop()
                await self._leave_telegram()
        except TimeoutError:
            log.warning("not all that was under way came to its end; alerts among it may be repeated")
        for request in self._requests:  # an application that never reached Telegram leaves them open
            await request.shutdown()
        await self._web.stop()
        await self._fetcher.close()
        self._workshop.close()
        log.info("stopped")

    async def _leave_telegram(self) -> None:
        updater = self.application.updater
        if updater is not None and updater.running:
            await updater.stop()
        if self.application.running:
            await self.application.stop()
        await self.application.shutdown()


async def _wait(stop: asyncio.Event) -> None:
    await stop.wait()


def _access(settings: Settings) -> Access:
    telegram = settings.telegram
    return Access(mode=telegram.access, owners=frozenset(telegram.owners), allowed=frozenset(telegram.allowed))


def _build_application(
    settings: Settings, pace: Pace, requests: tuple[BaseRequest, ...]
) -> Application[Any, Any, Any, Any, Any, Any]:
    """The second of the requests fetches updates; without one, or with a webhook, they come by themselves."""
    telegram = settings.telegram
    builder = (
        ApplicationBuilder()
        .token(telegram.token.get_secret_value() or "0:offline")
        .base_url(telegram.api_url)
        .request(requests[0])
        .rate_limiter(pace)
        .concurrent_updates(64)  # one slow answer must not hold up everybody else's
        .job_queue(None)
    )
    if len(requests) > 1 and telegram.mode == "polling":
        return builder.get_updates_request(requests[1]).build()
    return builder.updater(None).build()


def _on_polling_error(error: TelegramError) -> None:
    if isinstance(error, Conflict):
        log.error("another program fetches this bot's updates; stop it, or give each its own token")
    else:
        log.warning("updates not fetched", reason=str(error))
