"""Conversations: what a person sends and what they see, through the whole application."""

import tomllib
from pathlib import Path
from typing import Any

import pytest

from handlers import COMMANDS
from handlers.access import Access
from tests.handlers.talk import STORIES, open_talk

ROOT = Path(__file__).parents[2]
CASES: list[dict[str, Any]] = tomllib.loads((ROOT / "tests/data/chats/commands.toml").read_text())["case"]
NEWS = "UBS Downgrades Cipher Mining (NASDAQ:CIFR) to Sell from Neutral, Lowers Price Target to $9 from $15"
GROUP = -100


@pytest.mark.parametrize("case", CASES, ids=[case["say"] for case in CASES])
async def test_command(case: dict[str, Any]) -> None:
    """Each command answers with what it is for."""
    async with open_talk(owners=[7] if case.get("owner") else []) as talk:
        if case.get("watching"):
            await talk.say("/watch CIFR")
        seen = "\n".join(await talk.say(case["say"]))
        for words in case["see"]:
            assert words in seen
        for words in case.get("never", ()):
            assert words not in seen


def test_every_command_has_a_case() -> None:
    """No command goes untested."""
    said = {case["say"].split()[0].removeprefix("/") for case in CASES}
    assert {command.name for command in COMMANDS} <= said


async def test_alert_buttons() -> None:
    """Under an alert, History lists the stock's calls, Why shows the words, Mute silences it until Unmute."""
    async with open_talk() as talk:
        await talk.say("/watch CIFR")
        await talk.tell(NEWS)
        alert = talk.api.shown(7)[-1]
        assert "DOWNGRADE" in alert.text
        history = "\n".join(await talk.press("History", message=alert.message_id))
        assert "UBS" in history
        assert "JPMorgan" in history
        why = "\n".join(await talk.press("Why", message=alert.message_id))
        assert "Downgrades" in why
        assert "Desk" in why
        assert "sent here" in why
        assert "Downgrades" in "\n".join(await talk.say("/why"))
        assert "Downgrades" in "\n".join(await talk.say("/why", reply_to=alert.message_id))
        (muted,) = await talk.press("Mute 7d", message=alert.message_id)
        assert "CIFR" in muted
        await talk.tell(STORIES[0].replace("Cantor Fitzgerald", "Needham"))
        assert "Needham" not in talk.api.texts(7)[-1]
        (unmuted,) = await talk.press("Unmute CIFR")
        assert "CIFR" in unmuted
        await talk.tell(STORIES[0].replace("Cantor Fitzgerald", "Stifel"))
        assert "Stifel" in talk.api.texts(7)[-1]


async def test_foreign_buttons() -> None:
    """A button's data can't reach another chat's alert, and forged data is answered kindly."""
    async with open_talk() as talk:
        await talk.say("/watch CIFR")
        await talk.tell(NEWS)
        data = talk.api.shown(7)[-1].markup["inline_keyboard"][0][0]["callback_data"]
        await talk.say("/delete_my_data", chat=8)
        bubble = talk.api.shown(8)[-1]
        for forged in (data, "mute:x", "why:99999999999999999999", "nonsense", ""):
            bubble.markup["inline_keyboard"][0][0]["callback_data"] = forged
            assert await talk.press(forged, chat=8, message=bubble.message_id) == []
            assert talk.api.toasts[-1].text


@pytest.mark.parametrize("button", ["Delete everything", "Keep it"])
async def test_delete(button: str) -> None:
    """Deletion asks once, then leaves nothing, or everything."""
    async with open_talk() as talk:
        await talk.say("/watch CIFR")
        await talk.say("/rating CIFR")
        await talk.say("/delete_my_data")
        await talk.press(button)
        for words, nothing in (("/watchlist", "nothing yet"), ("/rating", "Which one?")):
            seen = (await talk.say(words))[0]
            assert (nothing in seen) == (button == "Delete everything")


async def test_stopped_and_started() -> None:
    """After /stop nothing comes; /start brings alerts back, with the list as it was."""
    async with open_talk() as talk:
        await talk.say("/watch CIFR")
        await talk.say("/stop")
        await talk.tell(NEWS)
        assert "DOWNGRADE" not in talk.api.texts(7)[-1]
        await talk.say("/start")
        await talk.tell(NEWS.replace("UBS", "Citigroup"))
        assert "Citi" in talk.api.texts(7)[-1]


async def test_blocked_and_back() -> None:
    """A chat that blocked the bot gets nothing; when it writes again, it does."""
    async with open_talk() as talk:
        await talk.say("/watch CIFR")
        talk.api.block(7)
        await talk.answers()
        await talk.tell(NEWS)
        assert talk.api.calls("sendMessage")[-1].status != 403
        await talk.say("/start")
        await talk.tell(NEWS.replace("UBS", "Citigroup"))
        assert "Citi" in talk.api.texts(7)[-1]


async def test_group_migrates() -> None:
    """A group that becomes a supergroup keeps its watchlist."""
    async with open_talk() as talk:
        talk.api.open(-5, "group")
        talk.api.promote(-5, 1)
        await talk.say("/watch CIFR", chat=-5, user_id=1)
        talk.api.migrate(-5, GROUP)
        await talk.answers(GROUP)
        await talk.tell(NEWS)
        assert "DOWNGRADE" in talk.api.texts(GROUP)[-1]


async def test_group_rights() -> None:
    """In a group everybody may ask, but only admins change what is watched."""
    async with open_talk() as talk:
        talk.api.promote(GROUP, 1)
        assert "admins" in (await talk.say("/watch CIFR", chat=GROUP, user_id=2))[0]
        assert "CIFR" in (await talk.say("/rating CIFR", chat=GROUP, user_id=2))[0]
        assert "1 stock" in (await talk.say("/watch CIFR", chat=GROUP, user_id=1))[0]
        assert await talk.say("good morning", chat=GROUP, user_id=2) == []


ACCESS = [
    # access, owners, allowed, whether user 7 is let in
    ("everyone", [], [], True),
    ("owners", [7], [], True),
    ("owners", [1], [7], False),
    ("listed", [1], [7], True),
    ("listed", [7], [], True),
    ("listed", [1], [], False),
]


@pytest.mark.parametrize(("access", "owners", "allowed", "let_in"), ACCESS)
async def test_access(access: str, owners: list[int], allowed: list[int], let_in: bool) -> None:
    """The host decides who may use the bot; who may not is told their id, and nothing else happens."""
    async with open_talk(access=access, owners=owners, allowed=allowed) as talk:
        (seen,) = await talk.say("/watch CIFR")
        assert ("1 stock" in seen) == let_in
        if not let_in:
            assert "7" in seen
            assert "owners" in seen
            assert await talk.memory.ask(lambda store: store.chats.state(7)) is None


async def test_revoked() -> None:
    """Who may not use the bot any more gets no alerts, and can still leave and have everything deleted."""
    async with open_talk() as talk:
        await talk.say("/watch CIFR")
        router = Access(mode="owners", owners=frozenset({1}), allowed=frozenset())
        await talk.app._desk.watchlist.let_go(router.admits)
        await talk.tell(NEWS)
        assert "DOWNGRADE" not in talk.api.texts(7)[-1]
        talk.app._access.__init__(mode="owners", owners=frozenset({1}), allowed=frozenset())  # type: ignore[misc]
        assert "private" in (await talk.say("/watch RIOT"))[0]
        assert "can't be undone" in (await talk.say("/delete_my_data"))[0]
        assert "kept any more" in (await talk.press("Delete everything"))[0]
        assert "private" in (await talk.say("/stop"))[0]  # nothing is stored any more


async def test_group_lets_it_in_again() -> None:
    """A group that removes the bot and lets it in again gets alerts as before."""
    async with open_talk() as talk:
        talk.api.promote(GROUP, 1)
        await talk.say("/watch CIFR", chat=GROUP, user_id=1)
        talk.api.kick(GROUP)
        await talk.answers(GROUP)
        await talk.tell(NEWS)
        talk.api.unblock(GROUP)
        await talk.answers(GROUP)
        await talk.tell(NEWS.replace("UBS", "Citigroup"))
        texts = "\n".join(talk.api.texts(GROUP))
        assert "Citi" in texts
        assert "UBS" not in texts


async def test_all_is_a_ticker_too() -> None:
    """Where Allstate is watched, ALL in capitals is that stock, and all is everything."""
    async with open_talk() as talk:
        await talk.say("/watch ALL CIFR")
        assert "1 stock" in (await talk.say("/unwatch ALL"))[0]
        await talk.say("/watch ALL")
        assert "nothing" in (await talk.say("/unwatch all"))[0]


async def test_bug_is_no_traceback(monkeypatch: pytest.MonkeyPatch) -> None:
    """When something breaks, the person gets a sentence, not a traceback."""
    async with open_talk() as talk:

        async def broken(*_: object) -> None:
            raise ZeroDivisionError("secret detail")

        monkeypatch.setattr("services.lookup.Lookup.status", broken)
        (seen,) = await talk.say("/status")
        assert "went wrong" in seen
        assert "secret detail" not in seen


async def test_review() -> None:
    """A doubt reaches the owner, who sets it right; the message is edited, and the deed is kept."""
    async with open_talk(owners=[1]) as talk:
        await talk.say("/watch CIFR")
        await talk.tell(NEWS)
        alert = talk.api.shown(7)[-1]
        assert "What is wrong" in (await talk.press("Wrong?", message=alert.message_id))[0]
        assert "Thank you" in (await talk.press("Target"))[0]
        (doubt,) = await talk.say("/review", chat=1)
        assert "target is wrong" in doubt
        number = doubt.split()[1].rstrip(":")
        assert "1 message" in (await talk.say(f"/fix {number} target = 9.50", chat=1))[0]
        await talk.deliver()
        edited = talk.api.shown(7)[1]
        assert edited.message_id == alert.message_id
        assert "target was $9, is $9.50" in edited.text
        assert "Nothing waits" in (await talk.say("/review", chat=1))[0]
        deeds = await talk.memory.ask(lambda store: store.reviews.deeds(int(number)))
        assert [(deed.user_id, deed.what, deed.detail) for deed in deeds] == [(1, "fix", "target = 9.50")]
        await talk.tell(NEWS.replace("to $9", "to $9.00"))
        event = (await talk.memory.ask(lambda store: store.events.of_ticker("CIFR", 1)))[0]
        assert str(event.call.pt_current) == "9.50"


async def test_retraction() -> None:
    """A retracted call is struck through where it was told, answered with a reply, and gone from the cards."""
    async with open_talk(owners=[1]) as talk:
        await talk.say("/watch CIFR")
        await talk.tell(NEWS)
        alert = talk.api.shown(7)[-1]
        await talk.say("/wrong CIFR this is a joke", chat=8)
        await talk.say("/review", chat=1)
        await talk.press("Retract", chat=1, user_id=1)
        await talk.deliver()
        texts = talk.api.texts(7)
        assert "RETRACTED" in texts[1]
        assert talk.api.shown(7)[1].message_id == alert.message_id
        assert "Retracted" in texts[2]
        assert "UBS" not in (await talk.say("/rating CIFR"))[0]
