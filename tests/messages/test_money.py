"""Amounts and changes as people write them."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from messages.money import change, money
from tests.messages.builders import cases

CHANGES = [
    ("12", "18", "+50 %"),
    ("20", "13", "−35 %"),
    ("18", "26", "+44 %"),
    ("400", "401", "+0.3 %"),
    ("2", "1", "−50 %"),
    ("1", "21", "+2,000 %"),
    ("0", "5", None),
    ("0.000000000000000001", "999999", None),
]


@pytest.mark.parametrize("case", cases("money"))
def test_money(case: dict[str, Any]) -> None:
    """An amount is written as people of that currency write it."""
    assert money(Decimal(case["amount"]), case.get("currency")) == case["text"]


@pytest.mark.parametrize(("old", "new", "text"), CHANGES)
def test_change(old: str, new: str, text: str | None) -> None:
    """A change is told in percent, and not at all where there is nothing to compare with."""
    assert change(Decimal(old), Decimal(new)) == text


@given(st.decimals(min_value=0, allow_nan=False, allow_infinity=False, places=3))
def test_money_keeps_the_figure(amount: Decimal) -> None:
    """Written amounts read back as the very same figure."""
    if amount < 10**15:
        assert Decimal(money(amount, None).replace(",", "")) == amount
