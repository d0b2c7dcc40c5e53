"""Telegram as the services' transport: messages go out, and its errors come back as decisions."""

import re
from typing import Any

import httpx
import structlog
from telegram import InputMediaDocument, InputMediaPhoto, ReplyParameters
from telegram.error import BadRequest, ChatMigrated, Forbidden, InvalidToken, NetworkError, RetryAfter, TelegramError
from telegram.ext import ExtBot

from bot.pace import PaceStoppedError, Priority, wait_seconds
from bot.rendered import rendered, unformatted
from messages.model import Message
from messages.parts import parts, shortened
from services.errors import (
    ChatGoneError,
    ChatMovedError,
    ChatShutError,
    DoubtfulError,
    RefusedError,
    SlowDownError,
    TopicLostError,
    TransportError,
)

log = structlog.get_logger()

UNTOLD_WAIT = 60.0  # seconds to wait after a 429 that names none
REASON_LIMIT = 200  # characters; a gateway's error page can be long
TOKEN = re.compile(r"\d+:[\w-]{20,}")  # such a page may also repeat the address it was asked for

# Telegram tells its 400s apart in words only, so these stand in lower case as its server writes them.
MARKUP = ("can't parse entities",)
NO_TOPIC = ("message thread not found", "topic_closed", "topic_deleted", "topic_id_invalid")
NOTHING_TO_EDIT = ("message is not modified", "message to edit not found", "message_id_invalid")
GONE = ("chat was deleted", "chat was deactivated")
MISSING = ("chat not found", "peer_id_invalid", "user not found")
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

        Markup that Telegram can't read goes as plain text, and what is too long for one message comes as several, the
        last of which is the one to be edited.
        """
        given: dict[str, Any] = {
            "message_thread_id": thread_id,
            "disable_notification": silent,
            "rate_limit_args": self._priority,
            "reply_parameters": ReplyParameters(reply_to, allow_sending_without_reply=True) if reply_to else None,
        }
        first, *more = parts(message)
        message_id = await self._send_part(chat_id, first, given)
        for part in more:
            message_id = await self._send_more(chat_id, part, given | {"reply_parameters": None})
        return message_id

    async def edit(self, chat_id: int, message_id: int, message: Message) -> None:
        """Replace a sent message without a ping; one that is unchanged or gone is no error."""
        given: dict[str, Any] = {"message_id": message_id, "rate_limit_args": self._edit_priority}
        message = shortened(message)
        try:
            try:
                await self._replace(chat_id, rendered(message), given)
            except BadRequest as error:
                if not says(error, MARKUP):
                    raise
                report_markup(chat_id, error)
                await self._replace(chat_id, unformatted(message), given)
        except TelegramError as error:
            if not says(error, NOTHING_TO_EDIT):
                raise translated(error, chat_id) from error

    async def _send_more(self, chat_id: int, part: Message, given: dict[str, Any]) -> int:
        """What came before has arrived, so a failure leaves the doubt of a message that may be repeated."""
        try:
            return await self._send_part(chat_id, part, given)
        except (ChatGoneError, ChatMovedError):
            raise
        except TransportError as error:
            raise DoubtfulError(chat_id, error.reason) from error

    async def _send_part(self, chat_id: int, message: Message, given: dict[str, Any]) -> int:
        try:
            return await self._send(chat_id, message, given)
        except TelegramError as error:
            if given["message_thread_id"] is not None and says(error, NO_TOPIC):
                raise TopicLostError(chat_id, reason(error)) from error
            raise translated(error, chat_id) from error

    async def _send(self, chat_id: int, message: Message, given: dict[str, Any]) -> int:
        try:
            return await self._put(chat_id, rendered(message) | given)
        except BadRequest as error:
            if not says(error, MARKUP):
                raise
            report_markup(chat_id, error)
            return await self._put(chat_id, unformatted(message) | given)

    async def _put(self, chat_id: int, values: dict[str, Any]) -> int:
        """By the method that takes what it carries."""
        if "photo" in values:
            sent = await self._bot.send_photo(chat_id, **values)
        elif "document" in values:
            sent = await self._bot.send_document(chat_id, **values)
        else:
            sent = await self._bot.send_message(chat_id, **values)
        return sent.message_id

    async def _replace(self, chat_id: int, values: dict[str, Any], given: dict[str, Any]) -> None:
        if "text" in values:
            await self._bot.edit_message_text(chat_id=chat_id, **values, **given)
            return
        words = {"caption": values["caption"], "parse_mode": values["parse_mode"]}
        media = (
            InputMediaPhoto(values["photo"], **words)
            if "photo" in values
            else InputMediaDocument(values["document"], **words)
        )
        await self._bot.edit_message_media(media, chat_id=chat_id, reply_markup=values["reply_markup"], **given)


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
    if says(error, NO_RIGHTS) or says(error, MISSING):
        return ChatShutError(chat_id, reason(error))
    if isinstance(error, Forbidden) or says(error, GONE):
        return ChatGoneError(chat_id, reason(error))
    return RefusedError(chat_id, reason(error))


def reason(error: TelegramError) -> str:
    """Its words for people, bounded and without the token."""
    return TOKEN.sub("[token]", error.message)[:REASON_LIMIT]
