"""Runs and signs: the quick ways to cut and to gate a text say what the plain ones do."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ratings.gate import Signs
from ratings.model import Part, Story
from ratings.runs import row
from ratings.sentences import Sentence
from ratings.tables import table
from ratings.words import pieces

WORDS = [
    "Citi", "raises", "PT", "to", "$12", "$", "5", "EUR", "12", "7", "per", "cent", "515", "(480)", "pence", "-", "–",
    "—", "Okta's", "price target", "Buy,", "İs", "3M", ".3M", "10m", "C$62", "(NYSE:", "T)", "", "\n", "owner’s",
    "Rs.", "2,150", "billion", "equal-weight", "over" * 9, "12%", "%", "not rated", " a buy", "sell", "OW",
]  # fmt: skip
TEXTS = st.one_of(st.lists(st.sampled_from(WORDS), max_size=12).map(" ".join), st.text(max_size=60))


@settings(max_examples=300, deadline=None)
@given(text=TEXTS)
def test_cuts_alike(text: str) -> None:
    """A text cut run by run has the pieces of the text cut as a whole, at the same places."""
    found, places = row(text)
    moved = [(one.kind, one.text, at + one.start, at + one.end) for one, at in zip(found, places, strict=True)]
    assert moved == [(one.kind, one.text, one.start, one.end) for one in pieces(text)]


@settings(max_examples=200, deadline=None)
@given(before=TEXTS, text=TEXTS, after=TEXTS)
def test_gates_alike(before: str, text: str, after: str) -> None:
    """A sentence may tell of a call exactly if one of the gate's words or marks stands in it."""
    whole = f"{before}{text}{after}"
    expected = any(word in text.lower() for word in table("gate")["words"])
    expected = expected or any(mark in text for mark in table("gate")["marks"])
    signs = Signs(Story(title="", text=whole))
    assert signs.within(Sentence(Part.TEXT, len(before), text)) == expected
    assert not signs.within(Sentence(Part.TITLE, 0, ""))


@pytest.mark.parametrize(("text", "told"), [("Rain is expected", False), ("UBS cuts its target", True)])
def test_passes_over_stories_without_a_sign(text: str, told: bool) -> None:
    """A story without any sign of a call is not read at all."""
    assert bool(Signs(Story(title=text))) == told
