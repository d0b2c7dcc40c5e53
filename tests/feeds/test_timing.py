"""When to look at a feed again."""

import datetime as dt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.timing import next_check
from tests.feeds.rows import cases

NOW = dt.datetime(2026, 11, 20, 10, tzinfo=dt.UTC)


@pytest.mark.parametrize("case", cases("timing"))
def test_next(case: dict[str, Any]) -> None:
    """A healthy feed is due after its interval, a failing one ever later, none before its outlet allows."""
    due = next_check(
        NOW,
        interval=case.get("interval", 60.0),
        failures=case.get("failures", 0),
        demand=case.get("demand", 0.0),
        retry_after=case.get("retry_after"),
        jitter=case.get("jitter", 0.0),
    )
    assert due == NOW + dt.timedelta(seconds=case["wait"])


@given(
    interval=st.floats(1, 86_400),
    failures=st.integers(0, 10_000),
    retry_after=st.none() | st.floats(0, 172_800),
    jitter=st.floats(0, 1, exclude_max=True),
)
def test_bounds(interval: float, failures: int, retry_after: float | None, jitter: float) -> None:
    """The wait is at least nine tenths of the interval and the outlet's wish, and at most a tenth over two days."""
    due = next_check(NOW, interval=interval, failures=failures, retry_after=retry_after, jitter=jitter)
    wait = (due - NOW).total_seconds() + 1e-6
    assert max(0.9 * interval, retry_after or 0) <= wait <= 190_081
