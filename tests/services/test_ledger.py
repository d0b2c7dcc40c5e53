"""What looks leave behind, on its way to storage."""

import datetime as dt

from services.ledger import Ledger
from storage.feeds import FeedState
from tests.services.house import House


async def test_times_after_state(house: House) -> None:
    """What a look changed is not lost to a later one that left only its time, nor is the time to an earlier one."""
    (feed, *_) = await house.memory.ask(lambda store: store.feeds.active())
    ledger = Ledger(house.memory)
    failed = feed._replace(failures=1, error="down", next_check=feed.next_check + dt.timedelta(minutes=1))
    later = failed._replace(next_check=failed.next_check + dt.timedelta(minutes=1))
    ledger.note(feed, failed)
    ledger.note(failed, later)
    assert ledger.holds(feed.id)
    await ledger.flush()
    assert not ledger.holds(feed.id)
    assert await known(house, feed.id) == later


async def test_state_after_times(house: House) -> None:
    """A look that changed something takes the place of an earlier one that left only its time."""
    (feed, *_) = await house.memory.ask(lambda store: store.feeds.active())
    ledger = Ledger(house.memory)
    looked = feed._replace(next_check=feed.next_check + dt.timedelta(minutes=2))
    failed = looked._replace(failures=1, next_check=feed.next_check + dt.timedelta(minutes=1))
    ledger.note(feed, looked)
    ledger.note(looked, failed)
    await ledger.flush()
    assert await known(house, feed.id) == failed


async def known(house: House, feed_id: int) -> FeedState | None:
    """What storage knows of a feed."""
    return await house.memory.ask(lambda store: store.feeds.find(feed_id))
