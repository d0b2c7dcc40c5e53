"""How fast it is: reading, parsing, sending; each figure measured in this run, on this machine."""

import asyncio
import time

from rich.console import Console
from rich.table import Table

from benchmarks import reading, templates
from benchmarks.outlets import feed_of
from benchmarks.pace import fan_out
from bot.logs import configure
from feeds.parse import parse


def main() -> None:
    """Measure and print a table."""
    configure(level="warning")
    table = Table("what", "figure", box=None)
    for what, figure in [*reading.figures(), *_figures(), *_pace(), *templates.figures()]:
        table.add_row(what, figure)
    Console().print(table)


def _figures() -> list[tuple[str, str]]:
    body = feed_of(100)
    return [(f"feeds of {len(body) // 1000} KB parsed", f"{reading.rate(_parsed, [body]):,.0f}/s")]


def _pace() -> list[tuple[str, str]]:
    """The fan-out goes by a clock of its own: how long Telegram lets it take, not how long it takes here."""
    begun = time.perf_counter()
    told = asyncio.run(fan_out())
    spent = time.perf_counter() - begun
    return [
        (f"fan-out to {told.alerts:,} chats, virtual time", f"{told.seconds:,.0f} s"),
        (f"share of the {told.allowed:g}/s allowed", f"{told.share:.1%}"),
        ("answers 429 of a strict Bot API meanwhile", f"{told.refused}"),
        (f"a command answered meanwhile (p95 of {len(told.waits)})", f"{told.p95:.2f} s"),
        ("the processor's time for each alert of it", f"{spent / told.alerts * 1000:.1f} ms"),
    ]


def _parsed(body: bytes) -> object:
    return parse(body, url="https://desk.example/rss", outlet="Desk")


if __name__ == "__main__":
    main()
