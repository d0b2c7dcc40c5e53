"""How targets went: the median of those that stand, whatever comes and goes."""

import datetime as dt
from decimal import Decimal
from statistics import median

from hypothesis import given
from hypothesis import strategies as st

from ratings.courses import picture
from ratings.model import RatingAction, RatingMove, TargetMove

LAST = dt.date(2025, 11, 24)
CALLS = st.builds(
    RatingAction,
    ticker=st.just("CIFR"),
    firm=st.sampled_from(["Citi", "Cowen", "UBS", "Needham"]),
    rating_action=st.sampled_from([None, RatingMove.UPGRADE, RatingMove.TERMINATE]),
    pt_action=st.sampled_from([None, TargetMove.WITHDRAW]),
    pt_current=st.none() | st.integers(1, 50).map(Decimal),
    pt_prior=st.none() | st.integers(1, 50).map(Decimal),
    currency=st.just("USD"),
    date=st.integers(0, 900).map(lambda days: LAST - dt.timedelta(days=days)),
)


@given(st.lists(CALLS, max_size=25))
def test_median(calls: list[RatingAction]) -> None:
    """On any day the line is at the median of the targets that stand, and lifted where none does."""
    shown = picture(calls, first=LAST - dt.timedelta(days=500), last=LAST)
    if shown is None:
        return
    for days in range(0, (shown.last - shown.first).days + 1, 7):
        day = shown.first + dt.timedelta(days=days)
        standing = [figure for course in shown.courses if (figure := course.at(day)) is not None]
        drawn = [figure for since, figure in shown.middle if since <= day][-1]
        assert drawn == (median(standing) if standing else None)


def test_before() -> None:
    """A first call tells of the target before it, which stands on no day; there is room for it left of the call."""
    calls = [
        RatingAction(firm="UBS", pt_current=Decimal(now), pt_prior=Decimal(was), date=LAST - dt.timedelta(days=days))
        for days, was, now in ((160, 12, 18), (80, 17, 20))
    ]
    shown = picture(calls, first=LAST - dt.timedelta(days=500), last=LAST)
    assert shown is not None
    (course,) = shown.courses
    assert (course.before, course.at(LAST - dt.timedelta(days=161))) == (Decimal(12), None)
    assert shown.first == LAST - dt.timedelta(days=170)
    assert shown.middle[0] == (shown.first, None)
