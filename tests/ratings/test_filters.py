"""Rules are read as people write them, print as they are read, and let through what they say."""

import tomllib
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ratings.filter_words import Unclear, near_firm, read_rule
from ratings.filters import EVERYTHING, Miss, Rule, Term, misses, refusal
from ratings.kinds import Kind, kind_of
from ratings.model import RatingAction, RatingMove, TargetMove
from ratings.symbols import directory
from tests.fakes.rules import some_calls, some_rules
from tests.messages.builders import action

DATA = Path(__file__).parents[1] / "data/filters"
PIECES = (
    "upgrade",
    "target",
    "firm=",
    "Cantor",
    "change>=",
    "10",
    "importance>=",
    "3",
    ",",
    '"',
    "CIFR",
    "$",
    "=",
    "all",
)


def rows(name: str) -> list[dict[str, Any]]:
    """The cases of a data file."""
    found: list[dict[str, Any]] = tomllib.loads((DATA / f"{name}.toml").read_text(encoding="utf-8"))["case"]
    return found


def stock(words: str) -> str | None:
    """The ticker that is meant."""
    listing = directory().resolve(words)
    return listing.ticker if listing else None


@pytest.mark.parametrize("case", [pytest.param(case, id=case["say"] or "nothing") for case in rows("words")])
def test_words(case: dict[str, Any]) -> None:
    """What is written is read, or told to be unclear with the nearest term."""
    found = read_rule(case["say"], stock)
    if "rule" in case:
        assert str(found) == case["rule"]
    else:
        assert found == Unclear(*case["unclear"])


@pytest.mark.parametrize("case", [pytest.param(case, id=case["name"]) for case in rows("calls")])
def test_calls(case: dict[str, Any]) -> None:
    """A call that is kept back is kept back for a reason."""
    rules = [read_rule(words, stock) for words in case["rules"]]
    call = action({"ticker": "CIFR"} | case["call"])
    missed = refusal([rule for rule in rules if isinstance(rule, Rule)], call, case.get("importance", 0))
    assert not any(isinstance(rule, Unclear) for rule in rules)
    assert missed == (Miss(Term(case["missed"][0]), *case["missed"][1:]) if "missed" in case else None)


@pytest.mark.parametrize(
    ("words", "firm"), [("Cantorr Fitzgerald", "Cantor Fitzgerald"), ("Goldmann Sachs", "Goldman Sachs"), ("zzzz", "")]
)
def test_near_firm(words: str, firm: str) -> None:
    """A slip gets the firm that may be meant; what comes near to nothing gets none."""
    assert near_firm(words) == firm


KINDS = [
    (RatingMove.UPGRADE, TargetMove.LOWER, Kind.UPGRADE),
    (RatingMove.MAINTAIN, TargetMove.RAISE, Kind.RAISE),
    (RatingMove.MAINTAIN, None, Kind.MAINTAIN),
    (None, TargetMove.LOWER, Kind.LOWER),
    (None, TargetMove.MAINTAIN, Kind.MAINTAIN),
    (None, TargetMove.ANNOUNCE, Kind.OTHER),
    (RatingMove.TERMINATE, TargetMove.WITHDRAW, Kind.TERMINATE),
    (None, None, Kind.OTHER),
]


@pytest.mark.parametrize(("rating", "target", "kind"), KINDS)
def test_kinds(rating: RatingMove | None, target: TargetMove | None, kind: Kind) -> None:
    """A call counts as what matters most of it."""
    assert kind_of(RatingAction(rating_action=rating, pt_action=target)) is kind


@given(some_rules)
def test_printed(rule: Rule) -> None:
    """Whatever a rule asks for, its words are read as the same rule."""
    assert read_rule(str(rule), stock) == rule


@given(st.text(max_size=200) | st.lists(st.sampled_from(PIECES), max_size=12).map(" ".join))
def test_any_text(text: str) -> None:
    """Any text is unclear, or a rule whose printed words are read as the same rule."""
    found = read_rule(text, stock)
    if isinstance(found, Rule):
        assert read_rule(str(found), stock) == found


@given(some_rules, some_calls, st.integers(0, 5))
def test_refusal(rule: Rule, call: RatingAction, importance: int) -> None:
    """Alone, a rule that misses nothing lets a call through; beside one for everything, any broker's call comes."""
    alone = replace(rule, tickers=())
    assert (refusal([alone], call, importance) is None) == (not misses(alone, call, importance))
    if not call.quant:
        assert refusal([alone, Rule()], call, importance) is None


@given(some_calls)
def test_everything(call: RatingAction) -> None:
    """The word for everything lets every broker's call through."""
    rule = read_rule(EVERYTHING, stock)
    assert isinstance(rule, Rule)
    assert bool(misses(rule, call, 0)) == call.quant
