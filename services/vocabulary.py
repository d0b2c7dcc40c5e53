"""Words that are knowledge and no code, out of the files in services/data."""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

DATA = Path(__file__).with_name("data")


@cache
def vocabulary(name: str) -> Mapping[str, tuple[str, ...]]:
    """The lists of a file, each in its order."""
    told = tomllib.loads((DATA / f"{name}.toml").read_text(encoding="utf-8"))
    return {key: tuple(words) for key, words in told.items()}
