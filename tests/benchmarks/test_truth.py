"""The made-up month: seeded, and as lifelike as it promises to be."""

from collections import defaultdict
from itertools import pairwise

import pytest

from benchmarks.replay.cast import houses
from benchmarks.replay.newsday import news
from benchmarks.replay.truth import APART, Call, month, trading_days
from ratings.grades import grade
from ratings.model import RatingMove, TargetMove
from services.calendar import is_trading, trading_distance


@pytest.fixture(scope="module")
def calls() -> list[Call]:
    """Eight days: long enough for calls that follow calls."""
    return month(7, 8)


def test_same_seed_same_month(calls: list[Call]) -> None:
    """A seed names one month and one telling of it."""
    assert month(7, 8) == calls
    assert month(8, 8) != calls
    assert news(calls, 7) == news(calls, 7)


def test_trading_days() -> None:
    """Nobody publishes while the exchange is closed."""
    days = trading_days(22)
    assert len(days) == 22
    assert all(is_trading(day) for day in days)


def test_calls_stay_apart(calls: list[Call]) -> None:
    """Two calls of one firm on one stock are never so near that they could be taken for one."""
    days = defaultdict(list)
    for call in calls:
        days[call.firm, call.stock.ticker].append(call.day)
    follows = [pair for known in days.values() for pair in pairwise(known)]
    assert follows
    assert all(trading_distance(*pair) >= APART for pair in follows)


def test_moves_are_true(calls: list[Call]) -> None:
    """Each rating and target moves the way its action says, on the firm's own scale."""
    for call in calls:
        action = call.action
        assert action.rating_current in houses()[call.firm]
        if action.rating_prior:
            now, before = grade(action.rating_current or "", call.firm), grade(action.rating_prior, call.firm)
            assert now is not None
            assert before is not None
            assert (now > before) == (action.rating_action is RatingMove.UPGRADE)
        if action.pt_prior is not None and action.pt_current is not None:
            assert (action.pt_current > action.pt_prior) == (action.pt_action is TargetMove.RAISE)


def test_every_call_is_told(calls: list[Call]) -> None:
    """No call stays unheard of, and none is told before it was made."""
    pieces = news(calls, 7)
    assert {told.call.number for piece in pieces for told in piece.told} == {call.number for call in calls}
    assert all(piece.published >= told.call.made.replace(second=0) for piece in pieces for told in piece.told)
