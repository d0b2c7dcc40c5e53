"""The bot keeps itself well, and tells its owners what it can't mend: once when it breaks, once when it is well."""

import datetime as dt
from collections import deque
from collections.abc import Iterator
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from messages.html import plain
from messages.troubles import SHOWN, health_note
from messages.views import TroubleView
from services.errors import ChatGoneError, TransportError
from services.health import LEAST_FREE, STALLED
from services.upkeep import BACKUP_AGAIN, Upkeep, Wishes
from storage.backups import Backups
from storage.store import Memory, Store
from tests.fakes.clock import FakeClock
from tests.fakes.transport import RecordingTransport

OWNER = 99
HOUR = 3_600
ROOM = 10 * LEAST_FREE


class House:
    """A bot whose upkeep is looked at; restarted at will."""

    def __init__(self, folder: Path) -> None:
        self.clock = FakeClock()
        self.folder = folder
        self.memory = Memory(folder / "data.db")
        self.transport = RecordingTransport()
        self.free = ROOM
        self.restart()

    def restart(self) -> None:
        """A new process on the same data."""
        wishes = Wishes(
            backups=Backups(self.folder / "backups", keep=3), keep_texts=dt.timedelta(days=400), owners=(OWNER,)
        )
        self.upkeep = Upkeep(self.memory, self.transport, self.clock, wishes=wishes, free=lambda: self.free)

    async def tick(self, seconds: float = 0, *, speak: bool = True) -> list[str]:
        """Let time pass, then look; gives what the owner was told."""
        before = len(self.transport.texts(OWNER))
        self.clock.advance(seconds)
        await self.upkeep.tick(speak=speak)
        return self.transport.texts(OWNER)[before:]

    async def feed(self, name: str, *, well: bool) -> None:
        """Let a feed answer or fail."""
        now = self.clock.now()

        def note(store) -> None:  # type: ignore[no-untyped-def]
            known = [(feed.name, feed.url) for feed in store.feeds.active()]
            store.feeds.sync([*known, (name, f"https://{name.lower()}.example/rss?key=hush")], now)
            change = "failures = 0, last_success = 0" if well else "failures = failures + 1"
            store._engine.run(f"update feeds set {change} where name = :name", {"name": name})

        await self.memory.ask(note)

    async def queue(self) -> None:
        """An alert that is due now."""

        def add(store) -> None:  # type: ignore[no-untyped-def]
            store.chats.meet(7, "private", self.clock.now())
            store.outbox.queue_alerts({7: []}, "UBS", now=self.clock.now(), not_before=self.clock.now())

        await self.memory.ask(add)


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    house = House(tmp_path)
    yield house
    house.memory.close()


async def test_failing_feed(house: House) -> None:
    """A feed that failed for a day is told once, also over a restart, and once when it answers again."""
    await house.feed("Desk", well=False)
    assert await house.tick() == []
    assert await house.tick(23 * HOUR) == []
    house.restart()
    (told,) = await house.tick(HOUR)
    assert "Desk" in told
    assert "hush" not in told
    assert await house.tick(HOUR) == []
    house.restart()
    assert await house.tick(48 * HOUR) == []
    await house.feed("Desk", well=True)
    (told,) = await house.tick(60)
    assert "Desk answers" in told
    assert await house.tick(60) == []


async def test_clock_was_ahead(house: House) -> None:
    """A feed that began to fail while the clock was years ahead is told a day after the clock was set right."""
    house.clock.jump(87_600 * HOUR)
    await house.feed("Desk", well=False)
    assert await house.tick() == []
    house.clock.jump(-87_600 * HOUR)
    assert await house.tick(60) == []
    assert await house.tick(23 * HOUR) == []
    (told,) = await house.tick(HOUR)
    assert "Desk" in told


async def test_retired_feed(house: House) -> None:
    """A feed that its host says is gone for good is told once, and not as one that answers again."""
    await house.feed("Desk", well=False)
    await house.tick()
    assert len(await house.tick(24 * HOUR)) == 1
    await house.memory.ask(_retire)
    (told,) = await house.tick(HOUR)
    assert "Desk is looked at no more" in told
    assert "answers" not in told
    house.restart()
    assert await house.tick(48 * HOUR) == []


async def test_short_failure(house: House) -> None:
    """A feed that is back within the day is never spoken of, and its next failure starts the day anew."""
    await house.feed("Desk", well=False)
    await house.tick()
    await house.feed("Desk", well=True)
    assert await house.tick(23 * HOUR) == []
    await house.feed("Desk", well=False)
    assert await house.tick() == []
    assert await house.tick(2 * HOUR) == []


async def test_stalled_queue(house: House) -> None:
    """Alerts that are due while nothing is sent are told once, and once when they go out."""
    await house.queue()
    assert await house.tick(STALLED.total_seconds() - 1) == []
    (told,) = await house.tick(2)
    assert "Alerts wait" in told
    assert await house.tick(HOUR) == []
    await house.memory.ask(lambda store: store.outbox.kill_chat(7, "gone"))
    (told,) = await house.tick(60)
    assert "Alerts go out" in told


async def test_long_queue_is_no_stall(house: House) -> None:
    """A queue that takes long but moves is no trouble."""
    await house.queue()
    await house.queue()
    house.clock.advance(2 * HOUR)
    now = house.clock.now()

    def send(store) -> None:  # type: ignore[no-untyped-def]
        (job,) = store.outbox.lease("me", now=now, until=now + dt.timedelta(hours=1), limit=1)
        store.outbox.sent(job.id, "me", now=now, message_id=1)

    await house.memory.ask(send)
    assert await house.tick(60) == []


async def test_full_disk(house: House) -> None:
    """A disk that is nearly full is told once; it is well only when it has room to spare."""
    house.free = LEAST_FREE - 1
    (told,) = await house.tick()
    assert "nearly full" in told
    house.free = LEAST_FREE + 1
    assert await house.tick(60) == []
    house.free = ROOM
    (told,) = await house.tick(60)
    assert "has room" in told


async def test_daily_copies(house: House) -> None:
    """A copy is written each day, and the oldest go only after the new one."""
    for _ in range(5 * 24):
        assert await house.tick(HOUR) == []
    assert len(list((house.folder / "backups").iterdir())) == 3


async def test_copy_not_written(house: House) -> None:
    """A folder that can't be written to is told once, tried again every hour, and keeps its copies."""
    await house.tick()
    (copy,) = (house.folder / "backups").iterdir()
    (house.folder / "backups").rename(house.folder / "away")
    (house.folder / "backups").write_text("in the way")
    (told,) = await house.tick(25 * HOUR)
    assert "daily copy" in told
    assert await house.tick(BACKUP_AGAIN / 2) == []
    (house.folder / "backups").unlink()
    (house.folder / "away").rename(house.folder / "backups")
    (told,) = await house.tick(BACKUP_AGAIN)
    assert "was written" in told
    assert copy.exists()


async def test_owner_not_reached(house: House) -> None:
    """What the owner couldn't be told is logged once and told later; an owner who is gone is not tried for ever."""
    house.free = 0
    with capture_logs() as logs:
        for _ in range(3):
            assert await house.tick(60, speak=False) == []
    assert [line["event"] for line in logs].count("trouble") == 1
    house.transport.failures = deque([TransportError(OWNER, "down")])
    assert await house.tick(60) == []
    assert len(await house.tick(60)) == 1
    house.free = ROOM
    house.transport.failures = deque([ChatGoneError(OWNER, "blocked")])
    assert await house.tick(60) == []
    assert await house.tick(60) == []


def test_note() -> None:
    """Names from feeds stay text, and a long list is counted, not shown."""
    wrong = [TroubleView(kind="feed", subject=f"<b>{n}</b>") for n in range(SHOWN + 5)]
    html = health_note(wrong, [TroubleView(kind="queue")]).html
    assert "<b>0" not in html
    assert "feed &lt;b&gt;0" in html
    note = plain(html)
    assert "and 5 more" in note
    assert "Alerts go out" in note


def _retire(store: Store) -> None:
    """As the poller does when an outlet says "gone" for the second time."""
    store.outlets.configure([("Desk", "https://desk.example/rss?key=hush")])
    (outlet,) = store.outlets.active()
    store._engine.run("update feeds set gone = 1, active = 0, outlet_id = :id", {"id": outlet.id})
