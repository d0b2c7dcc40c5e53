"""Whether everything works: settings, storage, token, each feed once."""

import asyncio
from dataclasses import dataclass

from rich.console import Console
from rich.table import Table
from rich.text import Text
from telegram import Bot
from telegram.error import InvalidToken, TelegramError

from bot.app import build_fetcher
from bot.logs import HIDDEN
from bot.settings import Feed, Settings
from feeds.errors import FeedError
from feeds.fetch import Fetcher
from feeds.parse import parse
from storage.errors import StorageError
from storage.store import Memory

TEMPLATE_TICKER = "AAPL"  # stands in for {ticker}: every outlet covers it


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
    if not settings.feed:
        return [Finding("feeds", False, "there are none: add a [[feed]] as in config.example.toml")]
    fetcher = build_fetcher(settings)
    places = asyncio.Semaphore(settings.polling.concurrency)
    try:
        return await asyncio.gather(*(_feed(feed, fetcher, places) for feed in settings.feed))
    finally:
        await fetcher.close()


async def _feed(feed: Feed, fetcher: Fetcher, places: asyncio.Semaphore) -> Finding:
    what = f"feed {feed.name}"
    try:
        async with places:
            fetched = await fetcher.fetch(feed.url.replace("{ticker}", TEMPLATE_TICKER))
        if fetched is None:
            return Finding(what, False, "answered 304 to a first question")
        entries = parse(fetched.body, url=fetched.url, outlet=feed.name, content_type=fetched.content_type)
    except FeedError as error:
        return Finding(what, False, str(error))
    return Finding(what, True, f"{len(entries)} entries" + (f", newest: {entries[0].story.title}" if entries else ""))


def _print(findings: list[Finding]) -> None:
    marks = {True: Text("ok", "green"), False: Text("fails", "bold red"), None: Text("note", "yellow")}
    table = Table("what", "", "detail", box=None, pad_edge=False)
    for finding in findings:
        table.add_row(Text(finding.what), marks[finding.well], Text(finding.detail))
    Console().print(table)
