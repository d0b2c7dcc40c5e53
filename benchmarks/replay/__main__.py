"""A month of made-up news with known truth, played to the whole bot in fast time."""

import argparse
import asyncio
import random
import sys
from collections.abc import Sequence

import structlog
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from benchmarks.replay import load
from benchmarks.replay.judge import Verdict, judge
from benchmarks.replay.newsday import news
from benchmarks.replay.play import Playbill, play_feeds, play_told
from benchmarks.replay.reading import tallies
from benchmarks.replay.truth import Call, month

CHATS = range(101, 113)
WATCHERS = 2  # chats that watch each stock


def main() -> int:
    """Play, judge, print; 1 where a limit is not met."""
    options = _options().parse_args()
    match options.what:
        case "reading":
            return _read(options)
        case "load":
            return _load(options)
        case "month":
            return _month(options)
    return max(_month(options), _load(options))


def _month(options: argparse.Namespace) -> int:
    """Print what came of the month; 1 where a limit is not met."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(40))  # errors alone
    random.seed(options.seed)  # the poller's jitter
    verdict = asyncio.run(_play(options))
    _print(verdict, options.show)
    return 0 if verdict.is_met else 1


async def _play(options: argparse.Namespace) -> Verdict:
    calls = month(options.seed, options.days)
    bill = Playbill(news(calls, options.seed), _watches(calls, options.seed))
    play = play_told if options.perfect_reading else play_feeds
    columns = TextColumn("playing"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn()
    with Progress(*columns, console=Console(stderr=True)) as progress:
        task = progress.add_task("playing", total=len(bill.pieces))
        stage = await play(bill, lambda count: progress.advance(task, count))
    try:
        return judge(stage, calls, bill)
    finally:
        await stage.close()


def _watches(calls: Sequence[Call], seed: int) -> dict[int, set[str]]:
    draw = random.Random(seed)
    watches: dict[int, set[str]] = {chat_id: set() for chat_id in CHATS}
    for ticker in sorted({call.stock.ticker for call in calls}):
        for chat_id in draw.sample(CHATS, WATCHERS):
            watches[chat_id].add(ticker)
    return watches


def _print(verdict: Verdict, show: int) -> None:
    out = Console(highlight=False)
    out.print(
        f"{verdict.pieces:,} stories told of {verdict.calls:,} calls; the bot knows {verdict.events:,} events "
        f"and sent {verdict.alerts:,} alerts"
    )
    table = Table("what", "count", "of", "share", "limit", "", box=None)
    for count in verdict.counts:
        limit = "" if count.limit is None else f"{count.limit:.1%}" if count.limit else "none"
        figures = f"{len(count.cases):,}", f"{count.of:,}", f"{count.share:.2%}"
        table.add_row(count.name, *figures, limit, _mark(count.is_met) if count.limit is not None else "")
    out.print(table)
    for count in verdict.counts:
        for case in count.cases[:show]:
            out.print(f"\n[bold]{count.name}[/]")
            out.print(case, markup=False, soft_wrap=True)


def _read(options: argparse.Namespace) -> int:
    """Print what the reader misses of each wording."""
    calls = month(options.seed, options.days)
    out = Console(highlight=False)
    table = Table("wording", "told", "misread", "share", box=None)
    found = sorted(tallies(news(calls, options.seed)).items(), key=lambda one: -len(one[1].misses))
    for wording, tally in found:
        table.add_row(wording, f"{tally.told:,}", f"{len(tally.misses):,}", f"{len(tally.misses) / tally.told:.1%}")
    out.print(table)
    for wording, tally in found:
        for miss in tally.misses[: options.show]:
            out.print(f"\n[bold]{wording}[/]")
            out.print(miss, markup=False, soft_wrap=True)
    return 0


def _load(options: argparse.Namespace) -> int:
    """Print stories a second by the length of the history; 1 where they are too few or the history costs too much."""
    out = Console(highlight=False)
    out.print(f"{load.CHATS:,} chats with {load.CHATS * load.WATCHES:,} watches, all on stocks in the news")
    found = []
    for one in load.loads(options.seed):
        found.append(one)
        out.print(
            f"{one.history:>9,} events known: {one.rate:,.0f} stories/s read and recorded "
            f"({one.cpu_rate:,.0f} by our own work alone), {one.alerts:,} alerts"
        )
    slowest, growth = min(one.rate for one in found), found[0].rate / found[-1].rate
    table = Table("what", "figure", "limit", "", box=None)
    table.add_row("stories/s", f"{slowest:,.0f}", f"at least {load.ENOUGH}", _mark(slowest >= load.ENOUGH))
    table.add_row("growth of their cost", f"{growth:.2f}-fold", f"below {load.GROWTH}", _mark(growth < load.GROWTH))
    out.print(table)
    return 0 if slowest >= load.ENOUGH and growth < load.GROWTH else 1


def _mark(met: bool) -> str:
    return "ok" if met else "[bold red]beyond[/]"


def _options() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.replay", description=__doc__)
    parser.add_argument("what", nargs="?", choices=("all", "month", "reading", "load"), default="all")
    parser.add_argument("--seed", type=int, default=4)
    parser.add_argument("--days", type=int, default=22, help="trading days (default 22, a month)")
    parser.add_argument("--show", type=int, default=0, metavar="N", help="examples of each fault")
    parser.add_argument("--perfect-reading", action="store_true", help="leave the feeds and the reader out")
    return parser


if __name__ == "__main__":
    sys.exit(main())
