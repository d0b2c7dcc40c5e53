"""What holds for the reader on any text at all."""

import datetime as dt
import time
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.samples import hostile
from ratings.extract import extract, lacks_facts
from ratings.model import Story

TELLING = [
    "Citi", "JPMorgan", "Goldman Sachs", "The bank", "analyst", "upgrades", "downgraded", "to", "from", "Buy",
    "Neutral", "Okta", "(NASDAQ:OKTA)", "Dover", "price target", "raises", "cuts", "its", "$40", "$35.50", "on", "at",
    "by", "and", "with", "respectively", ",", ".", ";", "\n", "Separately,", "on Monday, November 24th",
    "initiates coverage", "a", "rating", "12%", "İ", "“", "(", ")", "’s", "may", "from $35 and $70",
    "on Okta and Dover", "Citi raised its price target on Okta to $40", "has a $90 target with Buy and Hold ratings",
    "kept a Buy rating",
]  # fmt: skip
STORIES = st.lists(st.sampled_from(TELLING), max_size=30).map(" ".join)
LEAD = "Baird upgraded Okta (NASDAQ:OKTA) to Outperform from Neutral and raised its price target to $120 from $95."
HOSTILE = dict(hostile())


@settings(max_examples=60, deadline=None)
@given(title=st.one_of(st.text(max_size=200), STORIES), text=st.one_of(st.text(max_size=400), STORIES))
def test_reads_any_text(title: str, text: str) -> None:
    """No text raises; the same text reads the same; the evidence stands where it says; no field is empty but known.

    A target is a figure, whatever stands in its place.
    """
    story = Story(title=title, text=text, published=dt.datetime(2026, 1, 6, tzinfo=dt.UTC))
    actions = extract(story)
    assert actions == extract(story)
    assert isinstance(lacks_facts(story, actions), bool)
    for action in actions:
        assert action.rating_action or action.pt_action
        assert all(isinstance(figure, Decimal | None) for figure in (action.pt_current, action.pt_prior))
        for name, evidence in action.evidence.items():
            assert story.part(evidence.part)[evidence.start : evidence.end] == evidence.words
            assert getattr(action, name)


@settings(max_examples=30, deadline=None)
@given(more=st.lists(st.sampled_from([
    "Citi downgraded Dover (NYSE:DOV) to Sell from Neutral.",
    "Dover (NYSE:DOV) shares closed at $181.20 on Friday.",
    "Mizuho raised its price target on Dover to $210 from $200 and kept a Neutral rating.",
    "Analysts expect Dover to earn $9.40 a share this year.",
]), max_size=4))  # fmt: skip
def test_another_company_changes_nothing(more: list[str]) -> None:
    """A paragraph about another company leaves the calls of the first as they were."""
    alone = extract(Story(title="", text=LEAD))
    together = extract(Story(title="", text="\n".join([LEAD, *more])))
    assert [action for action in together if action.ticker == "OKTA"] == list(alone)


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_text_stays_quick(name: str) -> None:
    """A megabyte of anything is read within two seconds, as title and as text."""
    page = HOSTILE[name]
    for story in (Story(title=page), Story(title="", text=page)):
        started = time.process_time()
        extract(story)
        assert time.process_time() - started < 2
