"""What a chat wants to hear of: conversations through the whole application."""

import tomllib
from pathlib import Path
from typing import Any

import pytest

from tests.handlers.talk import STORIES, Talk, open_talk

CASES: list[dict[str, Any]] = tomllib.loads(
    (Path(__file__).parents[1] / "data/chats/wishes.toml").read_text(encoding="utf-8")
)["case"]
NEWS = "UBS Downgrades Cipher Mining (NASDAQ:CIFR) to Sell from Neutral, Lowers Price Target to $9 from $15"
GROUP = -100


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
async def test_conversation(case: dict[str, Any]) -> None:
    """Every step shows what it promises, in a new message or in the panel whose button was pressed."""
    async with open_talk() as talk:
        await talk.say("/watch CIFR")
        for step in case["steps"]:
            seen = await take(talk, step)
            for words in step.get("see", ()):
                assert words in seen, step
            for words in step.get("never", ()):
                assert words not in seen, step


async def take(talk: Talk, step: dict[str, Any]) -> str:
    """Do a step; gives what is seen then, with the labels of the buttons."""
    answers: list[str] = []
    talk.clock.advance(3)  # nobody is faster than that
    if "say" in step:
        answers = await talk.say(step["say"])
    elif "press" in step:
        answers = await talk.press(label(talk, step["press"]))
        assert talk.api.toasts[-1].text == step.get("toast", talk.api.toasts[-1].text)
    elif "tell" in step:
        await talk.tell(step["tell"])
    else:
        talk.clock.advance(step["wait"])
    labels = [label for label in talk.api.shown(7)[-1].labels if not label.startswith("✖")]
    return "\n".join([*(answers or talk.api.texts(7)[-1:]), *labels])


def label(talk: Talk, words: str) -> str:
    """The button of the newest message that is meant."""
    labels = talk.api.shown(7)[-1].labels
    return next((one for one in labels if one == words), None) or next(one for one in labels if words in one)


async def test_silent() -> None:
    """A kind that is silent comes without a sound, others with one."""
    async with open_talk() as talk:
        await talk.say("/watch CIFR")
        await talk.say("/notify downgrade=silent")
        await talk.tell(NEWS)
        assert talk.api.shown(7)[-1].silent
        await talk.tell(STORIES[1].replace("JPMorgan", "Needham"))
        assert not talk.api.shown(7)[-1].silent


async def test_digest_only() -> None:
    """A kind for the digest comes with it, and not before."""
    async with open_talk() as talk:
        await talk.say("/watch CIFR")
        await talk.say("/notify downgrade=digest")
        await talk.tell(NEWS)
        assert "UBS" not in talk.api.texts(7)[-1]
        await talk.say("/digest now")
        await talk.deliver()
        assert "UBS" in talk.api.texts(7)[-1]


REPLIES = [
    ("mute 2d", ["$CIFR", "until Wed 26 Nov"]),
    ("Mute", ["$CIFR", "until Mon 1 Dec"]),
    ("why?", ["Downgrades", "sent here"]),
    ("history", ["JPMorgan", "Cantor"]),
    ("wrong: target is 25", ["Thank you: the target", "CIFR"]),
    ("wrong", ["What is wrong with this?"]),
]


@pytest.mark.parametrize(("words", "see"), REPLIES, ids=[row[0] for row in REPLIES])
@pytest.mark.parametrize("chat", [7, GROUP])
async def test_reply(words: str, see: list[str], chat: int) -> None:
    """A few words in reply to an alert do what its buttons do, in groups as well."""
    async with open_talk() as talk:
        talk.api.promote(GROUP, 7)
        await talk.say("/watch CIFR", chat=chat, user_id=7)
        await talk.tell(NEWS)
        alert = talk.api.shown(chat)[-1]
        seen = "\n".join(await talk.say(words, chat=chat, user_id=7, reply_to=alert.message_id))
        for part in see:
            assert part in seen
        if words.startswith("wrong:"):
            flags = await talk.memory.ask(lambda store: store.reviews.open_flags(9))
            assert [(flag.field, flag.note) for flag in flags] == [("pt_current", "target is 25")]


TALK = ["why would they do that", "history repeats itself", "mutes", "good"]


@pytest.mark.parametrize("words", TALK)
async def test_talk_below_an_alert(words: str) -> None:
    """In a group, people can talk about an alert without the bot breaking in."""
    async with open_talk() as talk:
        talk.api.promote(GROUP, 7)
        await talk.say("/watch CIFR", chat=GROUP, user_id=7)
        await talk.tell(NEWS)
        alert = talk.api.shown(GROUP)[-1]
        assert await talk.say(words, chat=GROUP, user_id=7, reply_to=alert.message_id) == []
        assert await talk.say("why", chat=GROUP, user_id=7) == []


@pytest.mark.parametrize("words", ["why", "mute 7d", "history", "wrong: target is 25"])
async def test_reply_to_no_alert(words: str) -> None:
    """In private, the words for alerts said to any other message get told what they are for, and never a stock."""
    async with open_talk() as talk:
        await talk.say("/watchlist")
        (seen,) = await talk.say(words, reply_to=talk.api.shown(7)[-1].message_id)
        assert "works in reply to an alert" in seen


async def test_group_rights() -> None:
    """In a group only admins change what comes; everybody may ask for the words behind an alert."""
    async with open_talk() as talk:
        talk.api.promote(GROUP, 1)
        await talk.say("/watch CIFR", chat=GROUP, user_id=1)
        await talk.tell(NEWS)
        alert = talk.api.shown(GROUP)[-1]
        for words in ("/filter upgrade", "/notify all=off", "/mute all", "/settings"):
            assert "admins" in (await talk.say(words, chat=GROUP, user_id=2))[0]
        assert "admins" in (await talk.say("mute 7d", chat=GROUP, user_id=2, reply_to=alert.message_id))[0]
        assert "Downgrades" in (await talk.say("why", chat=GROUP, user_id=2, reply_to=alert.message_id))[0]
        assert "1. upgrades" in (await talk.say("/filter upgrade", chat=GROUP, user_id=1))[0]


async def test_full() -> None:
    """There is an end to the rules of one chat."""
    async with open_talk() as talk:
        for number in range(1, 21):
            await talk.say(f"/filter change>={number}")
            talk.clock.advance(60)
        assert "20 rules already" in (await talk.say("/filter upgrade"))[0]


@pytest.mark.parametrize("data", ["filter:undo x", "notify:undo ", "mutes:y", "filter:remove #99", "settings:zzz"])
async def test_forged(data: str) -> None:
    """Forged data does no harm."""
    async with open_talk() as talk:
        await talk.say("/settings")
        bubble = talk.api.shown(7)[-1]
        assert bubble.markup is not None
        bubble.markup["inline_keyboard"][0][0]["callback_data"] = data
        await talk.press(bubble.labels[0], message=bubble.message_id)
        assert "went wrong" not in talk.api.texts(7)[-1]


async def test_digest_without_a_digest() -> None:
    """A kind for the digest comes the next morning where there is no digest."""
    async with open_talk() as talk:
        await talk.say("/watch CIFR")
        await talk.say("/notify downgrade=digest")
        await talk.tell(NEWS)
        talk.clock.advance(18 * 3600 + 60)
        await talk.deliver()
        assert talk.api.texts(7)[-1].startswith("📬 Not told by itself: ⬇️ 1 × downgrade")
