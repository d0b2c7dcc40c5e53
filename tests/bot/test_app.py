"""The whole process: how it ends."""

import asyncio

import pytest
from structlog.testing import capture_logs

from bot.pulse import TICKS
from messages.model import Message
from services.errors import DoubtfulError, TransportError
from storage.errors import StorageError
from tests.fakes.clock import settle
from tests.handlers.talk import open_talk

GROUP = -100


async def test_stop_waits_for_no_turn() -> None:
    """What waits for Telegram's pace doesn't hold up the end, and is known not to have been sent."""
    async with open_talk() as talk:
        await talk.app.application.start()
        talk.api.open(GROUP)
        send = talk.app.deliverer._transport.send
        sends = [asyncio.create_task(send(GROUP, Message(f"No. {n}"))) for n in range(30)]
        await settle()
        await talk.app._close()
        async with asyncio.timeout(10):  # a bot that waited for its pace would wait for this clock for ever
            ends = await asyncio.gather(*sends, return_exceptions=True)
        failed = [end for end in ends if isinstance(end, TransportError)]
        assert len(failed) + len(talk.api.texts(GROUP)) == 30
        assert failed
        assert not any(isinstance(error, DoubtfulError) for error in failed)


async def test_tick_without_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    """A tick that can't read the data gives no sign of life, and the next one does."""
    async with open_talk() as talk:
        app = talk.app
        with monkeypatch.context() as broken:
            broken.setattr(app.memory, "ask", no_disk)
            await app._tick()
        assert TICKS in app.pulse.silent()
        await app._tick()
        assert TICKS not in app.pulse.silent()


async def test_command_without_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    """Who asks for something while the disk is full is told that it went wrong, the host in one line what did."""
    async with open_talk() as talk:
        with monkeypatch.context() as broken, capture_logs() as logs:
            broken.setattr(talk.memory, "ask", no_disk)
            (text,) = await talk.say("/watch CIFR")
        assert "went wrong" in text
        assert [(line["event"], line["reason"]) for line in logs] == [("update not done", "disk I/O error")]
        assert "CIFR" in (await talk.say("/watch CIFR"))[0]


async def no_disk(*_: object, **__: object) -> None:
    raise StorageError("disk I/O error")
