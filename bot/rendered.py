"""Messages as python-telegram-bot's methods take them."""

from typing import Any

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, InputFile, LinkPreviewOptions
from telegram.constants import ParseMode

from messages.html import plain
from messages.model import Attachment, Message

NO_PREVIEW = LinkPreviewOptions(is_disabled=True)


def rendered(message: Message) -> dict[str, Any]:
    """A message as the bot's methods take it."""
    rows = [
        [InlineKeyboardButton(button.label, callback_data=button.data) for button in row] for row in message.buttons
    ]
    shared = {"parse_mode": ParseMode.HTML, "reply_markup": InlineKeyboardMarkup(rows) if rows else None}
    if message.attachment is None:
        return shared | {"text": message.html, "link_preview_options": NO_PREVIEW}
    return shared | {"caption": message.html} | upload(message.attachment)


def upload(attachment: Attachment) -> dict[str, Any]:
    """An attachment by the name of the parameter that takes it."""
    file = InputFile(attachment.content, attachment.name, attach=True)
    return {"photo" if attachment.picture else "document": file}


def unformatted(message: Message) -> dict[str, Any]:
    """The same without any markup in its text."""
    words = "text" if message.attachment is None else "caption"
    return rendered(message) | {words: plain(message.html), "parse_mode": None}
