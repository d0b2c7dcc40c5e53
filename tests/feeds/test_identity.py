"""By which of its marks an entry is known."""

from hypothesis import given
from hypothesis import strategies as st

from feeds.identity import NONE, Marks, choices, mark

MARKS = st.sampled_from([NONE, *map(mark, "abcd")])
ITEMS = st.lists(st.builds(Marks, MARKS, MARKS, MARKS), max_size=5)


@given(ITEMS)
def test_twice(marks: list[Marks]) -> None:
    """What stands in a feed twice, word by word, is known as if it stood there once."""
    assert choices(marks + marks) == choices(marks) * 2


def test_own_guids() -> None:
    """Where each entry has a guid of its own, they are known by it, whatever else they share."""
    assert choices([Marks(mark(name), mark("page"), NONE) for name in "abc"]) == [0, 0, 0]


def test_shared_guid() -> None:
    """A guid on different links is nobody's."""
    assert choices([Marks(mark("a"), mark(page), NONE) for page in "xy"]) == [1, 1]
