"""Phrases and their language: each rule reads its own examples."""

import pytest

from ratings.lexicon import classes
from ratings.model import Part
from ratings.patterns import compiled
from ratings.phrases import Phrase, find, find_loose, phrases
from ratings.reading import tagged_sentence
from ratings.sentences import Sentence
from ratings.tables import table

EXAMPLES = [pytest.param(phrase, example, id=example) for phrase in phrases() for example in phrase.examples]


@pytest.mark.parametrize(("phrase", "example"), EXAMPLES)
def test_phrase_reads_its_example(phrase: Phrase, example: str) -> None:
    """The phrase that wins in an example is the one it stands beside."""
    found = (find_loose if phrase.loose else find)(tagged_sentence(Sentence(Part.TITLE, 0, example)))
    assert phrase.id in [finding.phrase.id for finding in found]


def test_every_phrase_has_an_example() -> None:
    """A phrase without an example, or with a name that another has, has no place in the table."""
    assert all(phrase.examples for phrase in phrases())
    assert len({phrase.id for phrase in phrases()}) == len(phrases())


@pytest.mark.parametrize("pattern", ["{rating} to {colour}", "to wherever", "to [a-z]+"])
def test_says_what_a_pattern_does_wrong(pattern: str) -> None:
    """A class that nobody knows, or a mark outside the language, is named."""
    with pytest.raises(ValueError, match=r"no class of words|not part of the language"):
        compiled(pattern)


def test_every_word_belongs_to_one_class() -> None:
    """No way of writing something stands in two classes, or the later would silently lose."""
    words = [word for section in table("words").values() for group in section.values() for word in group]
    assert sorted({word for word in words if words.count(word) > 1}) == []
    assert len(set(classes())) == len(classes())
