"""Each of Telegram's errors has the right consequence for the alert and for its chat."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.endings import BACKOFF_LIMIT, JITTER, backoff
from services.errors import ChatGoneError, ChatShutError, SlowDownError, TopicLostError, TransportError
from storage.outbox import Job
from storage.store import Store
from tests.services.house import DESK, House

UPGRADE = "JPMorgan Upgrades Cipher Mining (NASDAQ:CIFR) to Overweight from Neutral, Raises Target to $18 from $12"
CUT = "UBS Lowers Riot Platforms (NASDAQ:RIOT) Price Target to $17 from $19"
HOUR = 3600.0
SHUT = ChatShutError(7, "Bad Request: chat not found")


async def attempt(house: House, title: str, key: str, *errors: TransportError) -> int:
    """Let a story come in and its alert be tried; gives how many messages have arrived by now."""
    await house.tell(DESK, title, key=key)
    house.transport.failures.extend(errors)
    house.clock.advance(30)
    await house.deliverer.launch()
    await house.deliverer.stop()
    return len(house.transport.pings)


async def state(house: House) -> str | None:
    """The chat's."""
    return await house.memory.ask(lambda store: store.chats.state(7))


async def test_shut_chat_is_asked_again(house: House) -> None:
    """A chat that can't be found is tried again after an hour, and then gets what waited."""
    assert await attempt(house, UPGRADE, "1", SHUT) == 0
    await house.deliver(after=0.9 * HOUR)
    assert house.transport.pings == []
    await house.deliver(after=0.2 * HOUR)
    assert (len(house.transport.pings), await state(house)) == (1, "active")


async def test_shut_chat_sleeps(house: House) -> None:
    """Only where it can't be found for three days and three tries it sleeps; /start wakes it, list and all."""
    await house.tell(DESK, UPGRADE)
    states = []
    for number in range(8):
        await again(house, number, SHUT)
        states.append(await state(house))
        house.clock.advance(12 * HOUR)
    assert states == ["active"] * 6 + ["gone"] * 2
    house.transport.failures.clear()
    await house.watchlist.meet(7, "private")
    assert await state(house) == "active"
    await house.tell(DESK, CUT, key="cut")
    await house.deliver()
    assert len(house.transport.pings) == 1


async def test_success_forgets_failures(house: House) -> None:
    """Bad hours a month apart are no three days."""
    await house.tell(DESK, UPGRADE)
    for number in range(4):
        await again(house, number, SHUT)
        await house.deliver(after=2 * HOUR)
        house.clock.advance(30 * 24 * HOUR)
    assert await state(house) == "active"
    assert len(house.transport.pings) >= 4


async def again(house: House, number: int, error: TransportError) -> None:
    """One more alert, which fails."""
    house.transport.failures.clear()
    house.transport.failures.append(error)
    now = house.clock.now()
    await house.memory.ask(lambda store: store.outbox.queue_alerts({7: [1]}, f"note {number}", now=now, not_before=now))
    await house.deliverer.launch()
    await house.deliverer.stop()


async def test_gone(house: House) -> None:
    """A chat that blocked the bot sleeps at once, and nothing that waits for it is sent."""
    await attempt(house, UPGRADE, "1", ChatGoneError(7, "blocked"))
    assert await state(house) == "gone"
    reasons = await house.memory.ask(lambda store: store.told.unsent(7, 1))
    assert reasons == "gone blocked"


async def test_topic_lost(house: House) -> None:
    """A topic that is gone: the alert goes to the chat, which is told so once, and the next goes there at once."""
    await house.memory.ask(lambda store: store.preferences.set_topic(7, 33))
    await attempt(house, UPGRADE, "1", TopicLostError(7, "closed"))
    await house.deliver()
    alert, note = house.transport.texts(7)
    assert "$CIFR" in alert
    assert "topic" in note
    await house.tell(DESK, CUT, key="2")
    await house.deliver()
    assert list(house.transport.threads.values()) == [None, None, None]
    assert len(house.transport.pings) == 3


async def test_topic_used(house: House) -> None:
    """Alerts go to the chat's topic."""
    await house.memory.ask(lambda store: store.preferences.set_topic(7, 33))
    await attempt(house, UPGRADE, "1")
    assert house.transport.threads == {1: 33}


async def test_told_to_wait(house: House) -> None:
    """Where Telegram says wait, all that waits for the chat does, also in a new process."""
    await house.tell(DESK, CUT, key="0")
    assert await attempt(house, UPGRADE, "1", SlowDownError(7, 3600)) == 0
    await house.deliver(house.sender("next"), after=0.9 * HOUR)
    assert house.transport.pings == []
    await house.deliver(house.sender("another"), after=0.2 * HOUR)
    assert len(house.transport.pings) == 2


async def test_expired(house: House) -> None:
    """An alert that could not be sent in time dies, and says why."""
    await attempt(house, UPGRADE, "1", TransportError(7, "down"))
    await house.deliver(after=25 * HOUR)
    assert house.transport.pings == []
    assert await house.memory.ask(lambda store: store.told.unsent(7, 1)) == "expired"


async def test_outage(house: House) -> None:
    """An hour without Telegram costs nothing but time: everything arrives afterwards, once."""
    await house.tell(DESK, UPGRADE)
    await house.tell(DESK, CUT, key="2")
    for _ in range(60):
        house.transport.failures.clear()
        house.transport.failures.extend([TransportError(7, "down")] * 9)
        await house.deliver(after=60)
    assert house.transport.pings == []
    house.transport.failures.clear()
    await house.deliver(after=600)
    await house.deliver(after=600)
    assert len(house.transport.pings) == 2


@pytest.mark.parametrize("new_is_known", [False, True])
async def test_moved(house: House, new_is_known: bool) -> None:
    """A group that moved takes everything along: list, wishes, topic aside, what waits and what is kept."""

    def prepare(store: Store) -> None:
        store.chats.meet(-5, "group", house.clock.now())
        store.chats.watch(-5, "CIFR", house.clock.now())
        wishes = store.preferences.of(-5)
        assert wishes is not None
        store.preferences.save(type(wishes)(chat_id=-5, quiet="13:00-15:00 hold", timezone="Etc/GMT-1", limit=3))
        if new_is_known:
            store.chats.meet(-100, "supergroup", house.clock.now())
            store.chats.watch(-100, "RIOT", house.clock.now())

    await house.memory.ask(prepare)
    house.clock.advance(60)
    await house.tell(DESK, UPGRADE)
    await house.deliver()
    await house.watchlist.move(-5, -100)
    assert await house.memory.ask(lambda store: store.chats.state(-5)) is None
    wishes = await house.memory.ask(lambda store: store.preferences.of(-100))
    assert wishes is not None
    assert (wishes.quiet, wishes.timezone, wishes.limit) == ("13:00-15:00 hold", "Etc/GMT-1", 3)
    await house.deliver(after=24 * HOUR)
    watches = await house.memory.ask(lambda store: [watch.ticker for watch in store.chats.watches(-100)])
    assert watches == (["CIFR", "RIOT"] if new_is_known else ["CIFR"])


JOBS = st.builds(
    Job,
    id=st.integers(1, 10**9),
    attempts=st.integers(1, 1000),
    chat_id=st.just(7),
    kind=st.just("alert"),
    topic=st.just("UBS"),
    alert_id=st.just(1),
    message_id=st.none(),
    doubtful=st.just(False),
    created=st.just(dt.datetime(2025, 11, 24, tzinfo=dt.UTC)),
)


@given(JOBS)
def test_backoff(job: Job) -> None:
    """The wait doubles up to a limit, and is not the same for everybody."""
    wait = backoff(job).total_seconds()
    base = min(2.0 ** min(job.attempts, 10), BACKOFF_LIMIT)
    assert base <= wait <= base * (1 + JITTER)


def test_spread() -> None:
    """What fails together is tried again at different moments."""
    now = dt.datetime(2025, 11, 24, tzinfo=dt.UTC)
    jobs = [
        Job(
            id=n,
            chat_id=n,
            kind="alert",
            topic="",
            alert_id=n,
            message_id=None,
            attempts=9,
            doubtful=False,
            created=now,
        )
        for n in range(1000)
    ]
    assert len({round(backoff(job).total_seconds()) for job in jobs}) > 60
