"""What is remembered about words is what the function says of them, and it is bounded."""

from hypothesis import given, settings
from hypothesis import strategies as st

from ratings import memory
from ratings.memory import Memory


@settings(max_examples=50, deadline=None)
@given(words=st.lists(st.text(max_size=40)))
def test_says_what_the_function_says(words: list[str]) -> None:
    """Whatever is asked for, in whatever order, the answer is the function's."""
    sizes = Memory(len)
    assert [sizes[word] for word in words] == list(map(len, words))


def test_finds_out_once() -> None:
    """A word that was asked for is not looked into again; a very long one is not worth remembering."""
    asked: list[str] = []
    known = Memory(asked.append)
    for word in ("Okta", "Okta", "x" * 100, "x" * 100):
        known[word]
    assert asked == ["Okta", "x" * 100, "x" * 100]


def test_stays_small() -> None:
    """However many words there are, only so many are kept."""
    known = Memory(len)
    for number in range(memory._MOST + 10):
        known[f"word {number}"]
    assert len(known) <= memory._MOST
    assert known["word 1"] == len("word 1")
