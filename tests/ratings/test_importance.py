"""What a call weighs, and that the printed rule is the one that is used."""

import re
import tomllib
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ratings.importance import MOST, MUTED, RULE, importance, weights
from ratings.model import RatingAction, RatingMove, TargetMove

TESTS = Path(__file__).parents[1]
CASES = tomllib.loads((TESTS / "data/importance.toml").read_text(encoding="utf-8"))["case"]
READERS: dict[str, Any] = {
    "rating_action": RatingMove,
    "pt_action": TargetMove,
    "pt_current": Decimal,
    "pt_prior": Decimal,
}


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_importance(case: dict[str, Any]) -> None:
    """A call weighs what the lines that hold for it give."""
    call = RatingAction(**{field: READERS.get(field, lambda raw: raw)(raw) for field, raw in case["call"].items()})
    first, firms = case.get("first", False), case.get("firms", 1)
    assert [weight.name for weight in weights(call, first, firms)] == case["weighs"]
    assert importance(call, first_coverage=first, firms_that_day=firms) == case["importance"]


def test_every_line_is_shown() -> None:
    """Every line of the rule has a case in which it holds, and one in which it doesn't."""
    for weight in RULE:
        assert {weight.name in case["weighs"] for case in CASES} == {True, False}


def test_rule_is_printed() -> None:
    """The reference prints each line of the rule with its points, and no other."""
    page = (TESTS.parent / "docs/reference/importance.md").read_text(encoding="utf-8")
    printed = re.findall(r"^\| (.+?) \| (.+?) \| (\d+) \|$", page, re.MULTILINE)
    assert printed == [(weight.name, weight.words, str(weight.points)) for weight in RULE]
    assert f"more than {MOST} counts as {MOST}" in page
    assert f"weigh {MUTED} at most" in page


TARGETS = st.none() | st.decimals(min_value=0, max_value=10**8, places=2)
RATINGS = st.sampled_from([None, "Buy", "Hold", "Sell", "Strong Buy", "Outperform", "Splendid"])
CALLS = st.builds(
    RatingAction,
    rating_action=st.none() | st.sampled_from(RatingMove),
    rating_current=RATINGS,
    rating_prior=RATINGS,
    pt_action=st.none() | st.sampled_from(TargetMove),
    pt_current=TARGETS,
    pt_prior=TARGETS,
)


@given(CALLS, st.booleans(), st.integers(0, 20))
def test_bounds(call: RatingAction, first: bool, firms: int) -> None:
    """Any call weighs 0 to 5; a model's and a recollection weigh no more than a broker's, and 1 at most."""
    weight = importance(call, first_coverage=first, firms_that_day=firms)
    assert 0 <= weight <= MOST
    for muted in (replace(call, quant=True), replace(call, stale=True)):
        assert importance(muted, first_coverage=first, firms_that_day=firms) == min(weight, MUTED)


@given(CALLS, st.integers(0, 20))
def test_more_is_never_less(call: RatingAction, firms: int) -> None:
    """First coverage and more firms never make a call weigh less."""
    plain = importance(call, first_coverage=False, firms_that_day=firms)
    assert plain <= importance(call, first_coverage=True, firms_that_day=firms)
    assert plain <= importance(call, first_coverage=False, firms_that_day=firms + 1)
