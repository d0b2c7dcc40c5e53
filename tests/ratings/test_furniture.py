"""Pages and their furniture, and sentences and their ends."""

import pytest

from ratings.furniture import body_lines
from ratings.model import Part
from ratings.sentences import LONGEST_SENTENCE, Line, split

PROSE = (
    "The bank told its clients that the company has more orders than it can fill this year, so it lifted its target."
)


def body(text: str) -> list[str]:
    """The lines of a text that belong to its story."""
    return [text[start:end] for start, end in body_lines(text)]


def test_leaves_out_other_stories() -> None:
    """Teasers after "Related News" go, and the story goes on with its next line of prose."""
    assert body(f"{PROSE}\nRelated News\nCiti upgrades Okta\n{PROSE}") == [PROSE, PROSE]


def test_leaves_out_dated_teasers() -> None:
    """A headline above a date line belongs to another story, wherever it stands."""
    assert body(f"Citi upgrades Okta\n\nMarkets November 24, 2025\n{PROSE}")[-1] == PROSE
    assert "Citi upgrades Okta" not in body(f"Citi upgrades Okta\n\nMarkets November 24, 2025\n{PROSE}")


def test_cuts_other_stories_from_a_line() -> None:
    """Where a page was flattened into one line, the line ends at the other stories."""
    assert body(f"{PROSE} Related Articles Citi upgrades Okta")[0].strip() == PROSE


def test_keeps_lists() -> None:
    """The items of a roundup stay."""
    assert len(body("Top upgrades:\n• Citi upgraded Okta.\n• Baird upgraded Dover.")) == 3


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("Citi upgraded Okta. It cut Dover.", ["Citi upgraded Okta.", "It cut Dover."]),
        ("Okta Inc. (OKTA) rose. J. P. Morgan said so.", ["Okta Inc. (OKTA) rose.", "J. P. Morgan said so."]),
        ("It has a “buy.” Dover fell.", ["It has a “buy.”", "Dover fell."]),
        ("A target of $1.50. Next", ["A target of $1.50.", "Next"]),
    ],
)
def test_splits_sentences(text: str, sentences: list[str]) -> None:
    """A sentence ends at its full stop, not at a shortened word's or an initial's."""
    found = list(split(Line(Part.TEXT, 0, text)))
    assert [sentence.text.strip() for sentence in found] == sentences
    assert all(text[s.start : s.start + len(s.text)] == s.text for s in found)


def test_bounds_sentences() -> None:
    """A text without a full stop is read in pieces that people might have written."""
    assert all(len(sentence.text) <= LONGEST_SENTENCE for sentence in split(Line(Part.TITLE, 0, "word " * 5000)))
