"""Who may do what: every command and button, by everybody, everywhere."""

from dataclasses import dataclass

import pytest

from handlers import COMMANDS, PRESSES
from tests.handlers.talk import Talk, open_talk

NEWS = "UBS Downgrades Cipher Mining (NASDAQ:CIFR) to Sell from Neutral, Lowers Price Target to $9 from $15"
OWNER, LISTED, STRANGER, ADMIN, MEMBER = 1, 2, 3, 4, 5
GROUP = -100
OWNERS_ONLY, ADMINS_ONLY, PRIVATE = "Only the owners", "only its admins", "This bot is private"


@dataclass(frozen=True)
class Role:
    """Somebody somewhere: may they use the bot, change the chat, manage the bot."""

    user: int
    chat: int
    let_in: bool = True
    changes: bool = True
    owns: bool = False


ROLES = {
    "owner": Role(OWNER, OWNER, owns=True),
    "listed": Role(LISTED, LISTED),
    "stranger": Role(STRANGER, STRANGER, let_in=False),
    "owner in a group": Role(OWNER, GROUP, changes=False, owns=True),
    "admin of a group": Role(ADMIN, GROUP),
    "member of a group": Role(MEMBER, GROUP, changes=False),
    "stranger in a group": Role(STRANGER, GROUP, let_in=False),
}


@pytest.mark.parametrize("role", ROLES.values(), ids=ROLES)
async def test_commands(role: Role) -> None:
    """Each command is answered, or refused with the right reason, and a refusal changes nothing."""
    async with open_talk(owners=[OWNER], access="listed", allowed=[LISTED, ADMIN, MEMBER]) as talk:
        talk.api.promote(GROUP, ADMIN)
        for command in COMMANDS:
            before = await snapshot(talk)
            text = "\n".join(await talk.say(f"/{command.name}", chat=role.chat, user_id=role.user))
            refused = refusal(role, changes=command.changes, owners=command.owners)
            assert (refused or "") in text
            if refused is None:
                assert not any(words in text for words in (OWNERS_ONLY, ADMINS_ONLY, PRIVATE)), command.name
            elif not role.let_in:
                assert await snapshot(talk) == before, command.name
            talk.clock.advance(60)


def refusal(role: Role, *, changes: bool, owners: bool) -> str | None:
    """The words by which it is refused; strangers in groups get none."""
    if not role.let_in:
        return PRIVATE if role.chat > 0 else ""
    if owners and not role.owns:
        return OWNERS_ONLY
    return ADMINS_ONLY if changes and not role.changes else None


async def snapshot(talk: Talk) -> object:
    """All that is stored of anybody's."""
    chats = (OWNER, LISTED, STRANGER, ADMIN, MEMBER, GROUP, 7)
    return [await talk.memory.ask(lambda store, chat=chat: store.personal.rows(chat)) for chat in chats]


WORDS = {
    "quiet": "22:00-07:00 hold",
    "digest": "daily 08:00",
    "limit": "5",
    "timezone": "Berlin",
    "watch": "RIOT",
    "delete": "yes",
    "unmute": "CIFR",
    "rating": "CIFR",
    "target": "CIFR",
    "flag": "1,target",
}


@pytest.mark.parametrize("press", PRESSES, ids=lambda press: press.name)
async def test_foreign_press(press: object) -> None:
    """A button's data, pressed in another chat, by whomever, changes nothing of the chat that it was made for."""
    name = press.name  # type: ignore[attr-defined]
    async with open_talk(owners=[OWNER]) as talk:
        await talk.say("/watch CIFR")
        await talk.tell(NEWS)
        mine = await talk.memory.ask(lambda store: store.personal.rows(7))
        await talk.say("/delete_my_data", chat=8)
        bubble = talk.api.shown(8)[-1]
        data = f"{name}:{WORDS.get(name, '1')}"
        bubble.markup["inline_keyboard"][0][0]["callback_data"] = data
        texts = await talk.press(data, chat=8, message=bubble.message_id)
        assert await talk.memory.ask(lambda store: store.personal.rows(7)) == mine
        if name in ("why", "history", "mute", "wrong"):  # what these are about is another chat's alert
            assert texts == []


@pytest.mark.parametrize(
    "press", [press for press in PRESSES if press.changes or press.owners], ids=lambda press: press.name
)
async def test_members_press(press: object) -> None:
    """In a group a member's press on an admin's or owner's button changes nothing."""
    name = press.name  # type: ignore[attr-defined]
    async with open_talk(owners=[OWNER]) as talk:
        talk.api.promote(GROUP, ADMIN)
        await talk.say("/watch CIFR", chat=GROUP, user_id=ADMIN)
        await talk.say("/delete_my_data", chat=GROUP, user_id=ADMIN)
        before = await talk.memory.ask(lambda store: store.personal.rows(GROUP))
        bubble = talk.api.shown(GROUP)[-1]
        data = f"{name}:{WORDS.get(name, '1')}"
        bubble.markup["inline_keyboard"][0][0]["callback_data"] = data
        (text,) = await talk.press(data, chat=GROUP, message=bubble.message_id, user_id=MEMBER)
        assert OWNERS_ONLY in text or ADMINS_ONLY in text
        assert await talk.memory.ask(lambda store: store.personal.rows(GROUP)) == before


def written(talk: Talk, **details: object) -> dict[str, object]:
    """A command in the group, as an update carries it."""
    talk.api.open(GROUP)
    return {
        "message_id": 900,
        "date": int(talk.clock.now().timestamp()),
        "chat": {"id": GROUP, "type": "supergroup", "title": "Chat"},
        "from": {"id": ADMIN, "is_bot": False, "first_name": "Admin"},
        "text": "/watch CIFR",
        "entities": [{"type": "bot_command", "offset": 0, "length": 6}],
    } | details


GROUP_JSON = {"id": GROUP, "type": "supergroup", "title": "Chat"}
CHANNEL_JSON = {"id": -500, "type": "channel", "title": "Channel"}
HIDDEN = {"id": 1087968824, "is_bot": True, "first_name": "Group", "username": "GroupAnonymousBot"}
LINKED = {"id": 136817688, "is_bot": True, "first_name": "Channel", "username": "Channel_Bot"}
FORWARD = {"type": "hidden_user", "sender_user_name": "Somebody", "date": 1_700_000_000}

WAYS = [
    ("an admin's own words", "message", {}, True),
    ("an admin who hides behind the group", "message", {"from": HIDDEN, "sender_chat": GROUP_JSON}, True),
    ("a channel that speaks in the group", "message", {"from": LINKED, "sender_chat": CHANNEL_JSON}, False),
    ("words passed on from elsewhere", "message", {"forward_origin": FORWARD}, False),
    ("words changed afterwards", "edited_message", {"edit_date": 1_764_000_000}, False),
    ("a post of a channel", "channel_post", {"chat": CHANNEL_JSON}, False),
]


@pytest.mark.parametrize(("kind", "details", "counts"), [row[1:] for row in WAYS], ids=[row[0] for row in WAYS])
async def test_ways_to_say_it(kind: str, details: dict[str, object], counts: bool) -> None:
    """Only what an admin says here and now changes anything."""
    async with open_talk() as talk:
        talk.api.promote(GROUP, ADMIN)
        talk.api.updates.push(kind, written(talk, **details))
        await talk.answers(GROUP)
        watched = await talk.memory.ask(lambda store: store.chats.watchers("CIFR", talk.clock.now()))
        assert watched == ([GROUP] if counts else [])
