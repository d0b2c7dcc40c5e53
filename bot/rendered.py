"""Messages as python-telegram-bot's methods take them."""

from typing import Any

from telegram import (
    ChatAdministratorRights,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputFile,
    KeyboardButton,
    KeyboardButtonRequestChat,
    LinkPreviewOptions,
    ReplyKeyboardMarkup,
    ReplyKeyboardRemove,
)
from telegram.constants import ParseMode

from messages.html import plain
from messages.model import Attachment, Choice, Message

NO_PREVIEW = LinkPreviewOptions(is_disabled=True)
GONE = ReplyKeyboardRemove()
Keyboard = InlineKeyboardMarkup | ReplyKeyboardMarkup | ReplyKeyboardRemove
# What Telegram asks for, of the person and of the bot; of the bot no more than it needs.
NO_RIGHTS = ChatAdministratorRights.no_rights()
MAY_POST = ChatAdministratorRights(**(NO_RIGHTS.to_dict() | {"can_post_messages": True}))


def rendered(message: Message) -> dict[str, Any]:
    """A message as the bot's methods take it."""
    shared = {"parse_mode": ParseMode.HTML, "reply_markup": keyboard(message)}
    if message.attachment is None:
        return shared | {"text": message.html, "link_preview_options": NO_PREVIEW}
    return shared | {"caption": message.html} | upload(message.attachment)


def keyboard(message: Message) -> Keyboard | None:
    """The buttons under the message, or the choices below the chat."""
    if message.choices is not None:
        picks = [[_pick(choice)] for choice in message.choices]
        return ReplyKeyboardMarkup(picks, resize_keyboard=True, one_time_keyboard=True) if picks else GONE
    rows = [
        [InlineKeyboardButton(button.label, callback_data=button.data) for button in row] for row in message.buttons
    ]
    return InlineKeyboardMarkup(rows) if rows else None


def _pick(choice: Choice) -> KeyboardButton:
    request = KeyboardButtonRequestChat(
        choice.number,
        chat_is_channel=choice.channel,
        user_administrator_rights=MAY_POST if choice.channel else NO_RIGHTS,
        bot_administrator_rights=MAY_POST if choice.channel else None,
        bot_is_member=None if choice.channel else True,
        request_title=True,
    )
    return KeyboardButton(choice.label, request_chat=request)


def upload(attachment: Attachment) -> dict[str, Any]:
    """An attachment by the name of the parameter that takes it."""
    file = InputFile(attachment.content, attachment.name, attach=True)
    return {"photo" if attachment.picture else "document": file}


def unformatted(message: Message) -> dict[str, Any]:
    """The same without any markup in its text."""
    words = "text" if message.attachment is None else "caption"
    return rendered(message) | {words: plain(message.html), "parse_mode": None}
