"""Firms: their names, their other names, and which of them are models."""

from collections import defaultdict

import pytest

from ratings.firms import canonical, is_quant, quants, spellings
from ratings.tables import table
from ratings.words import words_of


@pytest.mark.parametrize(
    ("written", "firm"),
    [
        ("J.P. Morgan", "JPMorgan"),
        ("JPMORGAN CHASE & CO.", "JPMorgan"),
        ("Keefe, Bruyette & Woods", "KBW"),
        ("Robert W. Baird", "Baird"),
        ("B of A Securities", "BofA Securities"),
        ("Piper Jaffray", "Piper Sandler"),
        ("Sanford C. Bernstein", "Bernstein"),
        ("D.A. Davidson", "DA Davidson"),
        ("Société Générale", "Societe Generale"),
        ("Nobody & Partners", None),
        ("", None),
    ],
)
def test_names_firm(written: str, firm: str | None) -> None:
    """However an outlet writes a firm, it has one short name; a stranger has none."""
    assert canonical(written) == firm


@pytest.mark.parametrize(
    ("one", "other"), [("ISI Group", "Evercore ISI"), ("SunTrust", "Truist"), ("Cowen", "TD Cowen")]
)
def test_keeps_merged_firms_apart(one: str, other: str) -> None:
    """A firm that was merged into another keeps its own name."""
    assert canonical(one) == one
    assert canonical(other) == other


def test_knows_many() -> None:
    """There are at least 250 firms and 300 other ways to write them."""
    firms = {firm for section in table("firms").values() for firm in section}
    assert len(firms) >= 250
    assert len(spellings()) - len(firms) >= 300


def test_no_name_means_two_firms() -> None:
    """Every spelling belongs to one firm."""
    owners = defaultdict(set)
    for section in table("firms").values():
        for firm, others in section.items():
            for spelling in (firm, *others):
                owners[tuple(words_of(spelling))].add(firm)
    assert {spelling: firms for spelling, firms in owners.items() if len(firms) > 1} == {}


def test_tells_models_from_brokers() -> None:
    """Models are marked, brokers are not."""
    assert is_quant("Zacks")
    assert is_quant("Wall Street Zen")
    assert not is_quant("Baird")
    assert quants() <= set(spellings().values())
