"""Whether everything works: settings, storage, token, each feed once."""

import asyncio
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from rich.table import Table
from rich.text import Text
from telegram import Bot
from telegram.error import InvalidToken, TelegramError

from bot.clock import SystemClock
from bot.loading import SettingsError, load
from bot.logs import HIDDEN
from bot.parts import build_fetcher, build_manners
from bot.settings import Settings
from bot.tables import show
from feeds.workshop import Workshop
from messages.feed_views import Trial
from services.trial import Trials
from storage.errors import StorageError
from storage.store import Memory

EXAMPLE = Path(__file__).parents[1] / "config.example.toml"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at; ``well`` is None where it works but deserves a word."""

    what: str
    well: bool | None
    detail: str


async def check(settings: Settings) -> int:
    """Look at everything and print a table; 1 if something doesn't work."""
    findings = [Finding("settings", True, "no mistakes"), _access(settings), _storage(settings)]
    findings.append(await _token(settings))
    findings += await _feeds(settings)
    _print(findings)
    return 1 if any(finding.well is False for finding in findings) else 0


def _access(settings: Settings) -> Finding:
    telegram = settings.telegram
    if telegram.access == "everyone":
        return Finding("access", None, "everyone who finds the bot may use it")
    if not telegram.owners and not (telegram.access == "listed" and telegram.allowed):
        return Finding("access", False, "nobody may use the bot: put your user id into telegram.owners "
                       "(the bot tells it to whoever writes to it)")  # fmt: skip
    return Finding(
        "access", True, f"{telegram.access}: user ids {', '.join(map(str, {*telegram.owners, *telegram.allowed}))}"
    )


def _storage(settings: Settings) -> Finding:
    try:
        Memory(settings.storage.path).close()
    except StorageError as error:
        return Finding("storage", False, str(error))
    return Finding("storage", True, str(settings.storage.path))


async def _token(settings: Settings) -> Finding:
    token = settings.telegram.token.get_secret_value()
    if not token:
        return Finding("token", False, "missing: get one from @BotFather and put it into telegram.token")
    bot = Bot(token, base_url=settings.telegram.api_url)
    try:
        me = await bot.get_me()
    except InvalidToken:
        return Finding("token", False, "Telegram refuses it: copy it anew from @BotFather")
    except TelegramError as error:
        return Finding("token", False, f"Telegram can't be reached: {error.message.replace(token, HIDDEN)}")
    finally:
        await bot.shutdown()
    return Finding("token", True, f"@{me.username}")


async def _feeds(settings: Settings) -> list[Finding]:
    named = await _named(settings)
    if not named:
        return [Finding("feeds", False, "there are none: add a [[feed]] as in config.example.toml")]
    fetcher, workshop = build_fetcher(settings), Workshop()
    trials = Trials(fetcher, workshop, build_manners(settings, SystemClock()))
    places = asyncio.Semaphore(settings.polling.concurrency)
    try:
        tried = await asyncio.gather(*(_tried(trials, places, url, name) for url, name in named.items()))
    finally:
        await fetcher.close()
        workshop.close()
    findings = [_feed(trial, shipped=trial.url in _defaults()) for trial in tried]
    if all(trial.error for trial in tried) and all(finding.well is None for finding in findings):
        findings.append(Finding("feeds", False, "none of them answers: is there a way to the internet from here?"))
    return findings


async def _named(settings: Settings) -> dict[str, str]:
    """URL -> name of the feeds that the settings name, and of those that owners added."""
    named = {feed.url: feed.name for feed in settings.feed}
    try:
        memory = Memory(settings.storage.path)
    except StorageError:
        return named  # told by its own finding
    try:
        added = await memory.ask(lambda store: [one for one in store.outlets.active() if not one.configured])
    finally:
        memory.close()
    return named | {outlet.url: outlet.name for outlet in added}


async def _tried(trials: Trials, places: asyncio.Semaphore, url: str, name: str) -> Trial:
    async with places:
        return await trials.test(url, name)


def _feed(trial: Trial, *, shipped: bool) -> Finding:
    what = f"feed {trial.name}"
    if trial.error and shipped:
        return Finding(what, None, f"a default that can't be read from here; the others do without it: {trial.error}")
    if trial.error:
        return Finding(what, False, trial.error)
    newest = f", newest: {trial.samples[0].title}" if trial.samples else ""
    return Finding(what, True, f"{trial.entries} entries{newest}")


@cache
def _defaults() -> frozenset[str]:
    """The addresses that config.example.toml ships: a host who copied them can't help it if one is dead."""
    try:
        return frozenset(feed.url for feed in load(EXAMPLE, {}).feed)
    except SettingsError:
        return frozenset()  # the example was not shipped along


def _print(findings: list[Finding]) -> None:
    marks = {True: Text("ok", "green"), False: Text("fails", "bold red"), None: Text("note", "yellow")}
    table = Table("what", "", "detail", box=None, pad_edge=False)
    for finding in findings:
        table.add_row(Text(finding.what), marks[finding.well], Text(finding.detail))
    show(table)
