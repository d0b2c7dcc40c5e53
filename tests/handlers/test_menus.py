"""What Telegram shows of the bot."""

from telegram import (
    BotCommandScopeAllChatAdministrators,
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeChat,
)

from handlers import COMMANDS, menus
from messages.profile import description
from tests.handlers.talk import open_talk

SCOPES = {
    "all_private_chats": (BotCommandScopeAllPrivateChats(), menus.PRIVATE),
    "all_group_chats": (BotCommandScopeAllGroupChats(), menus.MEMBERS),
    "all_chat_administrators": (BotCommandScopeAllChatAdministrators(), menus.ADMINS),
}


def test_menus_hold_commands() -> None:
    """Every menu names commands that there are, each once; what only owners may do stands in theirs alone."""
    owned = {command.name: command.owners for command in COMMANDS}
    for names in (menus.PRIVATE, menus.MEMBERS, menus.ADMINS):
        assert len(set(names)) == len(names)
        assert not any(owned[name] for name in names)
    assert all(owned[name] for name in set(menus.OWNERS) - set(menus.PRIVATE))
    assert len(menus.OWNERS) <= 100


async def test_menus_are_shown() -> None:
    """People, groups, their admins and owners each see a menu of their own; a change alone is sent again."""
    async with open_talk(owners=[7, 8]) as talk:
        talk.api.open(7)  # 8 has yet to write to the bot
        await talk.app.link.announce()
        bot = talk.app.application.bot
        for scope, names in SCOPES.values():
            assert [one.command for one in await bot.get_my_commands(scope)] == list(names)
        assert [one.command for one in await bot.get_my_commands(BotCommandScopeChat(7))] == list(menus.OWNERS)
        assert talk.api.world.profile["description"] == description()
        sent = len(talk.api.calls("setMyCommands"))
        await talk.app.link.announce()
        assert len(talk.api.calls("setMyCommands")) == sent
        await bot.set_my_commands([("watch", "other words")], BotCommandScopeAllGroupChats())
        await talk.app.link.announce()
        assert len(talk.api.calls("setMyCommands")) == sent + 2
