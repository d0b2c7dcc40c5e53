"""Scripted conversations: each step is what somebody does and what they see, through the whole application."""

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

from messages.html import plain
from tests.fakes.telegram_world import Bubble
from tests.handlers.talk import Talk, open_talk

ROOT = Path(__file__).parents[2]
TALKS: list[dict[str, Any]] = tomllib.loads((ROOT / "tests/data/chats/talks.toml").read_text("utf-8"))["talk"]
NEWS = "UBS Downgrades Cipher Mining (NASDAQ:CIFR) to Sell from Neutral, Lowers Price Target to $9 from $15"
CHANNEL = -1001
TOKEN = re.compile(r"start=(s_[\w-]+)")


@pytest.mark.parametrize("talk", TALKS, ids=[talk["name"] for talk in TALKS])
async def test_talk(talk: dict[str, Any]) -> None:
    """Each step of a conversation shows what it should."""
    async with open_talk(max_watches=talk.get("limit", 200)) as bot:
        chat = talk.get("chat", 7)
        bot.api.open(CHANNEL, "channel")
        for place in (CHANNEL, chat):
            if place < 0:
                bot.api.promote(place, *talk.get("admins", ()))
        if "watching" in talk:
            await bot.say(f"/watch {talk['watching']}", chat=chat)
        for step in talk["steps"]:
            await act(bot, step, step.get("chat", chat))


async def act(bot: Talk, step: dict[str, Any], chat: int) -> None:
    """Do one step, and see what it shows."""
    before = {bubble.message_id: bubble.html for bubble in bot.api.shown(chat)}
    if "say" in step:
        details = {ours: step[theirs] for ours, theirs in DETAILS.items() if theirs in step}
        await bot.say(step["say"].replace("{token}", token(bot)), chat=chat, **details)
    elif "press" in step:
        details = {"user_id": step["user"]} if "user" in step else {}
        await bot.press(step["press"], chat=chat, **details)
    elif "hand" in step:
        bot.api.hand(chat, step["hand"], step["file"].encode())
        await bot.answers(chat)
    elif "pick" in step:
        bot.api.pick(chat, step["pick"])
        await bot.answers(chat)
    elif "tell" in step:
        await bot.tell(NEWS)
    check(bot, step, chat, before)


DETAILS = {"user_id": "user", "thread_id": "thread", "anonymous": "anonymous"}


def token(bot: Talk) -> str:
    """What stands behind the link that was shared."""
    told = (text for bubble in bot.api.shown(7) for text in (*bubble.earlier, bubble.text))
    return next((match[1] for text in told if (match := TOKEN.search(text))), "")


def check(bot: Talk, step: dict[str, Any], chat: int, before: dict[int, str]) -> None:
    """What is new, or edited, in the chat is what should be."""
    if "look" in step:
        new = bot.api.shown(step["look"])
    else:
        new = [bubble for bubble in bot.api.shown(chat) if before.get(bubble.message_id) != bubble.html]
    seen = "\n".join(bubble.text for bubble in new)
    for words in (*step.get("see", ()), *step.get("edits", ())):
        assert words in seen
    for words in step.get("never", ()):
        assert words not in seen
    if "edits" in step:
        assert all(bubble.message_id in before for bubble in new)
    if "pop" in step:
        assert plain(bot.api.toasts[-1].text) == step["pop"]
    if "thread_of" in step:
        assert new[-1].thread_id == step["thread_of"]
    if "buttons" in step:
        assert new[-1].labels[: len(step["buttons"])] == step["buttons"]
    if "attached" in step:
        assert step["attached"] in content(new[-1])


def content(bubble: Bubble) -> str:
    """The text of a message's file."""
    assert bubble.file is not None
    return bubble.file.content.decode("utf-8-sig")
