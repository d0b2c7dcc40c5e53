"""The figures of polling, each measured in this run and held against its bound; exit 1 where one breaks."""

import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass

from rich.console import Console
from rich.table import Table

from benchmarks.feeds.cycle import HOSTS
from benchmarks.feeds.hanging import ALL
from benchmarks.feeds.outlets import outlets, turn_page

FEEDS, COMPARED = 10_000, 1_000
NEWS = 20  # one feed in so many has news
MUTANTS = 100_000


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured figure, and whether it holds its bound."""

    what: str
    figure: str
    bound: str
    holds: bool


def main() -> int:
    """Measure and print a table."""
    table = Table("what", "figure", "bound", "", box=None)
    broken = 0
    for row in figures():
        table.add_row(row.what, row.figure, row.bound, "ok" if row.holds else "BROKEN")
        broken += not row.holds
    Console().print(table)
    return 1 if broken else 0


def figures() -> Iterator[Figure]:
    """Each figure as soon as it is measured."""
    yield from _cycles()
    with outlets(ALL, 0) as port:
        late = _run("hanging", str(port))["late_p99"]
    yield Figure("lateness with 200 hanging hosts among 2,000, p99", f"{late:.2f} intervals", "1", late <= 1)
    waits = _run("latency")
    bound = waits["interval"] + 1
    polled, pushed = waits["polled_p99"], waits["pushed_p99"]
    yield Figure("published to outbox by polling every 5 s, p99", f"{polled:.2f} s", f"{bound:g} s", polled <= bound)
    yield Figure("published to outbox through a hub, p99", f"{pushed:.3f} s", "2 s", pushed <= 2)
    bent = _run("mutants", str(MUTANTS))
    yield Figure(f"slowest of {MUTANTS:,} mutated feeds", f"{bent['slowest']:.2f} s", "1 s", bent["slowest"] <= 1)
    yield Figure("memory grown meanwhile", f"{bent['grown']:.0f} MB", "10 MB", bent["grown"] <= 10)


def _cycles() -> Iterator[Figure]:
    with outlets(HOSTS, FEEDS // NEWS) as port:
        turn_page(port, 2)
        ours = _run("cycle", str(port), str(FEEDS))
        reader = _run("rivals", "reader", str(port), str(COMPARED))["cpu"] / COMPARED
        naive = _run("rivals", "naive", str(port), str(COMPARED))["cpu"] / COMPARED
    one = ours["cpu"] / FEEDS
    whole = ours["feeds"] == FEEDS and not ours["failed"] and ours["stories"] == 2 * FEEDS / NEWS
    yield Figure(f"a cycle of {FEEDS:,} feeds, processor time", f"{ours['cpu']:.2f} s", "3 s", ours["cpu"] <= 3)
    yield Figure("stories found in it", f"{ours['stories']:,.0f}", f"{2 * FEEDS // NEWS:,}", whole)
    delay = ours["delay_p99"] * 1000
    yield Figure("delay of the event loop meanwhile, p99", f"{delay:.0f} ms", "50 ms", delay <= 50)
    yield Figure("memory, parser process and all", f"{ours['memory']:.0f} MB", "200 MB", ours["memory"] <= 200)
    yield Figure("a feed with the reader library", f"{reader / one:.0f} times ours", "20", reader >= 20 * one)
    yield Figure("a feed with httpx and feedparser", f"{naive / one:.0f} times ours", "20", naive >= 20 * one)


def _run(module: str, *arguments: str) -> dict[str, float]:
    """The figures of one benchmark, in a process of its own."""
    command = [sys.executable, "-m", f"benchmarks.feeds.{module}", *arguments]
    done = subprocess.run(command, capture_output=True, check=False, text=True)
    if done.returncode:
        raise RuntimeError(f"{module} failed:\n{done.stderr[-2000:]}")
    figures: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return figures


if __name__ == "__main__":
    sys.exit(main())
