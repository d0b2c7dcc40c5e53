"""What owners do to calls."""

from dataclasses import replace

from services.review import Review
from storage.store import Store
from tests.samples import UPGRADE
from tests.services.house import House
from tests.storage.samples import add_event, add_feed, add_story


def _two_calls(store: Store) -> tuple[int, int]:
    """Two calls with a story each."""
    feed_id = add_feed(store, "Paper")
    first = add_event(store, story_id=add_story(store, feed_id, "1"))
    return first, add_event(store, replace(UPGRADE, firm="UBS"), story_id=add_story(store, feed_id, "2"))


async def test_merge_and_split(house: House) -> None:
    """An owner makes two calls one, and takes a source out again; both deeds stand in the audit."""
    review = Review(house.memory, house.clock)
    first, second = await house.memory.ask(_two_calls)
    merged = (await review.merge(1, first, second)).event
    assert (len(merged.sources), await house.memory.ask(lambda store: store.events.exists(second))) == (2, False)
    left = (await review.split(1, first, 2)).event
    assert len(left.sources) == 1
    rows = await house.memory.ask(lambda store: store.reviews.deeds(first))
    assert [row.what for row in rows] == ["merge", "split"]
