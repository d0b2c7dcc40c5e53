"""How alerts come is set by words or buttons, told anew after each change, and undone with one press."""

import json

import pytest

from tests.fakes.telegram_faults import refusal
from tests.handlers.talk import Talk, open_talk

NEWS = "UBS Downgrades Cipher Mining (NASDAQ:CIFR) to Sell from Neutral, Lowers Price Target to $9 from $15"
GROUP = -100

CHANGES = [
    # what is set, what is changed to, what the panel says then, what it says after Undo
    ("", "/quiet 22:00-07:00", "22:00 – 07:00: alerts wait", "None: alerts come at any hour"),
    ("/quiet 9-17", "/quiet off", "None: alerts", "09:00 – 17:00: alerts wait"),
    ("/quiet weekends", "/quiet 22-7", "22:00 – 07:00: alerts wait", "Saturday and Sunday: alerts wait"),
    (
        "/quiet 9-17 silent",
        "/quiet weekends",
        "and on weekends: alerts come without",
        "09:00 – 17:00: alerts come without",
    ),
    ("/quiet 9-17 silent", "/quiet 22-7", "22:00 – 07:00: alerts wait", "09:00 – 17:00: alerts come without a sound"),
    ("", "/digest weekly Fri 18:00", "Every Friday at 18:00", "Off."),
    ("/digest daily 7", "/digest off", "Off.", "Every day at 07:00"),
    ("", "/limit 3", "At most 3 alerts a day", "None: as many"),
    ("/limit 0", "/limit off", "None: as many", "No alerts of their own"),
    ("", "/timezone Tokyo", "Asia/Tokyo", "UTC"),
    ("/timezone UTC+2", "/timezone New York", "America/New York", "UTC+2"),
    ("", "/resume", "Alerts come again", "Paused since"),
]


@pytest.mark.parametrize(("before", "change", "after", "undone"), CHANGES, ids=[row[1] for row in CHANGES])
async def test_undo(before: str, change: str, after: str, undone: str) -> None:
    """Every change answers with how it is now; Undo brings back how it was, in the same message."""
    async with open_talk() as talk:
        if before:
            await talk.say(before)
        (panel,) = await talk.say(change)
        assert after in panel
        count = len(talk.api.texts(7))
        assert await talk.press(next(label for label in talk.api.shown(7)[-1].labels if "Undo" in label)) == []
        assert len(talk.api.texts(7)) == count
        assert undone in talk.api.texts(7)[-1]
        assert talk.api.toasts[-1].text == "Done"


BUTTONS = [
    ("/quiet", "22:00-07:00", "22:00 – 07:00: alerts wait"),
    ("/quiet 9-17", "＋ Weekends", "09:00 – 17:00 and on weekends: alerts wait"),
    ("/quiet", "＋ Weekends", "Saturday and Sunday: alerts wait"),
    ("/quiet weekends", "22:00-07:00", "22:00 – 07:00 and on weekends: alerts wait"),
    ("/quiet 9-17", "Without sound", "09:00 – 17:00: alerts come without"),
    ("/quiet 9-17 silent", "Hold alerts", "09:00 – 17:00: alerts wait"),
    ("/quiet 9-17", "Turn off", "None: alerts"),
    ("/digest", "Daily 08:00", "Every day at 08:00"),
    ("/digest", "Weekly, Monday", "Every Monday at 08:00"),
    ("/digest daily", "Turn off", "Off."),
    ("/limit", "5", "At most 5 alerts"),
    ("/limit 5", "No limit", "None: as many"),
    ("/timezone", "Berlin", "Europe/Berlin"),
    ("/timezone Tokio", "Tokyo", "Asia/Tokyo"),
    ("/pause", "Resume", "Alerts come again"),
]


@pytest.mark.parametrize(("say", "button", "see"), BUTTONS, ids=[f"{row[0]} {row[1]}" for row in BUTTONS])
async def test_buttons(say: str, button: str, see: str) -> None:
    """Each button does what it says, in the message that it stands under."""
    async with open_talk() as talk:
        await talk.say(say)
        await talk.press(button)
        assert see in talk.api.texts(7)[-1]


async def test_digest_on_demand() -> None:
    """A digest that is asked for comes with what there is."""
    async with open_talk() as talk:
        await talk.say("/watch CIFR")
        await talk.say("/limit 0")
        await talk.tell(NEWS)
        assert (await talk.say("/why CIFR"))[-1].count("limit of 0") == 1
        assert "Here it comes" in (await talk.say("/digest now"))[0]
        await talk.deliver()
        digest = talk.api.shown(7)[-1]
        assert digest.text.startswith("🗞 Digest, Mon 24 Nov: ⬇️ 1 × downgrade")
        assert "UBS" in "\n".join(await talk.press("History", message=digest.message_id))
        assert "Downgrades" in "\n".join(await talk.press("Why", message=digest.message_id))


async def test_pause_and_resume() -> None:
    """While paused nothing comes; afterwards one message does."""
    async with open_talk() as talk:
        await talk.say("/watch CIFR")
        await talk.say("/pause")
        await talk.tell(NEWS)
        assert "UBS" not in talk.api.texts(7)[-1]
        assert "1 call was kept for you" in (await talk.say("/resume"))[0]
        await talk.deliver()
        assert talk.api.texts(7)[-1].startswith("⏯ While paused")


async def test_my_data() -> None:
    """Everything that is stored comes as a file: what was set, what is watched, what was sent."""
    async with open_talk() as talk:
        await talk.say("/watch CIFR")
        await talk.say("/quiet 22:00-07:00")
        await talk.tell(NEWS)
        await talk.say("/my_data")
        bubble = talk.api.shown(7)[-1]
        assert bubble.file is not None
        assert (bubble.kind, bubble.file.name) == ("document", "ratingwire-data.json")
        rows = json.loads(bubble.file.content)
        assert rows["chats"][0]["quiet"] == "22:00-07:00 hold"
        assert [row["ticker"] for row in rows["watches"]] == ["CIFR"]
        assert rows["watches"][0]["since"].startswith("2025-11-24T14:")
        assert rows["outbox"][0]["state"] == "sent"


async def test_deleted() -> None:
    """After a deletion there is nothing left to show."""
    async with open_talk() as talk:
        await talk.say("/watch CIFR")
        await talk.say("/wrong CIFR it is me, Ada Example")
        await talk.say("/delete_my_data")
        await talk.press("Delete everything")
        assert await talk.memory.ask(lambda store: store.personal.rows(7)) == {}
        flags = await talk.memory.ask(lambda store: store.reviews.open_flags(9))
        assert [flag.note for flag in flags] == [""]


async def test_answer_in_a_closed_topic() -> None:
    """An answer whose topic was closed meanwhile goes to the chat."""
    async with open_talk() as talk:
        talk.api.fail(refusal(400, "Bad Request: TOPIC_CLOSED"))
        (text,) = await talk.say("/rating CIFR", chat=GROUP, thread_id=5)
        assert "CIFR" in text
        assert talk.api.shown(GROUP)[-1].thread_id is None


async def test_alerts_in_a_lost_topic() -> None:
    """Alerts whose topic is gone go to the chat, which is told so once."""
    async with open_talk() as talk:
        talk.api.promote(GROUP, 1)
        await talk.say("/watch CIFR", chat=GROUP, user_id=1)
        await talk.memory.ask(lambda store: store.preferences.set_topic(GROUP, 5))
        talk.api.fail(refusal(400, "Bad Request: message thread not found"))
        await talk.tell(NEWS)
        await talk.deliver()
        alert, note = talk.api.shown(GROUP)[-2:]
        assert (alert.thread_id, "UBS" in alert.text) == (None, True)
        assert "topic" in note.text


async def watchers(talk: Talk) -> list[int]:
    """Who watches CIFR."""
    return await talk.memory.ask(lambda store: store.chats.watchers("CIFR", talk.clock.now()))


async def test_watch_limit() -> None:
    """A chat may watch as many stocks as the host lets it, and is told so."""
    async with open_talk(max_watches=2) as talk:
        (text,) = await talk.say("/watch CIFR RIOT AAPL")
        assert "the list is full" in text
        assert "2 of 2 places" in text
        assert await watchers(talk) == [7]
