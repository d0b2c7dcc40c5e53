"""Telegram as the services' transport: messages go out, and its errors come back as decisions."""

import re
from typing import Any

import httpx
import structlog
from telegram import InlineKeyboardButton, InlineKeyboardMarkup, LinkPreviewOptions, ReplyParameters
from telegram.constants import ParseMode
from telegram.error import BadRequest, ChatMigrated, Forbidden, InvalidToken, NetworkError, RetryAfter, TelegramError
from telegram.ext import ExtBot

from bot.pace import PaceStoppedError, Priority, wait_seconds
from messages.html import plain
from messages.model import Message
from services.errors import (
    ChatGoneError,
    ChatMovedError,
    DoubtfulError,
    RefusedError,
    SlowDownError,
    TransportError,
)

log = structlog.get_logger()

NO_PREVIEW = LinkPreviewOptions(is_disabled=True)
UNTOLD_WAIT = 60.0  # seconds to wait after a 429 that names none
REASON_LIMIT = 200  # characters; a gateway's error page can be long
TOKEN = re.compile(r"\d+:[\w-]{20,}")  # such a page may also repeat the address it was asked for

# Telegram tells its 400s apart in words only, so these stand in lower case as its server writes them.
MARKUP = ("can't parse entities",)
NO_TOPIC = ("message thread not found",)
NOTHING_TO_EDIT = ("message is not modified", "message to edit not found", "message_id_invalid")
GONE = ("chat not found", "peer_id_invalid", "user not found", "chat was deleted", "chat was deactivated")
NO_RIGHTS = ("topic_closed", "not enough rights", "have no rights", "chat_write_forbidden", "chat_restricted")
NOT_SENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout)


class TelegramTransport:
    """services.ports.Transport over a bot whose rate limiter is a Pace.

    ``priority`` is that of its messages; edits of anything but replies come after what is new.
    """

    def __init__(self, bot: ExtBot[int], *, priority: Priority) -> None:
        self._bot = bot
        self._priority = priority
        self._edit_priority = priority if priority is Priority.REPLY else max(priority, Priority.EDIT)

    async def send(
        self,
        chat_id: int,
        message: Message,
        *,
        thread_id: int | None = None,
        silent: bool = False,
        reply_to: int | None = None,
    ) -> int:
        """Send it and give the id under which it can be edited.

        Markup that Telegram can't read goes as plain text, and a topic that is gone falls back to its chat.
        """
        given: dict[str, Any] = {
            "message_thread_id": thread_id,
            "disable_notification": silent,
            "rate_limit_args": self._priority,
            "reply_parameters": ReplyParameters(reply_to, allow_sending_without_reply=True) if reply_to else None,
        }
        try:
            try:
                return await self._send(chat_id, message, given)
            except BadRequest as error:
                if thread_id is None or not says(error, NO_TOPIC):
                    raise
                log.warning("topic is gone, sent to its chat", chat=chat_id, topic=thread_id)
                return await self._send(chat_id, message, given | {"message_thread_id": None})
        except TelegramError as error:
            raise translated(error, chat_id) from error

    async def edit(self, chat_id: int, message_id: int, message: Message) -> None:
        """Replace a sent message without a ping; one that is unchanged or gone is no error."""
        given: dict[str, Any] = {"message_id": message_id, "rate_limit_args": self._edit_priority}
        try:
            try:
                await self._bot.edit_message_text(chat_id=chat_id, **rendered(message), **given)
            except BadRequest as error:
                if not says(error, MARKUP):
                    raise
                report_markup(chat_id, error)
                await self._bot.edit_message_text(chat_id=chat_id, **unformatted(message), **given)
        except TelegramError as error:
            if not says(error, NOTHING_TO_EDIT):
                raise translated(error, chat_id) from error

    async def _send(self, chat_id: int, message: Message, given: dict[str, Any]) -> int:
        try:
            sent = await self._bot.send_message(chat_id, **rendered(message), **given)
        except BadRequest as error:
            if not says(error, MARKUP):
                raise
            report_markup(chat_id, error)
            sent = await self._bot.send_message(chat_id, **unformatted(message), **given)
        return sent.message_id


def rendered(message: Message) -> dict[str, Any]:
    """A message as the bot's methods take it."""
    rows = [
        [InlineKeyboardButton(button.label, callback_data=button.data) for button in row] for row in message.buttons
    ]
    return {
        "text": message.html,
        "parse_mode": ParseMode.HTML,
        "link_preview_options": NO_PREVIEW,
        "reply_markup": InlineKeyboardMarkup(rows) if rows else None,
    }


def unformatted(message: Message) -> dict[str, Any]:
    """The same without any markup in its text."""
    return rendered(message) | {"text": plain(message.html), "parse_mode": None}


def report_markup(chat_id: int, error: BadRequest) -> None:
    """Our own messages never have bad markup, so this is a bug to be seen."""
    log.error("markup refused, sent as plain text", chat=chat_id, reason=error.message)


def says(error: TelegramError, words: tuple[str, ...]) -> bool:
    """Whether Telegram's description holds any of these."""
    return any(known in error.message.lower() for known in words)


def translated(error: TelegramError, chat_id: int) -> TransportError:
    """What an error means for the sender.

    Subclasses come first: python-telegram-bot makes BadRequest and TimedOut kinds of NetworkError.
    """
    match error:
        case RetryAfter():
            return SlowDownError(chat_id, wait_seconds(error))
        case ChatMigrated():
            return ChatMovedError(chat_id, error.new_chat_id)
        case BadRequest() | Forbidden():
            return refused(error, chat_id)
        case InvalidToken() | PaceStoppedError():
            return TransportError(chat_id, reason(error))
        case NetworkError() if says(error, ("too many requests",)):
            return SlowDownError(chat_id, UNTOLD_WAIT)
        case NetworkError() if isinstance(error.__cause__, NOT_SENT):
            return TransportError(chat_id, reason(error))
    return DoubtfulError(chat_id, reason(error))


def refused(error: BadRequest | Forbidden, chat_id: int) -> TransportError:
    """What a 400 or 403 means for the sender."""
    if says(error, NO_RIGHTS):
        return TransportError(chat_id, reason(error))
    if isinstance(error, Forbidden) or says(error, GONE):
        return ChatGoneError(chat_id, reason(error))
    return RefusedError(chat_id, reason(error))


def reason(error: TelegramError) -> str:
    """Its words for people, bounded and without the token."""
    return TOKEN.sub("[token]", error.message)[:REASON_LIMIT]
