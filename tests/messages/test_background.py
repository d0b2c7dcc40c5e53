"""What our history tells of a call, in words."""

from decimal import Decimal
from typing import Any

import pytest

from messages.background import lines
from messages.views import Background, OldTarget, Quiet
from tests.messages.builders import action, cases


@pytest.mark.parametrize("case", cases("background"))
def test_lines(case: dict[str, Any]) -> None:
    """Each thing worth telling is a line of its own, marked as our history's and no source's."""
    prior = case.get("prior")
    background = Background(
        call=action(case["call"]),
        importance=2,
        first_since=case.get("first_since"),
        quiet=Quiet(**case["quiet"]) if "quiet" in case else None,
        streak=case.get("streak", 0),
        prior=OldTarget(**{"currency": None} | prior | {"figure": Decimal(prior["figure"])}) if prior else None,
    )
    assert list(lines(background)) == case["lines"]
