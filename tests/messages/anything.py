"""Any value of a type: what message functions take, with the nastiest words in every text."""

import datetime as dt
import types
import typing
from collections.abc import Collection, Mapping, Sequence
from dataclasses import fields, is_dataclass, replace
from decimal import Decimal
from enum import Enum
from typing import Any

from hypothesis import strategies as st

from messages.changes import Change
from messages.fields import LABELS
from messages.tongue import LANGUAGES
from ratings.model import RatingAction, RatingEvent
from tests.messages.test_properties import ACTIONS, CHANGES, EVENTS, MOMENTS, WORDS

FEW = 3  # items of a list
TEXTS = (str, str | None)
LISTS = (Sequence[str], tuple[str, ...])
PLAIN: dict[Any, st.SearchStrategy[Any]] = {
    str: WORDS,
    int: st.integers(0, 10**6),
    bool: st.booleans(),
    bytes: st.binary(min_size=1, max_size=9),
    float: st.floats(0, 1e6),
    type(None): st.none(),
    Decimal: st.decimals("0.0001", "1e9", allow_nan=False),
    dt.datetime: MOMENTS,
    dt.date: st.dates(dt.date(2000, 1, 1), dt.date(2100, 1, 1)),
    dt.timedelta: st.timedeltas(dt.timedelta(0), dt.timedelta(days=4000)),
    RatingEvent: EVENTS.map(lambda event: replace(event, call=replace(event.call, ticker="CIFR"))),
    RatingAction: ACTIONS,
    Change: CHANGES,
}
# Fields and parameters whose texts are ours; [] marks lists of them.
TICKERS = st.sampled_from(["CIFR", "BRK.B"])
KNOWN: dict[str, st.SearchStrategy[Any]] = {
    "quiet": st.sampled_from(["22:00-07:00 hold", "23:00-06:00 weekends silent", "weekends hold"]) | st.none(),
    "digest": st.sampled_from(["daily 08:00", "weekly Mon 08:00"]) | st.none(),
    "now": st.sampled_from(LANGUAGES),
    "before": st.sampled_from(LANGUAGES),
    "ticker": TICKERS,
    "listing_ticker": TICKERS,
    "tickers[]": st.lists(TICKERS, min_size=1, max_size=FEW).map(tuple),
    "suggestions[]": st.just(("Europe/Berlin",)),
    "meant[]": st.just(("Cantor Fitzgerald", "Deutsche Bank" * 9)),
    "undo": st.just("off"),
    "what": st.sampled_from(["fix", "retract", "merge", "split", "keep"]),
    "zone": st.just("Europe/Berlin"),
    "press": st.just("rating"),
    "command": st.just("rating"),
    "audience": st.sampled_from(["everyone", "owners"]),
    "usage": st.just("/rating TICKER …"),
    "summary": st.just("Each firm's latest call"),
    "field": st.sampled_from(sorted(LABELS)),
    "occasion": st.sampled_from(["quiet", "pause", "limit", "notify", "digest"]),
}


def anything(kind: Any) -> st.SearchStrategy[Any]:
    """Values of a type: plain ones, enums, collections of them, dataclasses."""
    if kind in PLAIN:
        return PLAIN[kind]
    origin, given = typing.get_origin(kind), typing.get_args(kind)
    if origin in (typing.Union, types.UnionType):
        return st.one_of(*map(anything, given))
    if origin is typing.Literal:
        return st.sampled_from(given)
    if origin is tuple and given[-1] is not ...:
        return st.tuples(*map(anything, given))
    if origin in (list, tuple, Sequence, Collection):
        return st.lists(anything(given[0]), min_size=1, max_size=FEW).map(list if origin is list else tuple)
    if origin in (frozenset, set):
        return st.frozensets(anything(given[0]), max_size=FEW)
    if origin in (dict, Mapping):
        return st.dictionaries(anything(given[0]), anything(given[1]), max_size=FEW)
    if isinstance(kind, type) and issubclass(kind, Enum):
        return st.sampled_from(kind)
    assert is_dataclass(kind), kind
    hints = typing.get_type_hints(kind)
    return st.builds(kind, **{field.name: named(field.name, hints[field.name]) for field in fields(kind)})


def named(name: str, kind: Any) -> st.SearchStrategy[Any]:
    """Values of a field or parameter."""
    key = name if kind in TEXTS else f"{name}[]" if kind in LISTS else ""
    return KNOWN[key] if key in KNOWN else anything(kind)
