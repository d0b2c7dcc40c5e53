"""The parts that the bot is made of, each built from the settings."""

import datetime as dt
import shutil
from pathlib import Path
from typing import Any

from telegram.ext import Application, ApplicationBuilder
from telegram.request import BaseRequest

from bot import VERSION
from bot.hub import hub_address
from bot.pace import Pace
from bot.settings import Settings
from feeds.fetch import Fetcher
from handlers import COMMANDS
from handlers.access import Access
from handlers.ask import Desk
from ratings.symbols import directory
from services.backtest import Backtest
from services.charts import Charts
from services.companies import Companies
from services.exports import Exports
from services.imports import Imports, ListReader
from services.inquiry import Inquiry
from services.languages import Languages
from services.lookup import Lookup
from services.manners import Manners
from services.mutes import Muter
from services.names import Names
from services.outlets import Roster
from services.personal import Personal
from services.places import Places
from services.poll import Poller
from services.ports import Clock, Transport, Workshop
from services.preferences import PreferenceKeeper
from services.recent import Recent
from services.record import Rules
from services.review import Review
from services.samples import Sampler
from services.search import Search
from services.sharing import Sharing
from services.slots import MOST_WAITING
from services.templates import sync
from services.trial import Trials
from services.upkeep import Upkeep, Wishes
from services.watchlist import Watchlist
from services.websub import Hubs
from services.wishes import WishKeeper
from storage.backups import Backups
from storage.store import Memory

USER_AGENT = f"Ratingwire/{VERSION} (+https://github.com/ratingwire/ratingwire)"


def build_fetcher(settings: Settings) -> Fetcher:
    """The outlets' HTTP client within the host's limits."""
    polling = settings.polling
    return Fetcher(
        timeout=polling.timeout,
        max_bytes=polling.max_bytes,
        private_hosts=polling.private_hosts,
        user_agent=user_agent(polling.contact),
        concurrency=polling.concurrency * MOST_WAITING,
        per_host=polling.per_host_connections,
    )


def user_agent(contact: str) -> str:
    """What the bot calls itself, with somebody to turn to."""
    return f"{USER_AGENT[:-1]}; {contact})" if contact else USER_AGENT


def build_rules(settings: Settings) -> Rules:
    """The host's wishes as services know them."""
    return Rules(
        interval=settings.polling.interval,
        fresh=dt.timedelta(hours=settings.alerts.fresh_hours),
        settle=dt.timedelta(seconds=settings.alerts.settle_seconds),
    )


def build_poller(
    settings: Settings, memory: Memory, fetcher: Fetcher, workshop: Workshop, clock: Clock, *, linger: float = 0.0
) -> Poller:
    """What looks at the feeds; ``linger`` as for the poller."""
    return Poller(
        memory,
        fetcher,
        workshop,
        clock,
        rules=build_rules(settings),
        concurrency=settings.polling.concurrency,
        articles=settings.polling.articles,
        manners=build_manners(settings, clock),
        linger=linger,
    )


def build_hubs(settings: Settings, memory: Memory, fetcher: Fetcher, clock: Clock, poller: Poller) -> Hubs | None:
    """What takes in the news that hubs bring; None where they could not reach us."""
    telegram = settings.telegram
    if telegram.mode != "webhook":
        return None
    return Hubs(memory, fetcher, clock, poller.manners, poller, address=hub_address(telegram.webhook_url))


def build_manners(settings: Settings, clock: Clock) -> Manners:
    """How often one host is asked."""
    polling = settings.polling
    return Manners(clock, connections=polling.per_host_connections, gap=polling.per_host_seconds)


def build_roster(memory: Memory, fetcher: Fetcher, workshop: Workshop, clock: Clock, poller: Poller) -> Roster:
    """What manages the feeds."""
    trials = Trials(fetcher, workshop, poller.manners)
    return Roster(memory, trials, workshop, clock, look=poller.look)


def build_desk(settings: Settings, memory: Memory, clock: Clock, roster: Roster, workshop: Workshop) -> Desk:
    """What the commands ask."""
    companies, limit = Companies(directory()), settings.alerts.max_watches
    watchlist = Watchlist(memory, companies, clock, limit=limit)
    wishes = WishKeeper(memory, companies, clock)
    return Desk(
        watchlist=watchlist,
        lookup=Lookup(memory, clock, version=VERSION, fresh=build_rules(settings).fresh),
        inquiry=Inquiry(memory, clock),
        charts=Charts(memory, workshop, clock),
        names=Names(memory),
        search=Search(memory, clock),
        recent=Recent(),
        companies=companies,
        review=Review(memory, clock),
        preferences=PreferenceKeeper(memory, clock),
        wishes=wishes,
        mutes=Muter(memory, companies, clock, wishes),
        backtest=Backtest(memory, clock, wishes),
        samples=Sampler(memory, companies, clock),
        languages=Languages(memory),
        personal=Personal(memory, clock),
        imports=Imports(memory, ListReader(companies, directory()), companies, clock, limit=limit),
        exports=Exports(memory, watchlist, clock),
        sharing=Sharing(memory, clock),
        places=Places(memory, Sampler(memory, companies, clock), clock),
        outlets=roster,
        clock=clock,
        guide=tuple(command.guide() for command in COMMANDS),
    )


def build_access(settings: Settings) -> Access:
    """Who may use the bot."""
    telegram = settings.telegram
    return Access(mode=telegram.access, owners=frozenset(telegram.owners), allowed=frozenset(telegram.allowed))


def build_application(
    settings: Settings, pace: Pace, requests: tuple[BaseRequest, ...]
) -> Application[Any, Any, Any, Any, Any, Any]:
    """What handles updates, wherever they come from, and speaks at this pace.

    The second of the requests is for fetching updates, so that a long question never holds up an answer.
    """
    telegram = settings.telegram
    builder = (
        ApplicationBuilder()
        .token(telegram.token.get_secret_value() or "0:offline")
        .base_url(telegram.api_url)
        .base_file_url("/file/".join(telegram.api_url.rsplit("/", 1)))
        .request(requests[0])
        .rate_limiter(pace)
        .concurrent_updates(64)  # one slow answer must not hold up everybody else's
        .job_queue(None)
    )
    if len(requests) > 1:
        builder = builder.get_updates_request(requests[1])
    return builder.updater(None).build()


def build_upkeep(settings: Settings, memory: Memory, transport: Transport, clock: Clock) -> Upkeep:
    """What keeps the bot well."""
    storage = settings.storage
    folder = Path(storage.backup_dir) if storage.backup_dir else storage.path.parent / "backups"
    wishes = Wishes(
        backups=Backups(folder, keep=storage.backups) if storage.backups else None,
        keep_texts=dt.timedelta(days=storage.keep_texts_days),
        owners=tuple(settings.telegram.owners),
    )
    return Upkeep(
        memory, transport, clock, wishes=wishes, free=lambda: shutil.disk_usage(storage.path.parent.absolute()).free
    )


async def sync_feeds(settings: Settings, memory: Memory, clock: Clock) -> None:
    """Have the configured feeds beside what owners added; those per ticker follow the watchlists."""
    configured = [(feed.name, feed.url) for feed in settings.feed]
    await memory.ask(sync, configured, clock.now())
