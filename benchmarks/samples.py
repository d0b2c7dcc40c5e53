"""What the reader's speed is measured on: headlines, ordinary and dense stories of 4 KB, and texts meant to be slow."""

import json
import tomllib
from collections.abc import Iterator
from itertools import cycle, islice
from pathlib import Path
from typing import Any

from ratings.firms import spellings
from ratings.model import Story
from ratings.symbols import directory

ROOT = Path(__file__).parents[1]
SIZE = 4_000  # characters of a story
LARGE = 1_000_000
_HOSTILE = {
    "digits": "9",
    "nested brackets": "(",
    "exchanges": "(NASDAQ:",
    "ratings": "Buy Hold ",
    "tickers and targets": "AAPL MSFT target ",
    "firms and targets": "Goldman Sachs target ",
    "brackets behind a verb": "upgrade (",
    "words that almost tell": "raises price target to ",
    "money": "$12 target ",
    "calls": "Citi upgrades Okta to Buy from Hold. ",
    "lines": "target\n",
    "capitals": "A",
    "people": "analyst John Smith, ",
}


def call_headlines() -> list[Story]:
    """The headlines of the project's own cases, of which most tell a call."""
    files = sorted((ROOT / "tests/data/headlines").glob("*.toml"))
    cases = [case for path in files for case in tomllib.loads(path.read_text(encoding="utf-8"))["case"]]
    return [Story(title=case["headline"]) for case in cases]


def mixed_headlines() -> list[Story]:
    """The headlines of the labelled sets, of which about half tell a call."""
    return [Story(title=row["title"]) for row in _labelled("headlines")]


def ordinary_stories() -> list[Story]:
    """Stories of 4 KB: each labelled one as it is, and prose without calls below it."""
    prose = (ROOT / "benchmarks/prose.txt").read_text(encoding="utf-8").splitlines()
    rows = _labelled("stories")
    return [
        Story(title=row["title"], text=_filled([row["text"], *prose[number % len(prose) :], *prose]))
        for number, row in enumerate(rows)
    ]


def dense_stories() -> list[Story]:
    """Stories of 4 KB that tell one call after the other: labelled ones with calls, strung together, each used once."""
    text = "\n".join(row["text"] for row in _labelled("stories") if row["actions"])
    return [Story(title="", text=text[at : at + SIZE]) for at in range(0, len(text) - SIZE, SIZE)]


def dense_text(size: int) -> str:
    """A text of so many characters, full of calls."""
    return "\n".join(story.text for story in islice(cycle(dense_stories()), size // SIZE + 1))[:size]


def hostile() -> Iterator[tuple[str, str]]:
    """Texts of a megabyte that are meant to be slow, each with what it is made of."""
    for name, unit in _HOSTILE.items():
        yield name, f"upgrade {unit * (LARGE // len(unit))}"
    tickers = sorted(set(directory().names().values()))
    yield "10,000 tickers", "upgrade " + " ".join(f"(NYSE:{ticker})" for ticker in islice(cycle(tickers), 10_000))
    firms = sorted({" ".join(words).title() for words in spellings()})
    yield "100,000 firm names", "upgrade " + " ".join(islice(cycle(firms), 100_000))


def _labelled(kind: str) -> list[dict[str, Any]]:
    files = sorted((ROOT / "benchmarks/labelled").glob(f"*-{kind}.jsonl"))
    return [json.loads(line) for path in files for line in path.read_text(encoding="utf-8").splitlines()]


def _filled(paragraphs: list[str]) -> str:
    return "\n".join(paragraphs)[:SIZE]
