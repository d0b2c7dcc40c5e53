"""Grades: what ratings mean, on common and on firms' own scales."""

import pytest

from ratings.grades import grade, terms


@pytest.mark.parametrize(
    ("rating", "firm", "level"),
    [
        ("Overweight", None, 4),
        ("equal-weight", "Morgan Stanley", 3),
        ("EqualWeight", None, 3),
        ("Sector Perform", "RBC Capital", 3),
        ("strong-buy", None, 5),
        ("Underperform", None, 2),
        ("Strong Sell", None, 1),
        ("Positive", "Susquehanna", 4),
        ("Buy", "CLSA", 5),
        ("Outperform", "CLSA", 4),
        ("Outperform", "Raymond James", 4),
        ("Strong Buy", "Raymond James", 5),
        ("Add", "ICICI Securities", 4),
        ("Splendid", None, None),
    ],
)
def test_grades(rating: str, firm: str | None, level: int | None) -> None:
    """A rating has its grade on its firm's scale, else on the common one; what nobody knows has none."""
    assert grade(rating, firm) == level


def test_every_term_has_a_grade() -> None:
    """Each term of the table is graded."""
    assert [term for term, _ in terms() if grade(term) is None] == []
