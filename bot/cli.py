"""The command line: words to a command, mistakes to a sentence and an exit code."""

import argparse
import asyncio
import contextlib
import datetime as dt
import signal
import sys
from collections.abc import Callable, Coroutine, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

from bot import VERSION
from bot.exits import EXIT_BUSY, EXIT_CONFIG, EXIT_DATA, RefusedStartError
from bot.loading import SettingsError, load
from bot.settings import Settings


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and give its exit code."""
    options = build_parser().parse_args(argv)
    try:
        command: Callable[[argparse.Namespace], int] = options.command
        return command(options)
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:  # whoever read our output has enough
        sys.stderr.close()
        return 0


def build_parser() -> argparse.ArgumentParser:
    """The commands and their options."""
    parser = argparse.ArgumentParser(prog="python -m bot", description="Ratingwire: analyst calls, once and correct.")
    parser.add_argument("--version", action="version", version=f"Ratingwire {VERSION}")
    parser.add_argument(
        "--config",
        type=Path,
        metavar="FILE",
        help="the settings (default: config.toml, or what RATINGWIRE_CONFIG names)",
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    _add(commands, "run", _run, "the bot: polls, reads, merges, alerts, answers")
    _add(commands, "demo", _demo, "the bot in this terminal, with no token and no internet")
    _add(
        commands, "check", _check, "every setting, the token, each feed once, storage; exit 1 if something doesn't work"
    )
    poll = _add(commands, "poll", _poll, "look at the feeds once, now; prints what was found")
    poll.add_argument("--feed", metavar="NAME", help="only this feed")
    extract = _add(commands, "extract", _extract, "read stories as JSON lines, print their calls as JSON lines")
    extract.add_argument("file", nargs="?", type=Path, metavar="FILE", help="the stories (default: standard input)")
    feeds = _add(commands, "feeds", _feeds, "each feed: state, last success, entries, calls, errors, next look")
    feeds.add_argument("--import", type=Path, metavar="FILE", dest="listed", help="add the feeds of an OPML file")
    feeds.add_argument("--export", type=Path, metavar="FILE", dest="target", help="write all feeds to an OPML file")
    backup = _add(commands, "backup", _backup, "a consistent, checked copy of the data, also while the bot runs")
    backup.add_argument("file", type=Path, metavar="FILE", help="the copy; must not exist yet")
    restore = _add(commands, "restore", _restore, "make a copy the data again; keeps what was there")
    restore.add_argument("file", type=Path, metavar="FILE", help="a copy that backup wrote; stop the bot first")
    backfill = _add(commands, "backfill", _backfill, "read old stories or records into the history; never alerts")
    backfill.add_argument("file", type=Path, metavar="FILE", help="JSON lines, Benzinga's records or yfinance's CSV")
    backfill.add_argument("--ticker", type=_ticker, metavar="T", help="the stock, where the records don't name it")
    export = _add(commands, "export", _export, "the calls, in the order of their days, to standard output")
    export.add_argument("--format", choices=("csv", "json", "benzinga"), default="csv", help="default: csv")
    export.add_argument("--ticker", type=_ticker, metavar="T", help="only this stock")
    export.add_argument("--since", type=_day, metavar="D", help="only calls of this day, YYYY-MM-DD, and later")
    return parser


def _ticker(text: str) -> str:
    from services.cells import RecordError, listing

    try:
        return listing(text).ticker
    except RecordError as error:
        raise argparse.ArgumentTypeError(str(error)) from error


def _day(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{text!r} is no day such as 2025-11-24") from error


def _add(
    commands: Any, name: str, command: Callable[[argparse.Namespace], int], summary: str
) -> argparse.ArgumentParser:
    parser: argparse.ArgumentParser = commands.add_parser(name, help=summary, description=summary)
    parser.set_defaults(command=command)
    return parser


def _configured(
    work: Callable[[Settings], Coroutine[Any, Any, int]], options: argparse.Namespace, *, quiet: bool = False
) -> int:
    """Do the work with the settings; mistakes in them, and data that can't be opened, are told and end it.

    ``quiet``: the work tells all itself, so that only what breaks is logged.
    """
    from bot.logs import configure
    from bot.process import drive
    from storage.errors import DataHeldError, SchemaTooNewError, StorageError

    try:
        settings = load(options.config)
    except SettingsError as error:
        print("The settings have mistakes:", *error.mistakes, sep="\n  ", file=sys.stderr)
        return EXIT_CONFIG
    telegram = settings.telegram
    secrets = (telegram.token.get_secret_value(), telegram.webhook_secret.get_secret_value())
    configure(level="error" if quiet else settings.log.level, style=settings.log.format, secrets=secrets)
    try:
        return drive(work(settings))
    except StorageError as error:
        print(f"The data can't be used: {error}", file=sys.stderr)
        if isinstance(error, DataHeldError):
            return EXIT_BUSY
        return EXIT_CONFIG if isinstance(error, SchemaTooNewError) else EXIT_DATA


def _run(options: argparse.Namespace) -> int:
    return _configured(run, options)


async def run(settings: Settings) -> int:
    """The bot, until SIGTERM or SIGINT."""
    from bot.app import App
    from bot.clock import SystemClock
    from bot.holder import hold
    from bot.process import prepare
    from storage.store import Memory

    if not settings.telegram.token.get_secret_value():
        print("telegram.token is missing: get one from @BotFather, or try the bot with: make demo", file=sys.stderr)
        return EXIT_CONFIG
    clock = SystemClock()
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    with hold(settings.storage.path, clock), closing(Memory(settings.storage.path)) as memory:
        try:
            app = App(settings, memory, clock)
            prepare()
            await app.run(stop)
        except RefusedStartError as error:
            print(error, file=sys.stderr)
            return EXIT_CONFIG
    return 0


def _demo(_: argparse.Namespace) -> int:
    from bot.demo import demo

    with contextlib.suppress(asyncio.CancelledError):
        return asyncio.run(demo())
    return 0


def _check(options: argparse.Namespace) -> int:
    from bot.check import check

    return int(_configured(check, options) != 0)  # which it would be is for ``run`` to tell a supervisor


def _poll(options: argparse.Namespace) -> int:
    from bot.cycle import cycle

    return _configured(lambda settings: cycle(settings, options.feed), options, quiet=True)


def _feeds(options: argparse.Namespace) -> int:
    from bot.outlets import outlets

    return _configured(lambda settings: outlets(settings, options.listed, options.target), options)


def _backup(options: argparse.Namespace) -> int:
    from bot.copies import write_backup

    return _configured(lambda settings: write_backup(settings, options.file), options)


def _restore(options: argparse.Namespace) -> int:
    from bot.copies import put_back

    return _configured(lambda settings: put_back(settings, options.file), options)


def _extract(options: argparse.Namespace) -> int:
    from bot.lines import extract_lines

    if options.file is None:
        return extract_lines(sys.stdin.buffer)
    try:
        lines = options.file.open("rb")
    except OSError as error:
        print(f"{options.file}: {error.strerror}", file=sys.stderr)
        return 1
    with lines:
        return extract_lines(lines)


def _backfill(options: argparse.Namespace) -> int:
    from bot.backfill import backfill
    from bot.process import prepare

    prepare()
    return _configured(lambda settings: backfill(settings, options.file, options.ticker), options)


def _export(options: argparse.Namespace) -> int:
    from bot.export import export

    return _configured(lambda settings: export(settings, options.format, options.ticker, options.since), options)
