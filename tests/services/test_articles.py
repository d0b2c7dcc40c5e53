"""An article that couldn't be had is asked for again, and what it tells completes what was sent."""

import asyncio
import datetime as dt

from feeds.errors import FetchError
from ratings.model import Story
from services.read import wanted_again
from tests.services.house import DESK, House

HEADLINE = "JPMorgan upgrades Cipher Mining (CIFR)"
TEXT = "JPMorgan upgraded Cipher Mining (NASDAQ:CIFR) to Overweight from Neutral and raised its target to $18 from $12."
ARTICLE = f"<html><body><article><h1>{HEADLINE}</h1><p>{TEXT}</p><p>{'The note runs to many pages. ' * 9}</p></article>"
PAGE = "https://desk.example/1"
MINUTE = 60.0


async def wait(house: House, minutes: float) -> None:
    """Let the time pass, look at what is due, and send what comes of it."""
    house.clock.advance(minutes * MINUTE)
    await house.poller.tick()
    await house.poller.finish()
    await house.deliver()


async def told(house: House) -> str:
    """A headline without its facts is told while the article can't be had; gives the message."""
    house.fetcher.pages[PAGE] = FetchError(PAGE, "down")
    await house.tell(DESK, HEADLINE)
    await house.deliver()
    (text,) = house.transport.texts(7)
    return text


async def test_completed_later(house: House) -> None:
    """The alert goes out without its facts, and is completed when the article can be had."""
    assert "Overweight" not in await told(house)
    await wait(house, 4)
    assert house.fetcher.asked[PAGE] == 1
    house.fetcher.pages[PAGE] = ARTICLE.encode()
    await wait(house, 2)
    (text,) = house.transport.texts(7)
    assert "Overweight" in text
    assert "$18" in text
    assert len(house.transport.pings) == 1
    await wait(house, 90)
    assert house.fetcher.asked[PAGE] == 2


async def test_clock_set_back(house: House) -> None:
    """Where the clock is set back by a day, the article is not waited for that long."""
    await told(house)
    house.fetcher.pages[PAGE] = ARTICLE.encode()
    house.clock.jump(-24 * 3_600)
    await wait(house, 6)
    assert "Overweight" in house.transport.texts(7)[0]


async def test_given_up(house: House) -> None:
    """It is asked for three times more within the hour, and then no more."""
    await told(house)
    for _ in range(60):
        await wait(house, 2)
    assert house.fetcher.asked[PAGE] == 4


async def test_after_a_restart(house: House) -> None:
    """Another process asks for what an earlier one couldn't have."""
    await told(house)
    house.poller = house.new_poller()
    house.fetcher.pages[PAGE] = ARTICLE.encode()
    await wait(house, 6)
    assert "Overweight" in house.transport.texts(7)[0]


async def test_nothing_to_read(house: House) -> None:
    """A page that was had and has no article is not asked for again."""
    house.fetcher.pages[PAGE] = b"<html><body></body></html>"
    await house.tell(DESK, HEADLINE)
    await wait(house, 61)
    assert house.fetcher.asked[PAGE] == 1


async def test_side_by_side(house: House) -> None:
    """The articles of one look are asked for together: one host that is slow holds up no other."""
    pages = [f"https://desk{number}.example/story" for number in range(3)]
    now = house.clock.now()
    for page in pages:
        house.fetcher.pages[page] = ARTICLE.encode()
        house.fetcher.publish(DESK, Story(title=HEADLINE, url=page, published=now))
    house.fetcher.together = asyncio.Barrier(len(pages))
    async with asyncio.timeout(5):
        await house.poll_all()
    assert await house.memory.ask(lambda store: store.stories.count()) == 3


def test_pauses() -> None:
    """Three more tries lie within the hour."""
    now = dt.datetime(2025, 11, 24, tzinfo=dt.UTC)
    tries = [wanted_again(tries, now) for tries in (1, 2, 3, 4)]
    assert tries[3] is None
    assert sum((one - now for one in tries[:3] if one), dt.timedelta()) <= dt.timedelta(hours=1)
