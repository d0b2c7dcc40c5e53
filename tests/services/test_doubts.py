"""What people say is wrong, as the field that they mean."""

import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from messages.fields import LABELS
from services.doubts import CALL, doubted

CASES = tomllib.loads((Path(__file__).parents[1] / "data/review/doubts.toml").read_text(encoding="utf-8"))["case"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["note"])
def test_field(case: dict[str, Any]) -> None:
    """Words that clearly name a field are about it; all others are about the call itself."""
    assert doubted(case["note"]) == case["field"]


@given(st.text())
def test_any_words(note: str) -> None:
    """Whatever somebody writes is about a field that a message can name, or the call."""
    assert doubted(note) in {*LABELS, CALL}
