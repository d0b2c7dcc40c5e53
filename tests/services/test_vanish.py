"""A story that its outlet deletes takes along what it alone told; nothing else that is missing does."""

import datetime as dt
import tomllib
from pathlib import Path
from typing import Any

import pytest

from feeds.errors import FetchError
from feeds.identity import mark
from ratings.model import RatingEvent
from services.vanish import gaps
from storage.vanished import Recent
from tests.services.house import DESK, LEDGER, House

CASES = Path(__file__).parents[1] / "data" / "vanished" / "gaps.toml"
NOON = dt.datetime(2025, 11, 24, 12, tzinfo=dt.UTC)
UPGRADE = "JPMorgan upgrades Cipher Mining (CIFR) to Overweight from Neutral"
OTHERS = ("A quiet day on the floor", "What bonds did", "The dollar slips", "Oil is little changed")


def listed(name: str, case: dict[str, Any]) -> Recent:
    """A story by its letter."""
    place = "ABCDEF".index(name)
    seen = NOON if case.get("at_once") else NOON + dt.timedelta(hours=place)
    published = seen if case.get("undated") else NOON + dt.timedelta(hours=-place if case.get("reversed") else place)
    return Recent(id=place, guid=name, published=published, seen=seen, missing=False, telling=True, gone=False)


@pytest.mark.parametrize(
    "case", [pytest.param(case, id=case["name"]) for case in tomllib.loads(CASES.read_text(encoding="utf-8"))["case"]]
)
def test_gaps(case: dict[str, Any]) -> None:
    """A gap is what is missing between newer and older stories, and is not too wide."""
    found = gaps([listed(name, case) for name in "ABCDEF"], {mark(name) for name in case["shows"]})
    assert "".join(sorted(one.guid for one in found)) == case["lacks"]


@pytest.fixture
async def told(house: House) -> House:
    """A call that one feed tells of, between other stories of it, and that the chat was told of."""
    await house.tell(DESK, OTHERS[0], key="before", age=1)
    await house.tell(DESK, UPGRADE, key="call", age=0.2)
    await house.deliver()
    await house.tell(DESK, OTHERS[1], key="behind", age=0.1)
    return house


async def look(house: House, url: str = DESK) -> None:
    """Look at the feed, and send what comes of it."""
    feeds = await house.memory.ask(lambda store: store.feeds.active())
    await house.poller.poll(next(feed for feed in feeds if feed.url == url))
    await house.deliver()


def remove(house: House, key: str) -> str:
    """Delete a story from the feed; gives it, to be put back."""
    body = house.fetcher.feeds[DESK]
    assert isinstance(body, bytes)
    items = body.decode().split("<item>")
    (gone,) = (item for item in items if f"/{key}</guid>" in item)
    house.fetcher.feeds[DESK] = "<item>".join(item for item in items if item is not gone).encode()
    return gone


async def event(house: House) -> RatingEvent:
    """The call."""
    (found,) = await house.memory.ask(lambda store: [one for n in (1, 2) if (one := store.events.get(n))])
    return found


async def test_deleted(told: House) -> None:
    """A call that only a deleted story told is retracted after two looks, in the message and in a reply."""
    remove(told, "call")
    await look(told)
    assert not (await event(told)).retracted
    await look(told)
    assert (await event(told)).retracted
    sent, reply = told.transport.shown[7].values()
    assert "<s>UPGRADE" in sent.html
    assert "the call was taken back" in reply.html


async def test_told_by_another(told: House) -> None:
    """A call that another outlet tells too stands, without the deleted source."""
    await told.tell(LEDGER, UPGRADE)
    remove(told, "call")
    await look(told)
    await look(told)
    found = await event(told)
    assert (found.retracted, [source.outlet for source in found.sources]) == (False, ["Ledger"])


async def test_back_at_once(told: House) -> None:
    """A story that one look lacked, and the next one showed again, changes nothing then or later."""
    body = told.fetcher.feeds[DESK]
    for _ in range(3):
        remove(told, "call")
        await look(told)
        told.fetcher.feeds[DESK] = body
        await look(told)
    remove(told, "call")
    await look(told)
    await look(told)
    assert not (await event(told)).retracted


async def test_back_later(told: House) -> None:
    """A call whose story comes back stands again, and people are told so."""
    body = told.fetcher.feeds[DESK]
    remove(told, "call")
    await look(told)
    await look(told)
    told.fetcher.feeds[DESK] = body
    await look(told)
    assert not (await event(told)).retracted
    assert "the call stands after all" in told.transport.texts(7)[-1]
    assert "<s>" not in told.transport.shown[7][1].html


@pytest.mark.parametrize("answer", [b"", FetchError(DESK, "down"), b"<item><title>half"], ids=["empty", "down", "cut"])
async def test_broken_answers(told: House, answer: bytes | FetchError) -> None:
    """An answer that is empty, an error or cut short proves nothing, however often it comes."""
    told.fetcher.feeds[DESK] = answer
    for _ in range(4):
        await look(told)
    assert not (await event(told)).retracted


async def test_pushed_off(told: House) -> None:
    """What newer stories push off the end of the list is not deleted."""
    remove(told, "before")
    remove(told, "call")
    await look(told)
    await look(told)
    assert not (await event(told)).retracted


async def test_restart_between(told: House) -> None:
    """The second look may be that of another process."""
    remove(told, "call")
    await look(told)
    told.poller = told.new_poller()
    await look(told)
    assert (await event(told)).retracted
