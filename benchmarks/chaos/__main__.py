"""What the bot promises, tried: prints what was lost and what came twice, and exits 1 where a bound breaks."""

import argparse
import asyncio
import random
import sys

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from benchmarks.chaos.kills import Toll, massacre
from benchmarks.chaos.storm import GROWTH_LIMIT, Outcome, rage
from bot.logs import configure


def main() -> int:
    """Kill, rage, print."""
    options = _options().parse_args()
    configure(level="critical")
    toll = _kill(options) if options.kills else None
    random.seed(options.seed)  # the poller's jitter
    outcome = asyncio.run(rage(round(options.minutes * 60), options.seed)) if options.minutes else None
    _print(toll, outcome)
    return 0 if all(one is None or one.kept for one in (toll, outcome)) else 1


def _kill(options: argparse.Namespace) -> Toll:
    columns = TextColumn("killing"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn()
    with Progress(*columns, console=Console(stderr=True)) as progress:
        task = progress.add_task("killing", total=options.kills)
        return massacre(options.alerts, options.kills, options.seed, lambda count: progress.advance(task, count))


def _print(toll: Toll | None, outcome: Outcome | None) -> None:
    table = Table("what", "figure", "bound", box=None)
    if toll is not None:
        table.add_row(f"SIGKILLs during a fan-out of {toll.alerts:,}", f"{toll.kills}", "")
        table.add_row("  alerts lost", f"{toll.lost}", "0")
        table.add_row("  alerts repeated", f"{toll.repeats}", f"{toll.bound:,}")
        table.add_row("  repeats that don't say so", f"{toll.unmarked}", "0")
        table.add_row("  integrity of the data", toll.integrity, "ok")
        table.add_row("  exit code of the last SIGTERM", f"{toll.ended}", "0")
    if outcome is not None:
        table.add_row(f"faults in virtual time, {outcome.stories} stories", f"{outcome.faults.total()}", "")
        table.add_row(f"  alerts of {outcome.alerts:,} lost", f"{outcome.lost}", "0")
        table.add_row("  alerts repeated", f"{outcome.repeats}", f"{outcome.doubts}")
        table.add_row("  repeats that don't say so", f"{outcome.unmarked}", "0")
        table.add_row("  left in the outbox", f"{outcome.left}", "0")
        table.add_row("  memory grown, once warm", f"{outcome.grown / 1e6:.1f} MB", f"{GROWTH_LIMIT / 1e6:.0f} MB")
    Console().print(table)


def _options() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.chaos", description=__doc__)
    parser.add_argument("--alerts", type=int, default=20_000, help="alerts of the fan-out (default: 20000)")
    parser.add_argument("--kills", type=int, default=200, help="SIGKILLs during it (default: 200; 0: leave it out)")
    parser.add_argument("--minutes", type=float, default=60, help="of mixed faults (default: 60; 0: leave them out)")
    parser.add_argument("--seed", type=int, default=1, help="of all that is random (default: 1)")
    return parser


if __name__ == "__main__":
    sys.exit(main())
