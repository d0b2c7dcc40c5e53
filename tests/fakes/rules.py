"""Rules and calls of every kind, for properties."""

from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from ratings.filters import Deed, Direction, Rule
from ratings.firms import spellings
from ratings.model import RatingAction, RatingMove, TargetMove

FIRMS = sorted(set(spellings().values()))
TICKERS = ("CIFR", "RIOT", "BRK.B", "ALL", "T")


def unique(values: st.SearchStrategy[Any]) -> st.SearchStrategy[tuple[Any, ...]]:
    """A few of these, each once."""
    return st.lists(values, max_size=5, unique=True).map(tuple)


some_rules = st.builds(
    Rule,
    tickers=unique(st.sampled_from(TICKERS)),
    actions=unique(st.sampled_from(Deed)),
    firms=unique(st.sampled_from(FIRMS)),
    change=st.none() | st.decimals(min_value="0.01", max_value="9999.99", places=2),
    importance=st.none() | st.integers(1, 5),
    direction=st.none() | st.sampled_from(Direction),
    quant=st.booleans(),
)
some_calls = st.builds(
    RatingAction,
    ticker=st.sampled_from(TICKERS),
    firm=st.none() | st.sampled_from(FIRMS),
    rating_action=st.none() | st.sampled_from(RatingMove),
    pt_action=st.none() | st.sampled_from(TargetMove),
    pt_current=st.none() | st.decimals(min_value="0.01", max_value="9999", places=2),
    pt_prior=st.none() | st.just(Decimal(0)) | st.decimals(min_value="0.01", max_value="9999", places=2),
    quant=st.booleans(),
)
