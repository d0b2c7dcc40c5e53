"""The bot listens whatever becomes of its menus, which are but a convenience."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from telegram import BotCommandScopeAllPrivateChats
from telegram.ext import Application

from bot.exits import RefusedStartError
from bot.link import Link
from bot.updates import Updates
from tests.fakes.clock import FakeClock
from tests.fakes.telegram import TOKEN, BotApi
from tests.fakes.telegram_faults import Answer, Fault, broken, refusal
from tests.fakes.telegram_inside import InProcessRequest

MISFIT = Fault(answer=Answer(status=200, body=b'{"ok":true,"result":true}'))
FAULTS = {
    "an answer of another shape": MISFIT,
    "a method it lacks": refusal(404, "Not Found"),
    "a refusal": refusal(400, "Bad Request: BOT_COMMAND_INVALID"),
    "a gateway that is down": broken(502),
}


class Talker:
    """A bot's link to a server, and what came in by it."""

    def __init__(self, token: str = TOKEN) -> None:
        self.clock = FakeClock()
        self.api = BotApi(clock=self.clock)
        request = InProcessRequest(self.api)
        self.application = Application.builder().token(token).request(request).get_updates_request(request).build()
        updates = Updates(self.application.bot, request, self.application.update_queue, self.clock, self._heard)
        self.link = Link(self.application, self.clock, heard=self._heard, updates=updates)
        self.task: asyncio.Task[None] | None = None

    def _heard(self) -> None:
        pass

    def listen(self) -> None:
        """Begin to listen."""
        self.task = asyncio.create_task(self.link.listen())

    async def close(self) -> None:
        """Stop."""
        if self.task is not None:
            self.task.cancel()
            await asyncio.gather(self.task, return_exceptions=True)


@pytest.fixture
async def talker() -> AsyncIterator[Talker]:
    talker = Talker()
    yield talker
    await talker.close()


@pytest.mark.parametrize("method", ["getMyCommands", "setMyCommands", "getMyDescription"])
@pytest.mark.parametrize("fault", FAULTS)
async def test_listens_without_menus(talker: Talker, method: str, fault: str) -> None:
    """A server that can't keep menus keeps nobody from being heard."""
    talker.api.fail(FAULTS[fault], method=method, times=None)
    talker.listen()
    talker.api.say(7, "/start")
    async with asyncio.timeout(5):
        update = await talker.application.update_queue.get()
    await talker.clock.run(120)
    assert update.effective_message.text == "/start"
    assert talker.task is not None
    assert not talker.task.done()


async def test_menus_come_late(talker: Talker) -> None:
    """Menus that a failing server did not take are shown once it is well again."""
    talker.api.fail(broken(502), method="setMyCommands", times=3)
    talker.listen()
    await talker.clock.run(120)
    assert await talker.application.bot.get_my_commands(BotCommandScopeAllPrivateChats())


async def test_no_webhook_to_drop(talker: Talker) -> None:
    """A server that knows no webhooks has none that would keep updates from us."""
    talker.api.fail(refusal(404, "Not Found"), method="deleteWebhook", times=None)
    talker.listen()
    talker.api.say(7, "/start")
    async with asyncio.timeout(5):
        assert await talker.application.update_queue.get()


async def test_refused_token() -> None:
    """A token that Telegram refuses ends the listening with what to do about it."""
    talker = Talker("1:AAF-of-another-bot")
    talker.listen()
    assert talker.task is not None
    async with asyncio.timeout(5):
        with pytest.raises(RefusedStartError, match="copy it anew"):
            await talker.task
