"""The way to other chats than the one that is answered: who is an admin there, and whether the bot may post."""

from dataclasses import dataclass

from telegram import Bot, Chat, ChatMember, ChatMemberAdministrator, ChatMemberRestricted
from telegram.error import TelegramError

from handlers.access import ADMINS, is_admin


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What a person and the bot may do in a chat."""

    title: str
    kind: str
    admin: bool
    posts: bool


class Door:
    """Asks Telegram about other chats."""

    def __init__(self, bot: Bot) -> None:
        self._bot = bot

    @property
    def name(self) -> str:
        """The bot's name, as links have it."""
        return self._bot.username

    async def standing(self, chat_id: int, user_id: int) -> Standing | None:
        """Who is what in a chat; None where the bot can't see it."""
        try:
            chat = await self._bot.get_chat(chat_id)
            person = await self._bot.get_chat_member(chat_id, user_id)
            ours = await self._bot.get_chat_member(chat_id, self._bot.id)
        except TelegramError:
            return None
        return Standing(
            title=chat.title or str(chat_id),
            kind=chat.type,
            admin=person.status in ADMINS and (chat.type != Chat.CHANNEL or _may_post(person)),
            posts=_may_post(ours) if chat.type == Chat.CHANNEL else _may_speak(ours),
        )

    async def is_admin(self, chat_id: int, user_id: int) -> bool:
        """Whether the person is an admin there."""
        return await is_admin(self._bot, chat_id, user_id)


def _may_post(member: ChatMember) -> bool:
    return member.status == ChatMember.OWNER or (
        isinstance(member, ChatMemberAdministrator) and bool(member.can_post_messages)
    )


def _may_speak(member: ChatMember) -> bool:
    if isinstance(member, ChatMemberRestricted):
        return member.can_send_messages
    return member.status not in (ChatMember.LEFT, ChatMember.BANNED)
