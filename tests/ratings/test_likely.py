"""What expressions need: nothing that one matches is ever kept from it."""

import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ratings.likely import Likely, tags_needed
from ratings.needs import needs
from ratings.phrases import phrases
from ratings.sieve import Sieve
from ratings.tables import table
from ratings.tags import letters

SECTIONS = [rows for rows in table("stories").values() if isinstance(rows, list)]
EXPRESSIONS = sorted({each for rows in SECTIONS for each in rows if "(" in each})


@pytest.mark.parametrize(
    ("expression", "needed"),
    [
        (r"(?i)\bcalls of the day\b", [{"calls of the day"}]),
        (r"upgrades? (?:and|or) more", [{"upgrade"}, {" "}, {"and", "or"}, {" more"}]),
        (r"(?:one|two)? analysts?", [{" analyst"}]),
        (r"[Aa]nalyst", [{"A", "a"}, {"nalyst"}]),
        (r"(?:up|\d+) by", [{" by"}]),
        (r"ab+c{2}d{0,1}e*", [{"ab"}, {"c"}]),
        (r"(?!no )yes(?=[^x])", [{"yes"}]),
        (r"(a)\1", []),
        (r"\x41b", []),
        (r"\w+|a", []),
    ],
)
def test_tells_what_an_expression_needs(expression: str, needed: list[set[str]]) -> None:
    """The strings that every match holds are told, and what may be missing is not among them."""
    assert needs(expression) == needed


@pytest.mark.parametrize("expression", EXPRESSIONS)
def test_needs_some_words(expression: str) -> None:
    """No expression of the tables has to be tried on every text."""
    assert needs(expression)


@pytest.mark.parametrize("expression", EXPRESSIONS)
def test_keeps_what_matches(expression: str) -> None:
    """Whatever text an expression of the tables matches, the sieve lets it through."""
    pattern = re.compile(expression)

    @settings(max_examples=5, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
    @given(text=st.from_regex(pattern, alphabet=st.characters(codec="ascii")))
    def matches(text: str) -> None:
        assert pattern.search(text)
        assert Sieve([expression]).likely(text) == [pattern]
        assert Sieve([expression]).likely(text.upper()) == [pattern]

    matches()


@settings(max_examples=200, deadline=None)
@given(tags=st.text(alphabet=sorted(letters().values()), max_size=30))
def test_keeps_phrases_that_match(tags: str) -> None:
    """Of any row of tags, every phrase that matches it is likely."""
    likely = Likely(tags_needed(phrase.expression) for phrase in phrases()).numbers(set(tags))
    assert {number for number, phrase in enumerate(phrases()) if phrase.pattern.search(tags)} <= set(likely)
    assert likely == sorted(likely)


def test_leaves_out_what_cannot_match() -> None:
    """A text without the words leaves nothing to try."""
    assert Sieve(["upgrades?", "target"]).likely("A quiet day") == []
