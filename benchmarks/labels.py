"""Labelled stories: the project's own cases, and sets of JSON lines from outside."""

import csv
import datetime as dt
import json
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ratings.model import Story

OWN = Path(__file__).parent.parent / "tests" / "data"
Label = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Row:
    """A story and the calls that a reader should take from it."""

    id: str
    kind: str
    story: Story
    actions: tuple[Label, ...]


@dataclass(frozen=True, slots=True)
class Labelled:
    """A set of rows, and how it spells firms: other name → name, both in lower case."""

    rows: tuple[Row, ...]
    aliases: Mapping[str, str]


def own_set() -> Labelled:
    """The project's own cases, headlines and stories."""
    headlines = [case for path in sorted(OWN.glob("headlines/*.toml")) for case in _toml(path)["case"]]
    stories = [story for path in sorted(OWN.glob("stories/*.toml")) for story in _toml(path)["story"]]
    rows = [_own_row(f"own-{number}", case) for number, case in enumerate([*headlines, *stories])]
    return Labelled(tuple(rows), {})


def corpus_sets(folder: Path) -> dict[str, Labelled]:
    """The sets in a folder, one for each file of JSON lines."""
    spellings = folder / "firm-aliases.csv"
    aliases = _aliases(spellings) if spellings.exists() else {}
    return {path.stem: Labelled(_json_rows(path), aliases) for path in sorted(folder.glob("*.jsonl"))}


def _toml(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))


def _own_row(name: str, case: Label) -> Row:
    calls = tuple(case.get("calls", ()))
    title = case.get("headline", case.get("title", ""))
    story = Story(
        title=title,
        summary=case.get("summary", ""),
        text=case.get("text", ""),
        publisher=case.get("publisher"),
        published=case.get("published"),
    )
    return Row(name, "action" if calls else "negative", story, calls)


def _json_rows(path: Path) -> tuple[Row, ...]:
    with path.open(encoding="utf-8") as lines:
        return tuple(_json_row(json.loads(line)) for line in lines if line.strip())


def _json_row(row: Label) -> Row:
    story = Story(
        title=row["title"],
        text=row.get("text") or "",
        publisher=row.get("publisher"),
        published=_moment(row.get("published") or row.get("date")),
    )
    return Row(str(row["id"]), row["kind"], story, tuple(row["actions"]))


def _moment(text: str | None) -> dt.datetime | None:
    if not text:
        return None
    moment = dt.datetime.fromisoformat(text)
    return moment.astimezone(dt.UTC) if moment.tzinfo else moment.replace(tzinfo=dt.UTC)


def _aliases(path: Path) -> dict[str, str]:
    with path.open(encoding="utf-8", newline="") as lines:
        return {row["alias"].casefold(): row["canonical"].casefold() for row in csv.DictReader(lines)}
