"""From a published story to what a chat sees."""

import asyncio
import datetime as dt

import pytest

from feeds.errors import FetchError
from services import deliver
from services.errors import (
    ChatGoneError,
    ChatMovedError,
    DoubtfulError,
    RefusedError,
    SlowDownError,
    TransportError,
)
from storage.errors import StorageError
from tests.services.house import DESK, LEDGER, House, open_house

UPGRADE = "JPMorgan Upgrades Cipher Mining (NASDAQ:CIFR) to Overweight from Neutral, Raises Target to $18 from $12"
CUT = "JPMorgan Lowers Riot Platforms (NASDAQ:RIOT) Price Target to $17 from $19"
REWORDED = "Cipher Mining (CIFR) upgraded to Overweight from Neutral at JPMorgan"


async def test_alert_arrives(house: House) -> None:
    """A watched stock's call comes once, with its facts and its outlet."""
    report = await house.tell(DESK, UPGRADE)
    assert (report.stories, len(report.events), report.alerts) == (1, 1, 1)
    await house.deliver()
    (text,) = house.transport.texts(7)
    for fact in ("UPGRADE", "$CIFR", "JPMorgan", "Neutral", "Overweight", "$12", "$18", "Desk"):
        assert fact in text
    await house.poll_all()
    await house.deliver()
    assert len(house.transport.pings) == 1


async def test_settles_first(house: House) -> None:
    """An alert waits for what else is told of the same note, and goes out as one."""
    await house.tell(DESK, UPGRADE)
    await house.deliver(after=5)
    assert house.transport.pings == []
    await house.tell(DESK, CUT, key="2")
    await house.tell(LEDGER, REWORDED)
    await house.deliver()
    (text,) = house.transport.texts(7)
    assert "$CIFR" in text
    assert "$RIOT" in text
    assert "Desk" in text
    assert "Ledger" in text


async def test_later_source_edits(house: House) -> None:
    """A source that comes later completes the message that was sent, without another ping."""
    await house.tell(DESK, REWORDED)
    await house.deliver()
    assert "$18" not in house.transport.texts(7)[0]
    await house.tell(LEDGER, UPGRADE)
    await house.deliver()
    assert len(house.transport.pings) == 1
    (text,) = house.transport.texts(7)
    assert "$18" in text
    assert "Ledger" in text


async def test_first_poll_is_silent() -> None:
    """What a feed holds when it is first seen is stored, not pushed; nor is it news from another feed."""
    async with open_house() as house:
        await house.watchlist.meet(7, "private")
        await house.watchlist.watch(7, "CIFR")
        await house.open_feeds(LEDGER)
        await house.memory.ask(lambda store: store.feeds.sync([("Desk", DESK), ("Ledger", LEDGER)], house.clock.now()))
        report = await house.tell(DESK, UPGRADE)
        assert len(report.events) == 1
        await house.tell(LEDGER, REWORDED)
        await house.deliver()
        assert house.transport.pings == []


SILENT = [
    ("too old", UPGRADE, 25),
    ("by a model", "Cipher Mining (NASDAQ:CIFR) Upgraded to Hold at Zacks Research", 0),
    ("a credit rating", "Moody's Upgrades Riot Platforms (NASDAQ:RIOT) Credit Rating To B1 From B2", 0),
    ("another stock", "UBS Upgrades Apple (NASDAQ:AAPL) to Buy from Neutral", 0),
]


@pytest.mark.parametrize(("title", "age"), [row[1:] for row in SILENT], ids=[row[0] for row in SILENT])
async def test_not_pushed(house: House, title: str, age: float) -> None:
    """What is no news to this chat is not sent to it."""
    await house.tell(DESK, title, age=age)
    await house.deliver()
    assert house.transport.pings == []


async def test_article_is_read(house: House) -> None:
    """Where the headline lacks the facts, the article is read, once."""
    house.fetcher.pages["https://desk.example/1"] = (
        b"<html><body><article><h1>Miners move</h1><p>JPMorgan upgraded Cipher Mining (NASDAQ:CIFR) to Overweight from "
        b"Neutral and raised its price target to $18 from $12 after a string of new contracts was signed.</p>"
        b"<p>The shares had lost almost half of their value since the autumn, which the bank calls an opening for "
        b"patient people.</p></article></body></html>"
    )
    await house.tell(DESK, "JPMorgan upgrades Cipher Mining")
    await house.deliver()
    (text,) = house.transport.texts(7)
    assert "$18" in text
    assert house.fetcher.asked["https://desk.example/1"] == 1


async def test_bad_feed_stops_none(house: House) -> None:
    """A feed that fails is noted, waits longer, and the other's news still comes."""
    house.fetcher.feeds[LEDGER] = FetchError(LEDGER, "down")
    await house.tell(DESK, UPGRADE)
    reports = await house.poll_all()
    assert [report.error is None for report in reports] == [True, False]
    await house.deliver()
    assert len(house.transport.pings) == 1
    states = await house.memory.ask(lambda store: store.feeds.active())
    assert [state.failures for state in states] == [0, 1]


RETRIES = [
    # what Telegram says, the seconds until the next try, whether the repeat says that it may be one
    ("not sent", TransportError(7, "down"), 3, False),
    ("told to wait", SlowDownError(7, 40), 41, False),
    ("no answer", DoubtfulError(7, "silence"), 31, True),
    ("moved", ChatMovedError(7, -100), 0, False),
]


@pytest.mark.parametrize(("error", "wait", "marked"), [row[1:] for row in RETRIES], ids=[row[0] for row in RETRIES])
async def test_retried(house: House, error: TransportError, wait: float, marked: bool) -> None:
    """What didn't arrive is sent again when its time has come, not before."""
    await house.tell(DESK, UPGRADE)
    house.transport.failures.append(error)
    house.clock.advance(30)
    await house.deliverer.launch()
    await house.deliverer.stop()
    assert house.transport.pings == []
    await house.deliver(after=wait)
    ((chat_id, _),) = house.transport.pings
    assert chat_id == (-100 if isinstance(error, ChatMovedError) else 7)
    assert ("twice" in house.transport.texts(chat_id)[0]) == marked


@pytest.mark.parametrize("error", [RefusedError(7, "bad"), ChatGoneError(7, "bot was blocked")])
async def test_given_up(house: House, error: TransportError) -> None:
    """What can never arrive is not tried again; a chat that is gone gets nothing more."""
    await house.tell(DESK, UPGRADE)
    house.transport.failures.append(error)
    await house.deliver()
    await house.tell(DESK, CUT, key="2")
    await house.deliver(after=600)
    assert len(house.transport.pings) == (0 if isinstance(error, ChatGoneError) else 1)


async def test_restart_repeats_nothing(house: House) -> None:
    """A new process sends what is pending and nothing that was sent."""
    await house.tell(DESK, UPGRADE)
    await house.deliver()
    await house.tell(DESK, CUT, key="2")
    await house.deliver(house.sender("next"))
    assert len(house.transport.pings) == 2
    assert "$RIOT" not in house.transport.texts(7)[0]


async def test_crash_while_sending(house: House) -> None:
    """An alert that was in flight when the process died comes again, marked as a possible repeat."""
    await house.tell(DESK, UPGRADE)
    house.clock.advance(30)
    now = house.clock.now()
    await house.memory.ask(
        lambda store: store.outbox.lease("dead", now=now, until=now + dt.timedelta(hours=1), limit=1)
    )
    await house.deliver()
    assert house.transport.pings == []  # a lease is respected while it lasts
    await house.memory.ask(lambda store: store.outbox.release(house.clock.now()))
    await house.deliver()
    (text,) = house.transport.texts(7)
    assert "twice" in text


async def test_too_old_to_send(house: House) -> None:
    """An alert that could not be sent for a day is news no more."""
    await house.tell(DESK, UPGRADE)
    await house.deliver(after=25 * 3600)
    assert house.transport.pings == []
    assert await house.memory.ask(lambda store: store.outbox.waiting()) == 0


async def test_stopped_chat(house: House) -> None:
    """A chat that stopped gets nothing until it asks again."""
    await house.watchlist.stop(7)
    await house.tell(DESK, UPGRADE)
    await house.watchlist.wake(7)
    await house.tell(DESK, CUT, key="2")
    await house.deliver()
    (text,) = house.transport.texts(7)
    assert "$CIFR" not in text


async def test_edit_tells_what_changed(house: House) -> None:
    """The edited message says what was added and when; a mere source more is no change."""
    await house.tell(DESK, REWORDED)
    await house.deliver()
    await house.tell(LEDGER, REWORDED, key="2")
    await house.deliver()
    assert "updated" not in house.transport.texts(7)[0]
    await house.tell(LEDGER, UPGRADE, key="3")
    await house.deliver()
    (text,) = house.transport.texts(7)
    assert "(updated 14:" in text
    assert "$CIFR target added: $18" in text
    await house.tell(DESK, f"Correction: {UPGRADE.replace('$18', '$19')}", key="4")
    await house.deliver()
    (text,) = house.transport.texts(7)
    assert "target was $18, is $19" in text
    assert "target added: $18" in text
    assert "Target: $12 → $19" in text


async def test_flip_is_answered(house: House) -> None:
    """When a call turns out to be the opposite, a short reply to the edited message says so, once."""
    await house.tell(DESK, "JPMorgan Upgrades Cipher Mining (NASDAQ:CIFR)")
    await house.deliver()
    await house.tell(DESK, "Correction: JPMorgan Downgrades Cipher Mining (NASDAQ:CIFR)", key="2")
    await house.deliver()
    first, reply = house.transport.texts(7)
    assert "DOWNGRADE $CIFR" in first
    assert "not an UPGRADE" in reply
    assert house.transport.replies == {1: None, 2: 1}
    await house.tell(LEDGER, "JPMorgan Downgrades Cipher Mining (NASDAQ:CIFR)", key="3")
    await house.deliver()
    assert len(house.transport.pings) == 2


async def test_updates_coalesce(house: House) -> None:
    """Ten updates in a moment are one edit."""
    await house.tell(DESK, REWORDED)
    await house.deliver()
    before = house.transport.edits
    for n in range(10):
        await house.tell(LEDGER, REWORDED, key=f"again {n}")
    await house.deliver()
    assert house.transport.edits == before + 1


async def test_absence_is_one_message(house: House) -> None:
    """After a long absence, what is still fresh comes as one message, what is not comes not at all."""
    house.clock.advance(6 * 3600)
    poller = house.new_poller()
    await poller.catch_up()
    house.publish(DESK, UPGRADE, age=2)
    house.publish(DESK, "UBS Downgrades Riot Platforms (NASDAQ:RIOT) to Sell from Neutral", key="2", age=3)
    house.publish(LEDGER, "Needham Upgrades Riot Platforms (NASDAQ:RIOT) to Buy from Hold", key="3", age=30)
    await house.poll_all(poller)
    await house.deliver(after=120)
    (text,) = house.transport.texts(7)
    assert text.startswith("While I was away: ")
    assert "$CIFR" in text
    assert "UBS" in text
    assert "Needham" not in text
    house.clock.advance(60)
    house.publish(DESK, CUT, key="4")
    await house.poll_all(poller)
    await house.deliver()
    assert "away" not in house.transport.texts(7)[-1]


@pytest.mark.parametrize("wish", ["unwatch", "mute", "stop"])
async def test_not_wanted_any_more(house: House, wish: str) -> None:
    """What waits is not sent to a chat that no longer wants it."""
    await house.tell(DESK, UPGRADE)
    if wish == "unwatch":
        await house.watchlist.unwatch(7, "CIFR")
    elif wish == "mute":
        until = house.clock.now() + dt.timedelta(days=7)
        await house.memory.ask(lambda store: store.chats.mute(7, "CIFR", until))
    else:
        await house.watchlist.stop(7)
    await house.deliver()
    assert house.transport.pings == []


async def test_stopped_while_sending(house: House) -> None:
    """An alert whose sending failed after the chat had stopped is not tried again; nor do edits or notices come."""
    await house.tell(DESK, "JPMorgan Upgrades Cipher Mining (NASDAQ:CIFR)")
    await house.deliver()
    await house.tell(DESK, CUT, key="2")
    house.transport.failures.append(TransportError(7, "down"))
    house.clock.advance(30)
    await house.deliverer.launch()
    await house.watchlist.stop(7)
    await house.deliverer.stop()
    await house.tell(DESK, "Correction: JPMorgan Downgrades Cipher Mining (NASDAQ:CIFR)", key="3")
    await house.deliver(after=600)
    assert len(house.transport.pings) == 1
    assert house.transport.edits == 0


async def test_slow_chat_stops_nobody(house: House) -> None:
    """While one chat's alert hangs, another's arrives."""
    await house.watchlist.meet(8, "private")
    await house.watchlist.watch(8, "RIOT")
    await house.tell(DESK, UPGRADE)
    house.clock.advance(30)
    house.transport.hold = asyncio.Event()
    await house.deliverer.launch()
    await house.tell(DESK, CUT, key="2")
    house.clock.advance(30)
    held, house.transport.hold = house.transport.hold, None
    await house.deliverer.launch()
    while not house.transport.shown[8]:  # noqa: ASYNC110 (it ends when the alert arrives)
        await asyncio.sleep(0)
    assert house.transport.shown[7] == {}
    held.set()
    await house.deliverer.stop()
    await house.deliver()
    assert len(house.transport.shown[7]) == 2


async def test_disk_trouble(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was sent is noted as soon as the disk lets it, and not sent again."""
    await house.tell(DESK, UPGRADE)
    trouble = [StorageError("disk full")] * 3
    settle = deliver.settle

    def failing(*given: object) -> None:
        if trouble:
            raise trouble.pop()
        settle(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(deliver, "settle", failing)
    house.clock.advance(30)
    await house.deliverer.launch()
    while trouble or house.deliverer.busy:
        await house.clock.run(1)
    await house.deliver(house.sender("next"))
    assert len(house.transport.pings) == 1
