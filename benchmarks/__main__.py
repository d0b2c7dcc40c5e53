"""How fast it is: reading, parsing, recording; each figure measured in this run, on this machine."""

import subprocess
import sys
import time
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from benchmarks.outlets import feed_of
from feeds.parse import parse
from ratings.extract import extract
from ratings.model import Story
from ratings.symbols import directory

ROOT = Path(__file__).parents[1]
SECONDS = 1.0  # each figure is taken over at least so long


def main() -> None:
    """Measure and print a table."""
    table = Table("what", "figure", box=None)
    for what, figure in _figures():
        table.add_row(what, figure)
    Console().print(table)


def _figures() -> list[tuple[str, str]]:
    headlines = [Story(title=title) for title in _headlines()]
    stories = [Story(title=story["title"], text=_about(4_000, story["article"])) for story in _stories()]
    body = feed_of(100)
    return [
        ("tables loaded in a new process", f"{_loading():.2f} s"),
        ("headlines read", f"{_rate(extract, headlines):,.0f}/s"),
        ("stories of 4 KB read", f"{_rate(extract, stories):,.0f}/s"),
        ("companies found in headlines", f"{_rate(directory().mentions, _headlines()):,.0f}/s"),
        (f"feeds of {len(body) // 1000} KB parsed", f"{_rate(_parsed, [body]):,.0f}/s"),
    ]


def _parsed(body: bytes) -> object:
    return parse(body, url="https://desk.example/rss", outlet="Desk")


def _rate(work: Callable[[Any], object], things: list[Any]) -> float:
    """Things a second, on one core."""
    for thing in things:
        work(thing)
    done, begun = 0, time.perf_counter()
    while (spent := time.perf_counter() - begun) < SECONDS:
        for thing in things:
            work(thing)
        done += len(things)
    return done / spent


def _loading() -> float:
    """Seconds that a first reading takes beyond an import of nothing."""
    first = (
        "from ratings.extract import extract; from ratings.model import Story; extract(Story(title='UBS cuts AAPL'))"
    )
    return min(_seconds(first) for _ in range(3)) - min(_seconds("pass") for _ in range(3))


def _seconds(code: str) -> float:
    begun = time.perf_counter()
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True)
    return time.perf_counter() - begun


def _headlines() -> list[str]:
    cases = [tomllib.loads(path.read_text(encoding="utf-8")) for path in (ROOT / "tests/data/headlines").glob("*.toml")]
    return [case["headline"] for file in cases for case in file["case"]]


def _stories() -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = tomllib.loads((ROOT / "bot/demo_stories.toml").read_text(encoding="utf-8"))["story"]
    return rows


def _about(size: int, text: str) -> str:
    return (text * (size // len(text) + 1))[:size]


if __name__ == "__main__":
    main()
