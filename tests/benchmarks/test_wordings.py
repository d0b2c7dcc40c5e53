"""The wordings: each can be used, and its words hold what it says they tell."""

import random

import pytest

from benchmarks.replay.truth import month
from benchmarks.replay.wordings import FIELDS, Wording, phrase, wordings, words_of

CALLS = month(7, 8)
SHOWN = {"firm": "firm", "rating": "rating", "prior": "prior", "target": "target", "figure": "target", "was": "was"}


@pytest.mark.parametrize("wording", wordings(), ids=lambda wording: wording.id)
def test_tells_what_it_says(wording: Wording) -> None:
    """Some call fits the wording, and the words for each told field stand in it."""
    call = next(call for call in CALLS if wording.fits(call.action))
    words = words_of(call.action, call.stock, call.day, random.Random(1))
    text = phrase(f"{wording.title} {wording.text}", words)
    assert all(words[SHOWN[told]] in text for told in wording.tells & SHOWN.keys())
    assert "{" not in text
    told = wording.told(call.action, call.day, call.day)
    assert all(getattr(told, FIELDS[name]) for name in wording.tells - {"date"})
    assert told.firm == (call.firm if "firm" in wording.tells else None)


def test_enough_of_them() -> None:
    """Every kind of piece has several wordings, and no two share an id."""
    every = wordings()
    assert len(every) >= 60
    assert len({wording.id for wording in every}) == len(every)
