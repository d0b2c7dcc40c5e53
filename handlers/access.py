"""Who may use the bot, and who may change what a group watches."""

from dataclasses import dataclass

from telegram import Bot, Chat, Message, Update
from telegram.error import TelegramError

ADMINS = ("administrator", "creator")


@dataclass(frozen=True, slots=True, kw_only=True)
class Access:
    """The host's choice: "owners", "listed" (owners and these), "everyone"."""

    mode: str
    owners: frozenset[int]
    allowed: frozenset[int]

    def admits(self, user_id: int) -> bool:
        """Whether this user may use the bot."""
        if self.mode == "everyone" or user_id in self.owners:
            return True
        return self.mode == "listed" and user_id in self.allowed


async def may_change(update: Update, bot: Bot) -> bool:
    """Whether the person may change this chat's settings: in private always, in groups as its admin."""
    chat, user = update.effective_chat, update.effective_user
    if chat is None or user is None:
        return False
    if chat.type == Chat.PRIVATE or _is_anonymous_admin(update.message, chat):
        return True
    return await is_admin(bot, chat.id, user.id)


async def is_admin(bot: Bot, chat_id: int, user_id: int) -> bool:
    """Whether the person is an admin of the chat."""
    try:
        member = await bot.get_chat_member(chat_id, user_id)
    except TelegramError:
        return False  # asked again at the next try; until then nobody gains a right by an outage
    return member.status in ADMINS


def _is_anonymous_admin(message: Message | None, chat: Chat) -> bool:
    """An admin who hides behind the group writes in the group's own name."""
    return message is not None and message.sender_chat is not None and message.sender_chat.id == chat.id
