"""What a chat sees of a call."""

from decimal import Decimal

from benchmarks.replay.seen import blocks, tells
from ratings.model import RatingAction
from tests.samples import UPGRADE as CIFR

TEXT = """⬆️ JPMorgan: UPGRADE $CIFR · Cipher Mining (updated 15:31)
Rating: Neutral → Overweight (≈ Hold → Buy)
Target: $12 → $18 (+50 %)
Analyst: Anna Abbott

📉 TARGET CUT $RIOT · Riot Platforms
Rating: not stated
Target: $19 → $17 (−11 %)
1 source: Desk"""


def test_blocks() -> None:
    """Each call's old and new rating and target are found under its own ticker."""
    assert blocks(TEXT, "CIFR") == [(("neutral", "overweight"), ("12", "18"))]
    assert blocks(TEXT, "RIOT") == [(("notstated",), ("19", "17"))]
    assert blocks(TEXT, "CIF") == []


def test_tells() -> None:
    """A message tells a call only where every part of it is there."""
    assert tells(TEXT, CIFR)
    wrong = {"rating_prior": "Underweight", "pt_current": Decimal(19), "firm": "UBS", "ticker": "MARA"}
    for field, value in wrong.items():
        fields = {name: getattr(CIFR, name) for name in RatingAction.__dataclass_fields__}
        assert not tells(TEXT, RatingAction(**fields | {field: value}))
