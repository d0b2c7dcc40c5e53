"""What Telegram shows of the bot: the menus of commands, each for whom it is of use, and what it says of itself."""

from collections.abc import Iterable, Sequence

import structlog
from telegram import (
    Bot,
    BotCommand,
    BotCommandScope,
    BotCommandScopeAllChatAdministrators,
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeChat,
)
from telegram.error import BadRequest

from handlers import COMMANDS
from messages.profile import description, short_description
from messages.tongue import ENGLISH, LANGUAGES, speaking, tr

log = structlog.get_logger()

PRIVATE = (
    *("watch", "unwatch", "watchlist", "rating", "target", "consensus", "history", "latest", "firm", "filter"),
    *("notify", "mute", "digest", "quiet", "settings", "import", "export", "connect", "status", "privacy", "help"),
)
MEMBERS = ("rating", "target", "consensus", "latest", "watchlist", "help")
ADMINS = (*MEMBERS, "watch", "unwatch", "filter", "topic", "settings")
OWNERS = (*PRIVATE, *(command.name for command in COMMANDS if command.owners))


def menu(names: Sequence[str]) -> list[BotCommand]:
    """These commands as a menu shows them, in the language spoken here."""
    summaries = {command.name: command.summary for command in COMMANDS}
    return [BotCommand(name, tr(summaries[name])) for name in names]


async def announce(bot: Bot, owners: Iterable[int]) -> None:
    """Have Telegram show what is to be shown, in every language; what it shows already is not sent again."""
    scopes: list[tuple[BotCommandScope, Sequence[str]]] = [
        (BotCommandScopeAllPrivateChats(), PRIVATE),
        (BotCommandScopeAllGroupChats(), MEMBERS),
        (BotCommandScopeAllChatAdministrators(), ADMINS),
        *((BotCommandScopeChat(owner), OWNERS) for owner in owners),
    ]
    for language in LANGUAGES:
        # English is for all whose language has no menu of its own
        code = None if language == ENGLISH else language
        with speaking(language):
            for scope, names in scopes:
                await _show(bot, scope, menu(names), code)
            await _introduce(bot, code)


async def _show(bot: Bot, scope: BotCommandScope, commands: list[BotCommand], code: str | None) -> None:
    try:
        if list(await bot.get_my_commands(scope, code)) != commands:
            await bot.set_my_commands(commands, scope, code)
    except BadRequest as error:
        if not isinstance(scope, BotCommandScopeChat):
            raise
        # an owner who has yet to write to the bot: nothing that keeps it from starting
        log.info("menu not shown", chat=scope.chat_id, reason=error.message)


async def _introduce(bot: Bot, code: str | None) -> None:
    if (await bot.get_my_description(code)).description != description():
        await bot.set_my_description(description(), code)
    if (await bot.get_my_short_description(code)).short_description != short_description():
        await bot.set_my_short_description(short_description(), code)
