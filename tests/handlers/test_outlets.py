"""Owners manage feeds from the chat: real updates in, real fetches on loopback, real messages out."""

import datetime as dt
import tomllib
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from bot.parts import sync_feeds
from bot.settings import Feed
from tests.fakes.outlet import Outlet, body, status
from tests.fakes.workshop import InlineWorkshop
from tests.handlers.talk import Talk, open_talk

CASES: list[dict[str, Any]] = tomllib.loads((Path(__file__).parents[1] / "data/chats/outlets.toml").read_text())["case"]
OWNER = 7
PUBLISHED = dt.datetime(2025, 11, 24, 13, 0, tzinfo=dt.UTC)
UPGRADE = "UBS Upgrades Apple (NASDAQ:AAPL) to Buy from Neutral, Raises Price Target to $280 from $220"
NEWS = b"""<html><head><title>News</title>
<link rel="stylesheet" href="/style.css"><link rel='alternate' type='application/rss+xml' href="/feeds/desk.rss"></head>
<body><a href="/about">About us</a></body></html>"""
HTML = {"Content-Type": "text/html"}


@pytest.fixture
async def outlet(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Outlet]:
    """An outlet as the cases know it; parsing needs no process of its own here."""
    monkeypatch.setattr("bot.app.Workshop", InlineWorkshop)
    async with Outlet() as outlet:
        outlet.publish(feed="desk", title="Nothing to see here", published=PUBLISHED - dt.timedelta(hours=1))
        outlet.publish(feed="desk", title=UPGRADE, published=PUBLISHED)
        for name in ("ledger", "AAPL", "CIFR", "RIOT"):
            outlet.publish(feed=name, title=f"What {name} does today", published=PUBLISHED)
        outlet.titles["desk"] = "All of the desk's news"
        outlet.fault("/news", body(NEWS, HTML))
        outlet.fault("/about", body(b"<html><body>We are a newspaper.</body></html>", HTML))
        yield outlet


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
async def test_conversation(case: dict[str, Any], outlet: Outlet) -> None:
    """Each step shows what it should, and nothing that it shouldn't."""
    feeds = tuple(Feed(name=name.title(), url=outlet.url(name)) for name in case.get("configured", ()))
    owners = [OWNER] if case.get("owner", True) else []
    async with open_talk(feeds=feeds, owners=owners) as talk:
        for step in case["steps"]:
            seen = "\n".join(await take(talk, step, outlet.base))
            for words in step.get("see", ()):
                assert told(words, outlet.base) in seen
            assert seen or not step.get("see")
            for words in step.get("never", ()):
                assert words not in seen
            for words in step.get("file", ()):
                file = talk.api.shown(OWNER)[-1].file
                assert file is not None
                assert told(words, outlet.base) in file.content.decode()


async def take(talk: Talk, step: dict[str, Any], base: str) -> list[str]:
    """Do what a step says, and give what the owner sees of it."""
    if step.get("tick"):
        await talk.app.poller.tick()
        await talk.app.poller.finish()
    elif step.get("restart"):
        await sync_feeds(talk.app.settings, talk.memory, talk.clock)
    elif "hand" in step:
        talk.api.hand(OWNER, step["hand"], told(step["content"], base).encode(), size=step.get("size"))
        return await talk.answers()
    elif "press" in step:
        return await press(talk, step)
    else:
        newest = talk.api.shown(OWNER)[-1].message_id if step.get("reply") else None
        return await talk.say(told(step["say"], base), reply_to=newest)
    return []


async def press(talk: Talk, step: dict[str, Any]) -> list[str]:
    """Press a button, whatever its data says, and see what is new or stands there instead."""
    buttons = [bubble for bubble in talk.api.shown(OWNER) if bubble.buttons]
    asked = next(bubble for bubble in reversed(buttons) if step.get("from", step["press"]) in bubble.labels)
    if "from" in step:
        asked.markup["inline_keyboard"][0][0]["callback_data"] = step["press"]  # type: ignore[index]
    fresh = await talk.press(step["press"], message=asked.message_id)
    return [asked.text] if step.get("replaced") else fresh


def told(words: str, base: str) -> str:
    """The words with the outlet's address."""
    return words.replace("{base}", base)


async def test_pages(outlet: Outlet) -> None:
    """More feeds than a message shows come page by page in that message, those that fail first."""
    feeds = tuple(Feed(name=f"Desk {number:02}", url=f"{outlet.url('desk')}?{number}") for number in range(14))
    feeds += (Feed(name="Zero", url=outlet.url("lost")),)
    async with open_talk(feeds=feeds, owners=[OWNER]) as talk:
        await talk.say("/pollnow zero")
        (first,) = await talk.say("/feeds")
        assert first.index("Zero") < first.index("Desk 00")
        bubble = talk.api.shown(OWNER)[-1]
        assert await talk.press("▶", message=bubble.message_id) == []
        assert await talk.press("▶", message=bubble.message_id) == []
        assert "Desk 13" in bubble.text
        assert "◀" in bubble.labels
        assert "▶" not in bubble.labels


async def test_keys_stay_private(outlet: Outlet) -> None:
    """A feed's login and query, which may be keys, are shown in no message, and the list goes to private chats only."""
    address = outlet.url("desk").replace("//", "//me:secret@") + "?key=secret"
    async with open_talk(feeds=(Feed(name="Desk", url=address),), owners=[OWNER]) as talk:
        for words in ("/feeds 1", "/testfeed 1", f"/addfeed {address}2", "/pollnow 1"):
            await talk.say(words, chat=-100, user_id=OWNER)
        assert "private chat" in (await talk.say("/feeds opml", chat=-100, user_id=OWNER))[0]
        outlet.fault("desk", status(403))
        await talk.say("/pollnow 1", chat=-100, user_id=OWNER)
        await talk.say("/feeds", chat=-100, user_id=OWNER)
        seen = "\n".join(talk.api.texts(-100))
        assert "desk.rss" in seen
        assert "may block bots" in seen
        assert "secret" not in seen
