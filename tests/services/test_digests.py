"""What is not told at once is told in time, once, in one message."""

import datetime as dt

import pytest

from ratings.model import RatingAction, RatingMove
from services.errors import DoubtfulError
from services.preferences import Changed, PreferenceKeeper
from services.receipts import make_receipts
from storage.store import Store
from tests.services.house import DESK, FRESH, LEDGER, House

UPGRADE = "JPMorgan Upgrades Cipher Mining (NASDAQ:CIFR) to Overweight from Neutral, Raises Target to $18 from $12"
CUT = "JPMorgan Lowers Riot Platforms (NASDAQ:RIOT) Price Target to $17 from $19"
KEPT = "UBS Maintains Buy on Riot Platforms (NASDAQ:RIOT), Maintains $20 Price Target"
DOWNGRADE = "Needham Downgrades Cipher Mining (NASDAQ:CIFR) to Hold from Buy"
HOUR = 3600.0


@pytest.fixture
def keeper(house: House) -> PreferenceKeeper:
    """The wishes of the house's chat."""
    return PreferenceKeeper(house.memory, house.clock)


async def wish(keeper: PreferenceKeeper, **wishes: str) -> None:
    """Have these, each as it is written behind its command."""
    setters = {
        "quiet": keeper.set_quiet,
        "digest": keeper.set_digest,
        "limit": keeper.set_limit,
        "zone": keeper.set_zone,
    }
    for name, words in wishes.items():
        assert isinstance(await setters[name](7, words), Changed)


async def why(house: House, ticker: str) -> str:
    """The reason for which the stock's newest call was not sent."""
    events = await house.memory.ask(lambda store: store.events.of_ticker(ticker, 1))
    (receipt,) = await house.memory.ask(make_receipts, 7, events, now=house.clock.now(), fresh=FRESH)
    return receipt.unsent


async def test_held(house: House, keeper: PreferenceKeeper) -> None:
    """In quiet hours nothing comes; after them one message tells it all, the weightiest first."""
    await wish(keeper, quiet="13:00-22:00 hold")
    await house.tell(DESK, KEPT)
    await house.tell(DESK, UPGRADE, key="2")
    await house.deliver()
    assert house.transport.pings == []
    assert await why(house, "CIFR") == "quiet"
    await house.deliver(after=8 * HOUR)
    (text,) = house.transport.texts(7)
    assert text.startswith("🌙 While quiet: ")
    assert text.index("$CIFR") < text.index("$RIOT")
    assert await why(house, "CIFR") == ""
    await house.deliver(house.sender("next"), after=24 * HOUR)
    assert len(house.transport.pings) == 1


async def test_decided_when_sent(house: House, keeper: PreferenceKeeper) -> None:
    """What was queued before quiet hours began and could not be sent waits for their end, like the rest."""
    await wish(keeper, quiet="15:00-16:00 hold")
    await house.tell(DESK, UPGRADE)
    await house.deliver(after=HOUR + 60)
    assert house.transport.pings == []
    await house.deliver(after=HOUR)
    assert house.transport.texts(7)[0].startswith("🌙 While quiet")


async def test_held_is_kept_true(house: House, keeper: PreferenceKeeper) -> None:
    """What held messages tell is completed and corrected like any alert."""
    await wish(keeper, quiet="13:00-15:00 hold")
    await house.tell(DESK, "JPMorgan Upgrades Cipher Mining (NASDAQ:CIFR)")
    await house.deliver()
    await house.deliver(after=HOUR)
    await house.tell(DESK, "Correction: JPMorgan Downgrades Cipher Mining (NASDAQ:CIFR)", key="2")
    await house.deliver()
    summary, notice = house.transport.texts(7)
    assert "DOWNGRADE" in summary.upper()
    assert "Corrected" in notice


async def test_silent(house: House, keeper: PreferenceKeeper) -> None:
    """In silent hours alerts come at once, without a sound."""
    await wish(keeper, quiet="13:00-22:00 silent")
    await house.tell(DESK, UPGRADE)
    await house.deliver()
    await house.deliver(after=9 * HOUR)
    await house.tell(DESK, DOWNGRADE, key="2")
    await house.deliver()
    assert [house.transport.silent[number] for _, number in house.transport.pings] == [True, False]


async def test_quiet_hours_change(house: House, keeper: PreferenceKeeper) -> None:
    """When quiet hours are turned off, what they held comes at once; when they are moved, at their new end."""
    await wish(keeper, quiet="13:00-15:00 hold")
    await house.tell(DESK, UPGRADE)
    await house.deliver()
    await wish(keeper, quiet="13:00-16:00 hold")
    await house.deliver(after=1.5 * HOUR)
    assert house.transport.pings == []
    await wish(keeper, quiet="off")
    await house.deliver()
    assert len(house.transport.pings) == 1


async def test_paused(house: House, keeper: PreferenceKeeper) -> None:
    """While paused nothing comes, for however long; on resume one message tells what was missed."""
    await keeper.pause(7)
    await house.tell(DESK, UPGRADE)
    await house.deliver()
    await house.deliver(after=72 * HOUR)
    await house.tell(LEDGER, CUT, key="2")
    await house.deliver()
    assert house.transport.pings == []
    assert await why(house, "CIFR") == "paused"
    assert (await keeper.view(7)).held == 2
    await keeper.resume(7)
    await house.deliver()
    (text,) = house.transport.texts(7)
    assert text.startswith("⏯ While paused: ")
    assert "$CIFR" in text
    assert "$RIOT" in text


async def test_resumed_into_quiet_hours(house: House, keeper: PreferenceKeeper) -> None:
    """What a pause kept waits for the end of quiet hours too."""
    await keeper.pause(7)
    await house.tell(DESK, UPGRADE)
    await house.deliver()
    await wish(keeper, quiet="13:00-15:00 hold")
    changed = await keeper.resume(7)
    assert changed.view.quiet_until is not None
    await house.deliver()
    assert house.transport.pings == []
    await house.deliver(after=HOUR)
    assert len(house.transport.pings) == 1


async def test_limit(house: House, keeper: PreferenceKeeper) -> None:
    """Beyond the day's limit nothing comes by itself; without a digest the rest comes the next morning."""
    await wish(keeper, limit="1")
    await house.tell(DESK, UPGRADE)
    await house.deliver()
    await house.tell(DESK, KEPT, key="2")
    await house.tell(DESK, DOWNGRADE, key="3")
    await house.deliver()
    assert len(house.transport.pings) == 1
    assert await why(house, "RIOT") == "limit 1"
    await house.deliver(after=17.9 * HOUR)
    assert len(house.transport.pings) == 1
    await house.deliver(after=HOUR)
    _, text = house.transport.texts(7)
    assert text.startswith("📬 Beyond your limit: ")
    assert text.index("Needham") < text.index("UBS")
    await house.tell(DESK, CUT, key="4")
    await house.deliver()
    assert len(house.transport.pings) == 3


async def test_morning_stays(house: House, keeper: PreferenceKeeper) -> None:
    """Whatever else is set meanwhile, what waits for the morning comes then; with a digest it comes in that."""
    await wish(keeper, limit="0")
    await house.tell(DESK, UPGRADE)
    await house.deliver()
    await house.deliver(after=17 * HOUR)
    await wish(keeper, quiet="02:00-03:00 hold", limit="5")
    await house.deliver(after=1.1 * HOUR)
    assert house.transport.texts(7)[-1].startswith("📬 Beyond your limit")
    await wish(keeper, limit="0")
    await house.tell(DESK, DOWNGRADE, key="2")
    await house.deliver()
    await wish(keeper, digest="daily 18:00")
    await wish(keeper, digest="off")
    await wish(keeper, digest="daily 20:00")
    await house.deliver(after=11.5 * HOUR)
    assert len(house.transport.pings) == 1
    await house.deliver(after=HOUR)
    assert house.transport.texts(7)[-1].startswith("🗞 Digest")


async def test_digest(house: House, keeper: PreferenceKeeper) -> None:
    """The digest sums up what came since the last one and marks what was not told yet; then comes the next."""
    await wish(keeper, digest="daily 18:00", limit="1")
    await house.tell(DESK, KEPT)
    await house.deliver()
    await house.tell(DESK, UPGRADE, key="2")
    await house.deliver()
    await house.deliver(after=4 * HOUR)
    _, digest = house.transport.texts(7)
    assert digest.startswith("🗞 Digest, Mon 24 Nov: ")
    assert "🔔 ⬆️ $CIFR" in digest
    assert "\n➡️ $RIOT" in digest
    await house.deliver(house.sender("next"), after=24 * HOUR)
    assert len(house.transport.pings) == 2  # nothing new, no digest
    await house.tell(DESK, DOWNGRADE, key="3")
    await house.deliver()
    await house.deliver(after=24 * HOUR)
    assert "Needham" in house.transport.texts(7)[-1]
    assert "JPMorgan" not in house.transport.texts(7)[-1]


async def test_digest_now(house: House, keeper: PreferenceKeeper) -> None:
    """A digest that is asked for comes at once, and its calls are not in the next one."""
    await wish(keeper, digest="daily 18:00", limit="0")
    assert not await keeper.send_now(7)
    await house.tell(DESK, UPGRADE)
    await house.deliver()
    assert await keeper.send_now(7)
    await house.deliver()
    await house.deliver(after=5 * HOUR)
    assert len(house.transport.pings) == 1


@pytest.mark.parametrize(
    "jump", [-24 * HOUR, -HOUR, HOUR, 24 * HOUR, 87_600 * HOUR], ids=lambda jump: f"{jump / HOUR:g} h"
)
async def test_clock_jumps(house: House, keeper: PreferenceKeeper, jump: float) -> None:
    """Wherever the clock jumps, and back: no local day gets two digests, and they go on."""
    await wish(keeper, digest="daily 18:00", limit="0")
    await house.tell(DESK, UPGRADE)
    days = []
    for hour in range(120):
        house.clock.jump({30: jump, 36: -jump}.get(hour, 0))
        before = len(house.transport.pings)
        await house.deliver(after=HOUR)
        if len(house.transport.pings) > before:
            days.append(house.clock.now().date())
        await house.memory.ask(lambda store: store.kept.keep(7, 1, "digest", "limit 0", now=house.clock.now()))
    assert len(days) == len(set(days))
    assert 3 <= len(days) <= 6


async def test_held_by_wrong_clock(house: House, keeper: PreferenceKeeper) -> None:
    """What a clock ten years ahead has kept for the end of its quiet hours comes when the clock is right again."""
    await wish(keeper, quiet="13:00-22:00 hold")
    house.clock.jump(87_600 * HOUR)
    await house.tell(DESK, UPGRADE)
    await house.deliver()
    house.clock.jump(-87_600 * HOUR)
    await house.deliver(after=60)
    assert house.transport.pings == []  # it is quiet here too
    await house.deliver(after=8 * HOUR)
    (text,) = house.transport.texts(7)
    assert text.startswith("🌙 While quiet: ")


async def test_tick_twice(house: House, keeper: PreferenceKeeper) -> None:
    """Two senders that look at the same moment make one digest."""
    await wish(keeper, digest="daily 18:00", limit="0")
    await house.tell(DESK, UPGRADE)
    await house.deliver()
    house.clock.advance(5 * HOUR)
    first, second = house.sender("first"), house.sender("second")
    await first.launch()
    await second.launch()
    await first.stop()
    await second.stop()
    assert len(house.transport.pings) == 1


async def test_digest_in_doubt(house: House, keeper: PreferenceKeeper) -> None:
    """A digest that may have arrived says so when it comes again."""
    await wish(keeper, digest="daily 18:00", limit="0")
    await house.tell(DESK, UPGRADE)
    await house.deliver()
    house.transport.failures.append(DoubtfulError(7, "silence"))
    await house.deliver(after=5 * HOUR)
    await house.deliver(after=60)
    (text,) = house.transport.texts(7)
    assert "twice" in text


async def test_doubt_beats_quiet(house: House, keeper: PreferenceKeeper) -> None:
    """An alert that may have arrived is repeated without a sound rather than kept for hours."""
    await wish(keeper, quiet="14:01-22:00 hold")
    await house.tell(DESK, UPGRADE)
    house.transport.failures.append(DoubtfulError(7, "silence"))
    house.clock.advance(30)
    await house.deliverer.launch()
    await house.deliverer.stop()
    await house.deliver(after=60)
    (text,) = house.transport.texts(7)
    assert "twice" in text
    assert house.transport.silent == {1: True}


async def test_many(house: House, keeper: PreferenceKeeper) -> None:
    """A message that gathers more than it can hold shows the weightiest and counts the rest."""
    await keeper.pause(7)
    await house.memory.ask(_keep_many, house.clock.now())
    await keeper.resume(7)
    await house.deliver()
    (text,) = house.transport.texts(7)
    assert "Broker 59" in text.splitlines()[2]
    assert text.splitlines()[-1] == f"… and {60 - text.count('$RIOT')} more calls: /latest"


def _keep_many(store: Store, now: dt.datetime) -> None:
    for number in range(60):
        move = RatingMove.DOWNGRADE if number == 59 else RatingMove.MAINTAIN
        call = RatingAction(ticker="RIOT", firm=f"Broker {number}", rating_action=move, rating_current="Hold")
        event_id = store.events.add(call, date=now.date(), now=now)
        store.kept.keep(7, event_id, "hold", "paused", now=now)


async def test_unwatched_meanwhile(house: House, keeper: PreferenceKeeper) -> None:
    """What a chat stopped watching or was stopped for is not told when its time comes."""
    await wish(keeper, quiet="13:00-15:00 hold")
    await house.tell(DESK, UPGRADE)
    await house.deliver()
    await house.watchlist.unwatch(7, "CIFR")
    await house.deliver(after=2 * HOUR)
    assert house.transport.pings == []
    assert await house.memory.ask(lambda store: store.outbox.waiting()) == 0
