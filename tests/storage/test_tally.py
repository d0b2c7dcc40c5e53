"""How many there are, without counting them all each time."""

from pathlib import Path

import pytest

from storage.store import Store
from tests.storage.samples import add_event, add_feed, add_story


def test_counts(store: Store) -> None:
    """What comes after a count is in the next one, and what goes is not, also where the last one goes."""
    assert store.events.count() == 0
    first, second = add_event(store), add_event(store)
    assert store.events.count() == 2
    store.events.retire(second, first)
    assert store.events.count() == 1
    add_event(store)
    assert store.events.count() == 2


def test_undone(store: Store) -> None:
    """Rows that were taken back with their transaction are not counted, nor is one missed that was to go."""
    first, second = add_event(store), add_event(store)
    assert store.events.count() == 2

    def undone() -> None:
        with store.transaction():
            add_event(store)
            store.events.retire(second, first)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        undone()
    assert store.events.count() == 2


def test_other_process(tmp_path: Path) -> None:
    """What another process brings or takes is seen."""
    ours, other = Store(tmp_path / "data.db"), Store(tmp_path / "data.db")
    try:
        first, second = add_event(ours), add_event(ours)
        assert ours.events.count() == 2
        other.events.retire(second, first)
        add_story(other, add_feed(other))
        assert (ours.events.count(), ours.stories.count()) == (1, 1)
    finally:
        ours.close()
        other.close()
