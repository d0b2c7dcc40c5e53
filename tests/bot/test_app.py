"""The whole process: how it ends."""

import asyncio

from messages.model import Message
from services.errors import DoubtfulError, TransportError
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
