"""Updates are fetched by one bot alone, whatever happens at Telegram."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress

import pytest
from telegram.error import InvalidToken
from telegram.ext import ExtBot

from bot.updates import (
    CONFLICT_SECONDS,
    KINDS,
    PAUSE_LIMIT,
    QUESTION_SECONDS,
    RENEW_AFTER,
    WAIT_SECONDS,
    DisplacedError,
    Updates,
)
from tests.fakes.clock import FakeClock
from tests.fakes.telegram import TOKEN, BotApi
from tests.fakes.telegram_faults import broken, refusal, refuse
from tests.fakes.telegram_inside import InProcessRequest

CONFLICT = refusal(409, "Conflict: terminated by other getUpdates request")


class ClockedApi(BotApi):
    """A server whose long questions end by the test's clock."""

    async def call(self, token, method, values, files):  # type: ignore[no-untyped-def]
        """One request; an empty long answer takes its time."""
        seconds = int(values.get("timeout", 0)) if method == "getUpdates" else 0
        if not seconds:
            return await super().call(token, method, values, files)
        asking = asyncio.ensure_future(super().call(token, method, values, files))
        ending = asyncio.ensure_future(self.world.clock.sleep(seconds))
        await asyncio.wait({asking, ending}, return_when=asyncio.FIRST_COMPLETED)
        ending.cancel()
        if asking.done():
            return await asking
        asking.cancel()
        return await super().call(token, method, {**values, "timeout": 0}, files)


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def api(clock: FakeClock) -> BotApi:
    return ClockedApi(clock=clock)


class Fetching(InProcessRequest):
    """A request that counts how often its sockets were given up."""

    given_up = 0

    async def shutdown(self) -> None:
        """Give them up."""
        self.given_up += 1


class Listener:
    """One copy of the bot: what it fetched, and how its listening ended."""

    def __init__(self, api: BotApi, clock: FakeClock, token: str = TOKEN) -> None:
        self.fetching = Fetching(api)
        self.bot: ExtBot[None] = ExtBot(token, request=InProcessRequest(api), get_updates_request=self.fetching)
        self.queue: asyncio.Queue[object] = asyncio.Queue()
        self.beats: list[float] = []
        self.updates = Updates(self.bot, self.fetching, self.queue, clock, lambda: self.beats.append(clock.monotonic()))
        self.task: asyncio.Task[None] | None = None

    def listen(self) -> None:
        """Begin to fetch."""
        self.task = asyncio.create_task(self.updates.run())

    @property
    def displaced(self) -> bool:
        """Whether another copy took over."""
        return self.task is not None and self.task.done() and isinstance(self.task.exception(), DisplacedError)

    async def close(self) -> None:
        """Stop."""
        if self.task is not None:
            self.task.cancel()
            with suppress(asyncio.CancelledError, DisplacedError, InvalidToken):
                await self.task


@pytest.fixture
async def first(api: BotApi, clock: FakeClock) -> AsyncIterator[Listener]:
    listener = Listener(api, clock)
    yield listener
    await listener.close()


@pytest.fixture
async def second(api: BotApi, clock: FakeClock) -> AsyncIterator[Listener]:
    listener = Listener(api, clock)
    yield listener
    await listener.close()


async def test_updates_come_in(api: BotApi, clock: FakeClock, first: Listener) -> None:
    """What people write arrives once, and is confirmed at the end."""
    first.listen()
    await clock.run(1)
    for text in ("one", "two"):
        api.say(7, text)
        await clock.run(1)
    assert first.queue.qsize() == 2
    assert first.beats
    await first.close()
    await first.updates.confirm()
    assert await first.bot.get_updates(timeout=0) == ()


async def test_told_twice(api: BotApi, clock: FakeClock, first: Listener) -> None:
    """An update that Telegram brings again is heard once."""
    api.say(7, "once")
    again = list(api.updates._waiting)
    first.listen()
    await clock.run(1)
    api.updates._waiting = again
    api.bell.ring()
    await clock.run(30)
    assert first.queue.qsize() == 1


async def test_survives_outage(api: BotApi, clock: FakeClock, first: Listener) -> None:
    """An hour without Telegram ends with the next answer after it."""
    api.fail(refuse(), method="getUpdates", times=None)
    first.listen()
    await clock.run(3600)
    assert not first.beats
    api.heal()
    api.say(7, "still there?")
    await clock.run(31)
    assert first.queue.qsize() == 1


async def test_new_sockets(api: BotApi, clock: FakeClock, first: Listener) -> None:
    """Sockets that may be half-open are given up after a minute without an answer, and not before."""
    api.fail(refuse(), method="getUpdates", times=None)
    first.listen()
    await clock.run(RENEW_AFTER)
    assert not first.fetching.given_up
    await clock.run(PAUSE_LIMIT)
    assert first.fetching.given_up


async def test_bad_gateway(api: BotApi, clock: FakeClock, first: Listener) -> None:
    """A gateway's error page is waited out."""
    api.fail(broken(), method="getUpdates", times=3)
    first.listen()
    await clock.run(20)
    assert first.beats


async def test_refused_token(clock: FakeClock, api: BotApi) -> None:
    """A token that is revoked ends the listening."""
    listener = Listener(api, clock, token="1:another-token")
    listener.listen()
    await clock.run(1)
    assert listener.task is not None
    with pytest.raises(InvalidToken):
        await listener.task


async def test_one_conflict_is_none(api: BotApi, clock: FakeClock, first: Listener) -> None:
    """A look of another program doesn't displace the one that runs."""
    api.fail(CONFLICT, method="getUpdates", times=2)
    first.listen()
    await clock.run(60)
    assert not first.displaced
    assert first.beats


async def test_second_copy(api: BotApi, clock: FakeClock, first: Listener, second: Listener) -> None:
    """Of two copies one goes on and the other gives way within 10 s; when the one has gone, the other is back."""
    first.listen()
    await clock.run(5)
    second.listen()
    await clock.run(CONFLICT_SECONDS)
    assert [first.displaced, second.displaced].count(True) == 1
    loser, winner = (first, second) if first.displaced else (second, first)
    waiting = asyncio.create_task(loser.updates.await_turn())
    await clock.run(10 * WAIT_SECONDS)
    assert not waiting.done()
    assert not winner.displaced
    api.say(7, "who is it?")
    await clock.run(WAIT_SECONDS)
    assert winner.queue.qsize() == 1
    await winner.close()
    await clock.run(WAIT_SECONDS + 2 * QUESTION_SECONDS)
    assert waiting.done()
    loser.listen()
    api.say(7, "and now?")
    await clock.run(1)
    assert loser.queue.qsize() >= 1


async def test_kinds(api: BotApi, clock: FakeClock, first: Listener) -> None:
    """Only what the bot handles is asked for; edited messages never come."""
    assert set(KINDS) == {"message", "callback_query", "my_chat_member", "inline_query", "guest_message"}
    first.listen()
    await clock.run(1)
    api.updates.push("edited_message", {"text": "/start"})
    await clock.run(1)
    assert first.queue.empty()
