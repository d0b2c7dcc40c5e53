"""A call's rating and target in words."""

from typing import Any

import pytest

from messages.fields import analysts, rating, target
from messages.html import plain
from tests.messages.builders import action, cases


@pytest.mark.parametrize("case", cases("fields"))
def test_fields(case: dict[str, Any]) -> None:
    """Rating and target say what is known, and of what is unknown that it is."""
    call = action(case["call"])
    told = {"rating": plain(rating(call)), "target": plain(target(call))}
    assert {field: told[field] for field in told if field in case} == {
        field: case[field] for field in told if field in case
    }


def test_many_analysts() -> None:
    """Of many people who sign, the first are named and the others counted."""
    assert analysts(action({"analysts": ["A", "B", "C", "D", "E"]})) == "A, B, C and 2 more"
