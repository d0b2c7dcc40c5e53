"""How the feeds fare, as figures."""

import datetime as dt

from services.freshness import feeds_view
from services.templates import sync
from tests.services.house import DESK, House

CONFIGURED = [("Desk", DESK), ("Daily", "https://daily.example/{ticker}.rss")]
UPGRADE = "JPMorgan Upgrades Riot Platforms (NASDAQ:RIOT) to Overweight from Neutral"


async def test_delay(house: House) -> None:
    """The median delay runs from publication to the first alert, and is credited to the outlet that told first."""
    await house.memory.ask(sync, CONFIGURED, house.clock.now())
    for firm, minutes in (("JPMorgan", 1), ("Needham", 4), ("Stifel", 30)):
        await house.tell(DESK, UPGRADE.replace("JPMorgan", firm), key=firm, age=minutes / 60)
        await house.deliver(after=60)
    view = await house.memory.ask(feeds_view, house.clock.now())
    desk, daily = sorted(view.rows, key=lambda row: -row.calls)
    assert desk.delay == view.delay == dt.timedelta(minutes=5)
    assert (desk.entries, desk.calls, desk.feeds) == (3, 3, 1)
    assert (daily.delay, daily.calls, daily.feeds, daily.template) == (None, 0, 2, True)


async def test_template_is_one_row(house: House) -> None:
    """A template's feeds add up to one row: how many fail, when one was last read."""
    await house.memory.ask(sync, CONFIGURED, house.clock.now())
    house.fetcher.publish("https://daily.example/CIFR.rss")
    await house.poller.tick()
    await house.poller.finish()
    view = await house.memory.ask(feeds_view, house.clock.now())
    (daily,) = [row for row in view.rows if row.template]
    assert (daily.feeds, daily.failing, daily.waiting) == (2, 1, 0)
    assert daily.last_success == house.clock.now()
    assert daily.error is not None


async def test_unwatched_still_counts(house: House) -> None:
    """What a template's feed told before nobody watched its stock any more is still found."""
    await house.memory.ask(sync, CONFIGURED, house.clock.now())
    url = "https://daily.example/RIOT.rss"
    await house.tell(url, UPGRADE)
    await house.watchlist.unwatch(7, "RIOT")
    await house.poller.tick()
    await house.poller.finish()
    view = await house.memory.ask(feeds_view, house.clock.now())
    (daily,) = [row for row in view.rows if row.template]
    assert (daily.feeds, daily.entries, daily.calls) == (1, 1, 1)


async def test_removed_stays_listed_while_configured(house: House) -> None:
    """What the settings name is listed when it is off, what an owner added and removed is not."""
    await house.memory.ask(sync, CONFIGURED, house.clock.now())
    batch = await house.memory.ask(lambda store: store.outlets.ask([("Mine", "https://mine.example/rss")]))
    (mine,) = await house.memory.ask(lambda store: store.outlets.accept(batch))
    for outlet in await house.memory.ask(lambda store: store.outlets.active()):
        await house.memory.ask(lambda store, one=outlet: store.outlets.switch(one.id, "off"))
    view = await house.memory.ask(feeds_view, house.clock.now())
    assert [(row.name, row.on) for row in view.rows] == [("Daily", False), ("Desk", False)]
    assert mine.name == "Mine"
