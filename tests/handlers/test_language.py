"""Everybody is written to in their own language: what they ask, what comes by itself, what the menu says."""

import tomllib
from pathlib import Path
from typing import Any

import pytest
from telegram import BotCommand, BotCommandScopeAllPrivateChats
from telegram.constants import BotDescriptionLimit

from handlers import COMMANDS
from messages import profile
from messages.html import size
from messages.model import CAPTION_LIMIT, LIMIT
from messages.tongue import LANGUAGES, speaking, tr
from tests.handlers.talk import Talk, open_talk

ROOT = Path(__file__).parents[2]
CASES: list[dict[str, Any]] = tomllib.loads((ROOT / "tests/data/chats/commands.toml").read_text())["case"]
NEWS = "UBS Downgrades Cipher Mining (NASDAQ:CIFR) to Sell from Neutral, Lowers Price Target to $9 from $15"
GROUP = -100
SUMMARY = 256  # characters of a command's description
BUTTON = 30  # characters; names of firms and places stand on buttons too


@pytest.mark.parametrize("language", LANGUAGES)
async def test_every_answer_is_taken(language: str) -> None:
    """Whatever is asked, in whatever language: Telegram takes the answer, its buttons fit, and none is cut off."""
    async with open_talk(owners=[7]) as talk:
        await talk.say("/watch CIFR", language_code=language)
        await talk.tell(NEWS)
        for case in CASES:
            if "/language" in case["say"]:
                continue
            await talk.say(case["say"], language_code=language)
            talk.clock.advance(60)
        sent = [call for method in ("sendMessage", "sendPhoto", "sendDocument") for call in talk.api.calls(method)]
        assert len(sent) > len(CASES) / 2
        assert [call for call in sent if call.status != 200] == []
        for bubble in talk.api.shown(7):
            assert size(bubble.text) <= (LIMIT if bubble.kind == "text" else CAPTION_LIMIT)
            assert [label for label in bubble.labels if len(label) > BUTTON] == []


async def test_first_met_in_the_language_of_the_client() -> None:
    """Who writes for the first time is answered as their Telegram speaks, and so are their alerts and its edits."""
    async with open_talk(owners=[1]) as talk:
        assert "beobachtest" in (await talk.say("/watch CIFR", language_code="de-AT"))[0]
        await talk.tell(NEWS)
        alert = talk.api.shown(7)[-1]
        assert "ABGESTUFT" in alert.text
        assert "Kursziel: 15 $ → 9 $ (−40 %)" in alert.text
        assert "Verlauf" in alert.labels
        event = (await talk.memory.ask(lambda store: store.events.of_ticker("CIFR", 1)))[0]
        await talk.say(f"/fix {event.id} target = 9.50", chat=1)
        await talk.deliver()
        edited = next(bubble for bubble in talk.api.shown(7) if bubble.message_id == alert.message_id)
        assert "$CIFR Kursziel war 9 $, ist 9,50 $" in edited.text
        assert "beobachtest" in (await talk.say("/watch CIFR", language_code="ru"))[0]  # the first one stays


async def test_chosen() -> None:
    """What is chosen is spoken at once, also by what comes by itself, and can be undone."""
    async with open_talk() as talk:
        await talk.say("/watch CIFR")
        await talk.say("/language")
        await talk.press("Español")
        assert "en español" in talk.api.texts(7)[-1]
        assert talk.api.toasts[-1].text == "Hecho"
        await talk.tell(NEWS)
        assert "REBAJA" in talk.api.texts(7)[-1]
        await talk.say("/language ru")
        assert "Вы отслеживаете 1 акцию" in (await talk.say("/watchlist"))[0]
        await talk.press("↩️ Отменить", message=next(shown(talk, "русский")))
        assert "Sigues 1 acción" in (await talk.say("/watchlist"))[0]


def shown(talk: Talk, words: str) -> Any:
    """The messages in which the words stand, the newest first."""
    return (bubble.message_id for bubble in reversed(talk.api.shown(7)) if words in bubble.text)


async def test_groups() -> None:
    """A group speaks the language of whoever lets the bot in, until an admin chooses; others can't."""
    async with open_talk() as talk:
        talk.api.promote(GROUP, 1)
        await talk.say("/status", chat=GROUP, user_id=2, language_code="ru")
        assert "Version" in talk.api.texts(GROUP)[-1]
        assert "admins" in (await talk.say("/language de", chat=GROUP, user_id=2))[0]
        assert "Deutsch" in (await talk.say("/language de", chat=GROUP, user_id=1))[0]
        assert "Laufzeit" in (await talk.say("/status", chat=GROUP, user_id=2, language_code="ru"))[0]


async def test_strangers_are_refused_in_their_language() -> None:
    """Who may not use the bot is told so in the language of their client, and nothing is stored of them."""
    async with open_talk(access="owners", owners=[1]) as talk:
        assert "Dieser Bot ist privat" in (await talk.say("/start", language_code="de"))[0]
        assert await talk.memory.ask(lambda store: store.chats.state(7)) is None


async def test_trouble_is_told_in_the_language(monkeypatch: pytest.MonkeyPatch) -> None:
    """When something breaks, the sentence about it is one that the person reads."""
    async with open_talk() as talk:

        async def broken(*_: object) -> None:
            raise ZeroDivisionError

        await talk.say("/language de")
        monkeypatch.setattr("services.lookup.Lookup.status", broken)
        assert "schiefgegangen" in (await talk.say("/status"))[0]


async def test_refusals_of_services_are_translated() -> None:
    """What a service refuses on the storage's thread is worded as the chat speaks."""
    async with open_talk(owners=[7]) as talk:
        await talk.say("/language de")
        assert "keine Einschätzung Nummer 999" in (await talk.say("/retract 999"))[0]


async def test_menu() -> None:
    """The menu of commands is there for clients in each language."""
    async with open_talk() as talk:
        await talk.app.link.announce()
        menu = await talk.app.application.bot.get_my_commands(BotCommandScopeAllPrivateChats(), "de")
        assert BotCommand("help", "Was der Bot kann") in menu


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_telegram_shows_of_the_bot(language: str) -> None:
    """What each command does, and what the bot says of itself, keeps Telegram's limits."""
    with speaking(language):
        assert all(3 <= len(tr(command.summary)) <= SUMMARY for command in COMMANDS)
        assert 0 < len(profile.description()) <= BotDescriptionLimit.MAX_DESCRIPTION_LENGTH
        assert 0 < len(profile.short_description()) <= BotDescriptionLimit.MAX_SHORT_DESCRIPTION_LENGTH
