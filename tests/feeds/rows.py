"""The rows of tests/data/feeds."""

import tomllib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

DATA = Path(__file__).parents[1] / "data" / "feeds"


def table(name: str) -> dict[str, Any]:
    """One file of rows."""
    return tomllib.loads((DATA / f"{name}.toml").read_text(encoding="utf-8"))


def cases(name: str, key: str = "case") -> Iterable[Any]:
    """The rows as parameters, each under its name."""
    return [pytest.param(row, id=label(row)) for row in table(name)[key]]


def label(row: Any) -> str:
    """What a row is called."""
    named = (
        row.get("name") or next(iter(row.values()))
        if isinstance(row, dict)
        else row
        if isinstance(row, str)
        else row[0]
    )
    return ascii(named)[1:-1][:50]
