"""The pace keeps Telegram's limits, lets replies pass, and loses nothing."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from hypothesis import given
from hypothesis import strategies as st
from telegram.error import NetworkError, RetryAfter
from telegram.ext import ExtBot

from bot.pace import MARGIN, RETRIES, Pace, PaceStoppedError, Priority, wait_seconds
from bot.pace_line import SLOWER, SLOWEST, Bucket, ElasticBucket, Limit, Line, Window, chat_limits
from tests.fakes.clock import FakeClock, settle
from tests.fakes.telegram import TOKEN, BotApi
from tests.fakes.telegram_faults import FloodLimits, broken, too_many
from tests.fakes.telegram_inside import InProcessRequest

pytestmark = pytest.mark.filterwarnings("ignore:.*retry_after.*:DeprecationWarning")
RATE = 28
GROUP = -100_500


def departures(limit: Limit, arrivals: list[float]) -> list[float]:
    """When each of them goes, who come at these moments and wait no longer than they must."""
    times, now = [], 0.0
    for arrival in arrivals:
        now = limit.ready(max(now, arrival))
        limit.take(now)
        times.append(now)
    return times


def crowd(times: list[float], seconds: float) -> int:
    """The most that fell into any stretch of so many seconds."""
    return max(sum(start <= time < start + seconds for time in times) for start in times)


ARRIVALS = st.lists(st.floats(0, 100), min_size=1, max_size=120).map(sorted)


@given(ARRIVALS, st.integers(1, 40), st.floats(1, 5), st.floats(0.1, 30))
def test_bucket(arrivals: list[float], rate: int, burst: float, seconds: float) -> None:
    """No stretch of time holds more than the burst and what the rate allows in it."""
    times = departures(Bucket(rate=rate, burst=burst), arrivals)
    assert crowd(times, seconds) <= burst + rate * seconds + 1e-6


@given(ARRIVALS, st.integers(1, 20), st.floats(0.5, 60))
def test_window(arrivals: list[float], count: int, seconds: float) -> None:
    """No stretch of the window's length holds more than its count."""
    times = departures(Window(count=count, seconds=seconds), arrivals)
    assert all(later - early >= seconds - 1e-6 for early, later in zip(times, times[count:], strict=False))


@given(st.lists(st.floats(0, 0.015), min_size=100, max_size=100))
def test_late_is_made_up(delays: list[float]) -> None:
    """Small delays don't lower the rate: a hundred take as long as the rate says."""
    bucket, now = Bucket(rate=RATE, burst=1.5), 0.0
    for delay in delays:
        now = bucket.ready(now) + delay
        bucket.take(now)
    assert now <= 100 / RATE + 0.02


def test_elastic_bucket() -> None:
    """A refusal costs a fifth of the rate, never more than four fifths in all, and quiet brings it back."""
    bucket = ElasticBucket(rate=RATE)
    assert bucket.rate(0) == RATE
    bucket.slow(0)
    assert bucket.rate(0) == pytest.approx(RATE * SLOWER)
    assert RATE * SLOWER < bucket.rate(40) < RATE
    assert bucket.rate(80) == RATE
    for _ in range(100):
        bucket.slow(0)
    assert bucket.rate(0) == pytest.approx(RATE * SLOWEST)


def test_group_minute() -> None:
    """A group hears at most 20 in any minute, however many wait."""
    limits = chat_limits(GROUP)
    assert [len(chat_limits(chat)) for chat in (7, GROUP, "@channel")] == [1, 2, 2]
    times, now = [], 0.0
    for _ in range(60):
        now = max(limit.ready(now) for limit in limits)
        for limit in limits:
            limit.take(now)
        times.append(now)
    assert crowd(times, 60) == 20
    assert crowd(times, 1) == 3


WAITING = st.lists(st.tuples(st.sampled_from([1, 2, 3, GROUP]), st.integers(0, 3)), max_size=40)


@given(WAITING, st.sets(st.integers(0, 39)))
def test_line_serves_all(waiting: list[tuple[int, int]], leaving: set[int]) -> None:
    """Everyone who stays gets a turn, by priority and then in order of arrival within a chat."""
    line, now, served = Line(RATE), 0.0, []
    tickets = [line.ticket(chat, priority) for chat, priority in waiting]
    for ticket in tickets:
        line.join(ticket)
    for index in leaving & set(range(len(tickets))):
        line.leave(tickets[index])
    while (seconds := line.wait(now)) is not None:
        now += seconds
        while (ticket := line.next(now)) is not None:
            served.append(ticket)
    staying = [ticket for index, ticket in enumerate(tickets) if index not in leaving]
    for chat in {ticket.chat for ticket in tickets}:
        expected = sorted((t for t in staying if t.chat == chat), key=lambda t: (t.priority, t.order))
        assert [ticket for ticket in served if ticket.chat == chat] == expected
    assert len(served) == len(staying)
    assert len(line) == 0


def test_line_forgets() -> None:
    """Chats that were heard long ago take no memory."""
    line = Line(1000)
    for chat in range(1, 10_000):
        line.join(line.ticket(chat, 1))
        assert line.next(chat * 2.0) is not None
    assert len(line._limits) < 1100


@pytest.fixture
def clock() -> FakeClock:
    """Time in our hands."""
    return FakeClock()


@pytest.fixture
def api(clock: FakeClock) -> BotApi:
    """A server as strict as can be, 60 ms away."""
    api = BotApi(clock=clock, flood=FloodLimits(), latency=0.06)
    for chat_id in (*range(1, 601), GROUP):
        api.open(chat_id)
    return api


@pytest.fixture
def pace(clock: FakeClock) -> Pace:
    """The limiter at its usual rate."""
    return Pace(clock, per_second=RATE)


@pytest.fixture
async def bot(api: BotApi, pace: Pace) -> AsyncIterator[ExtBot[int]]:
    """A bot that speaks at this pace."""
    bot = ExtBot(TOKEN, request=InProcessRequest(api), get_updates_request=InProcessRequest(api), rate_limiter=pace)
    starting = asyncio.create_task(bot.initialize())
    await api.world.clock.run(1)
    await starting
    yield bot
    await bot.shutdown()


def statuses(api: BotApi) -> list[int | None]:
    """What the bot was told about its messages."""
    return [told.status for told in api.calls("sendMessage")]


async def test_broadcast(api: BotApi, bot: ExtBot[int], clock: FakeClock) -> None:
    """Six hundred alerts go out at the full rate with no refusal, and replies pass them within 0.2 s."""
    alerts = [
        asyncio.create_task(bot.send_message(chat, "alert", rate_limit_args=Priority.ALERT)) for chat in range(1, 601)
    ]
    delays = []
    for chat in (590, 595, 600):
        await clock.run(3)
        asked = clock.monotonic()
        reply = asyncio.create_task(bot.send_message(chat, "reply"))
        while not reply.done():
            await clock.run(0.01)
        delays.append(clock.monotonic() - asked)
    await clock.run(603 / RATE - 9)
    assert all(alert.done() for alert in alerts)
    assert statuses(api) == [200] * 603
    assert max(delays) <= 0.2


async def test_priorities(api: BotApi, bot: ExtBot[int], clock: FakeClock) -> None:
    """Replies go before alerts, alerts before edits, edits before digests."""
    sent = asyncio.create_task(bot.send_message(4, "old"))
    await clock.run(1)
    await sent
    waiting = [
        bot.send_message(5, "first in line", rate_limit_args=Priority.ALERT),
        bot.send_message(5, "made up for", rate_limit_args=Priority.ALERT),
        bot.send_message(1, "digest", rate_limit_args=Priority.DIGEST),
        bot.edit_message_text("edit", 4, (await sent).message_id, rate_limit_args=Priority.EDIT),
        bot.send_message(3, "alert", rate_limit_args=Priority.ALERT),
        bot.send_message(2, "reply"),
    ]
    tasks = [asyncio.create_task(one) for one in waiting]
    await clock.run(3)
    assert all(task.done() for task in tasks)
    order = [shown.text for shown in api.history[1:]]
    assert [text for text in order if text not in ("first in line", "made up for")] == [
        "reply",
        "alert",
        "edit",
        "digest",
    ]


async def test_one_chat(api: BotApi, bot: ExtBot[int], clock: FakeClock) -> None:
    """One chat gets its messages in order, a few at once and then one a second, and holds up nobody."""
    tasks = [asyncio.create_task(bot.send_message(7, str(number))) for number in range(8)]
    other = asyncio.create_task(bot.send_message(8, "x"))
    await clock.run(0.5)
    assert other.done()
    assert api.texts(7) == ["0", "1", "2"]
    await clock.run(5)
    assert api.texts(7) == [str(number) for number in range(8)]
    assert set(statuses(api)) == {200}
    await asyncio.gather(*tasks)


async def test_refused_chat(api: BotApi, bot: ExtBot[int], clock: FakeClock) -> None:
    """A refusal holds its chat, keeps the order there, and nobody else waits."""
    api.fail(too_many(5), chat_id=7)
    tasks = [asyncio.create_task(bot.send_message(7, "first"))]
    await clock.run(0.1)
    tasks.append(asyncio.create_task(bot.send_message(7, "second")))
    tasks += [asyncio.create_task(bot.send_message(chat, "x")) for chat in range(20, 60)]
    await clock.run(2)
    assert sum(task.done() for task in tasks) == 40
    await clock.run(5 + MARGIN)
    assert api.texts(7) == ["first", "second"]
    assert statuses(api).count(429) == 1
    await asyncio.gather(*tasks)


async def test_refused_everywhere(api: BotApi, bot: ExtBot[int], clock: FakeClock) -> None:
    """Refusals from two chats at once hold everything, and all of it arrives afterwards."""
    api.fail(too_many(4), times=2)
    tasks = [asyncio.create_task(bot.send_message(chat, "x")) for chat in range(1, 41)]
    await clock.run(0.2)
    before = len(api.history)
    await clock.run(3.8)
    assert len(api.history) - before <= 3  # those were on their way already
    await clock.run(3)
    assert len({shown.chat_id for shown in api.history}) == 40
    await asyncio.gather(*tasks)


async def test_rate_adapts(api: BotApi, bot: ExtBot[int], pace: Pace, clock: FakeClock) -> None:
    """Where Telegram allows less than we thought, we learn it: few refusals, nothing lost, and the rate comes back."""
    api.flood = FloodLimits(per_second=20)
    tasks = [asyncio.create_task(bot.send_message(chat, "x")) for chat in range(1, 601)]
    await clock.run(90)
    assert all(task.done() for task in tasks)
    assert len({shown.chat_id for shown in api.history}) == 600
    assert statuses(api).count(429) <= 30
    assert pace.refused == statuses(api).count(429)
    await clock.run(200)
    assert pace.rate == RATE


async def test_retries_end(api: BotApi, bot: ExtBot[int], clock: FakeClock) -> None:
    """A chat that refuses again and again is reported after the last retry."""
    api.fail(too_many(1), chat_id=7, times=None)
    task = asyncio.create_task(bot.send_message(7, "x"))
    await clock.run(30)
    with pytest.raises(RetryAfter):
        await task
    assert statuses(api) == [429] * (RETRIES + 1)


async def test_long_wait(api: BotApi, bot: ExtBot[int], pace: Pace, clock: FakeClock) -> None:
    """A wait of an hour is told at once to everyone it concerns, instead of being waited for here."""
    api.fail(too_many(3600), chat_id=7)
    tasks = [asyncio.create_task(bot.send_message(7, str(number))) for number in range(5)]
    await clock.run(1)
    first, *others = await asyncio.gather(*tasks, return_exceptions=True)
    assert isinstance(first, RetryAfter)
    refused = [other for other in others if isinstance(other, RetryAfter)]
    assert len(refused) == 2  # two had left together with the first
    with pytest.raises(RetryAfter) as told:
        await bot.send_message(7, "later")
    assert wait_seconds(told.value) == 3600
    reply = asyncio.create_task(bot.send_message(8, "x"))
    await clock.run(0.1)
    assert reply.done()
    assert pace.waiting == 0
    await clock.run(3600)
    again = asyncio.create_task(bot.send_message(7, "again"))
    await clock.run(0.1)
    await again


async def test_other_errors(api: BotApi, bot: ExtBot[int], clock: FakeClock) -> None:
    """Only refusals are retried here: what may have been sent is not sent again."""
    api.fail(broken(accepted=True))
    task = asyncio.create_task(bot.send_message(7, "x"))
    await clock.run(0.1)
    with pytest.raises(NetworkError):
        await task
    assert api.texts(7) == ["x"]


async def test_not_paced(api: BotApi, bot: ExtBot[int], pace: Pace, clock: FakeClock) -> None:
    """What is no message never waits, however long the line is."""
    tasks = [asyncio.create_task(bot.send_message(7, str(number))) for number in range(9)]
    await settle()
    asked = [asyncio.create_task(bot.get_me()), asyncio.create_task(bot.send_chat_action(7, "typing"))]
    await clock.run(0.07)
    assert all(task.done() for task in asked)
    assert pace.waiting >= 6
    await clock.run(8)
    await asyncio.gather(*tasks)


async def test_given_up(api: BotApi, bot: ExtBot[int], pace: Pace, clock: FakeClock) -> None:
    """Who is cancelled while waiting is not sent and takes nobody's turn."""
    tasks = [asyncio.create_task(bot.send_message(7, str(number))) for number in range(5)]
    await settle()
    tasks[3].cancel()
    await clock.run(1.2)
    assert api.texts(7) == ["0", "1", "2", "4"]
    assert pace.waiting == 0


async def test_stop(api: BotApi, bot: ExtBot[int], clock: FakeClock) -> None:
    """Stopping tells those who wait that they were not sent, and a new start works."""
    tasks = [asyncio.create_task(bot.send_message(7, str(number))) for number in range(6)]
    await clock.run(0.2)
    await bot.rate_limiter.shutdown()
    await bot.rate_limiter.shutdown()
    results = await asyncio.gather(*tasks, return_exceptions=True)
    assert [type(result) for result in results[3:]] == [PaceStoppedError] * 3
    assert api.texts(7) == ["0", "1", "2"]
    await bot.rate_limiter.initialize()
    await bot.rate_limiter.initialize()
    again = asyncio.create_task(bot.send_message(8, "x"))
    await clock.run(1)
    await again


async def test_late_comer(api: BotApi, bot: ExtBot[int], clock: FakeClock) -> None:
    """Who joins the line in the very moment of a stop still has a turn, and is not forgotten in it."""
    first = [asyncio.create_task(bot.send_message(7, str(number))) for number in range(6)]
    await clock.run(0.2)
    stopping = asyncio.create_task(bot.rate_limiter.shutdown())
    late = asyncio.create_task(bot.send_message(8, "late"))
    await clock.run(5)
    assert stopping.done()
    assert late.done()
    assert api.texts(8) == ["late"]
    await asyncio.gather(*first, return_exceptions=True)
