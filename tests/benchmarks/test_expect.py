"""What ought to come of what was told."""

import datetime as dt
import tomllib
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from benchmarks.replay.cast import Outlet, stocks
from benchmarks.replay.expect import Telling, facts_of, is_plain, tells_in_full
from benchmarks.replay.pieces import Piece, Told
from benchmarks.replay.truth import Call
from ratings.model import RatingAction, RatingMove, TargetMove

CASES = tomllib.loads((Path(__file__).parents[1] / "data/replay/votes.toml").read_text(encoding="utf-8"))["case"]
MADE = dt.datetime(2025, 11, 3, 13, tzinfo=dt.UTC)
TRUTH = RatingAction(
    ticker="AAPL",
    firm="JPMorgan",
    rating_action=RatingMove.UPGRADE,
    rating_current="Overweight",
    rating_prior="Neutral",
    pt_action=TargetMove.RAISE,
    pt_current=Decimal(18),
    pt_prior=Decimal(12),
    currency="USD",
)
CALL = Call(number=1, note=1, made=MADE, stock=stocks()[0], action=TRUTH)


def telling(outlet: str, action: RatingAction, *, after: int = 0) -> Telling:
    """What an outlet tells so many minutes after the call."""
    at = MADE + dt.timedelta(minutes=after)
    piece = Piece(number=after, outlet=Outlet(outlet, 0), kind="headline", wording="h", published=at, title="", text="")
    return Telling(piece=piece, told=Told(call=CALL, action=action), arrived=at)


def value(field: str, words: str) -> Any:
    """A field's value as the model has it."""
    return {"pt_current": Decimal, "pt_action": TargetMove}.get(field, str)(words)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["why"])
def test_votes(case: dict[str, Any]) -> None:
    """A field is what most outlets tell, by their last words, the earliest where they are equally many."""
    field = case["field"]
    told = [words.split() for words in case["told"]]
    tellings = [
        telling(outlet, RatingAction(firm="JPMorgan", **{field: value(field, words)}), after=number)
        for number, (outlet, words) in enumerate(told)
    ]
    assert facts_of(tellings)[field] == (value(field, case["is"]) if "is" in case else None)


def test_direction() -> None:
    """A target told without its direction has the one that the figures show, or that was told before."""
    bare = RatingAction(firm="JPMorgan", pt_action=TargetMove.ANNOUNCE, pt_current=Decimal(17))
    told = [telling("Wire", replace(TRUTH, pt_prior=None)), telling("Wire", bare, after=60)]
    assert facts_of(told)["pt_action"] is TargetMove.RAISE
    told.append(telling("Post", RatingAction(firm="JPMorgan", pt_prior=Decimal(20)), after=90))
    assert facts_of(told)["pt_action"] is TargetMove.LOWER
    assert facts_of(told[1:2])["pt_action"] is TargetMove.ANNOUNCE


def test_told_in_full() -> None:
    """A piece tells a call in full when it leaves nothing out, is no recollection and comes within a day."""
    assert tells_in_full(telling("Wire", TRUTH, after=60))
    assert not tells_in_full(telling("Wire", replace(TRUTH, pt_prior=None), after=60))
    assert not tells_in_full(telling("Wire", replace(TRUTH, date=MADE.date()), after=60))
    assert not tells_in_full(telling("Wire", TRUTH, after=25 * 60))


def test_plain_or_vague() -> None:
    """A telling without a firm is plain where it fits its own call alone."""
    nameless = telling("Wire", RatingAction(ticker="AAPL", pt_current=Decimal(18)))
    own = facts_of([telling("Post", TRUTH)])
    other = own | {"firm": "UBS", "pt_current": Decimal(30)}
    silent = own | {"firm": "UBS", "pt_current": None}
    assert is_plain(nameless, {1: own, 2: other})
    assert not is_plain(nameless, {1: own, 2: silent})
    assert is_plain(telling("Wire", RatingAction(ticker="AAPL", firm="JPMorgan")), {1: own, 2: silent})
