"""What an answer says besides its body."""

from typing import Any

import pytest

from feeds.answer import conditions, next_validators, refusal, retry_after
from feeds.errors import FeedGoneError, FetchError
from feeds.model import Validators
from tests.feeds.rows import cases

SENT = {"Date": "Fri, 20 Nov 2026 10:00:00 GMT"}


@pytest.mark.parametrize("case", cases("retry"))
def test_retry_after(case: dict[str, Any]) -> None:
    """An outlet's wish is read in both its forms, and within reason."""
    assert retry_after(SENT | {"Retry-After": case["header"]}) == case.get("seconds")


def test_retry_after_undated() -> None:
    """A date counts only against the answer's own clock."""
    assert retry_after({"Retry-After": SENT["Date"]}) is None


def test_refusals() -> None:
    """Each status is the decision it asks for."""
    assert isinstance(refusal("u", 410, {}), FeedGoneError)
    busy = refusal("https://outlet.example/a", 429, {"Retry-After": "30"})
    assert isinstance(busy, FetchError)
    assert busy.retry_after == 30
    assert "429" in str(busy)


@pytest.mark.parametrize("value", ["", "x" * 1025, "a\r\nHost: b", "\x00", "é"])
def test_bad_validators(value: str) -> None:
    """A validator that could not be sent back is none."""
    assert next_validators({"ETag": value, "Last-Modified": value}) == Validators()


def test_opaque_validators() -> None:
    """Validators go back exactly as they came."""
    known = next_validators({"ETag": 'W/"a b"', "Last-Modified": "yesterday"})
    assert conditions(known) == {"If-None-Match": 'W/"a b"', "If-Modified-Since": "yesterday"}
    assert conditions(Validators()) == {}
