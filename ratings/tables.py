"""Opening the tables of ratings/data."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

DATA = Path(__file__).parent / "data"


@cache
def table(name: str) -> dict[str, Any]:
    """The contents of ``ratings/data/NAME.toml``."""
    with (DATA / f"{name}.toml").open("rb") as file:
        return tomllib.load(file)
