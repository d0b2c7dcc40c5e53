"""From Telegram's updates to handlers and back: access, words, replies, failures."""

import contextlib
from collections.abc import Callable, Coroutine
from typing import Any

import structlog
from telegram import BotCommand, Chat, ChatMember, Message, Update, User
from telegram.error import BadRequest
from telegram.ext import (
    Application,
    CallbackContext,
    CallbackQueryHandler,
    ChatMemberHandler,
    CommandHandler,
    MessageHandler,
    filters,
)

from handlers import COMMANDS, PRESSES, SENDINGS, Command, Press, Sending, lookup
from handlers.access import Access, may_change
from handlers.ask import Answer, Ask, Desk
from handlers.documents import sent_paper
from handlers.turnstile import Turn, Turnstile
from messages import refusals, texts
from messages.html import plain
from messages.model import Message as Reply
from services.errors import ChatGoneError, TopicLostError, TransportError
from services.ports import Transport

log = structlog.get_logger()

App = Application[Any, Any, Any, Any, Any, Any]
Context = CallbackContext[Any, Any, Any, Any]
Callback = Callable[[Update, Context], Coroutine[Any, Any, None]]
GONE = (ChatMember.LEFT, ChatMember.BANNED)
WORDS = 4096  # characters: as many as a message can have


class Router:
    """Routes updates by the tables of handlers; replies through the transport."""

    def __init__(self, desk: Desk, access: Access, transport: Transport) -> None:
        self._desk = desk
        self._access = access
        self._transport = transport
        self._presses = {press.name: press for press in PRESSES}
        self._turnstile = Turnstile(desk.clock)

    def register(self, app: App) -> None:
        """Make the application route here. Edited and forwarded messages are no commands."""
        typed = filters.UpdateType.MESSAGE & ~filters.FORWARDED
        for command in COMMANDS:
            names = [command.name, *command.aliases]
            app.add_handler(CommandHandler(names, self._on_command(command), filters=typed))
        private_text = typed & filters.ChatType.PRIVATE & filters.TEXT
        app.add_handler(MessageHandler(private_text & filters.COMMAND, self._on_unknown))
        app.add_handler(MessageHandler(private_text, self._on_text))
        app.add_handler(MessageHandler(typed & filters.ChatType.PRIVATE & filters.Document.ALL, self._on_document))
        app.add_handler(CallbackQueryHandler(self._on_press))
        app.add_handler(ChatMemberHandler(self._on_member, ChatMemberHandler.MY_CHAT_MEMBER))
        app.add_handler(MessageHandler(filters.StatusUpdate.MIGRATE, self._on_migration))
        app.add_error_handler(self._on_error)

    def _on_command(self, command: Command) -> Callback:
        async def handle(update: Update, context: Context) -> None:
            if await self._is_let_in(update, context, command):
                words = "".join(_text(update).split(maxsplit=1)[1:])
                await self._reply(update, await command.run(self._ask(update, words.strip())))

        return handle

    async def _on_text(self, update: Update, context: Context) -> None:
        if await self._is_let_in(update, context, None):
            await self._reply(update, await lookup.plain(self._ask(update, _text(update).strip())))

    async def _on_unknown(self, update: Update, context: Context) -> None:
        if await self._is_let_in(update, context, None):
            await self._reply(update, Answer((texts.not_understood(),)))

    async def _on_document(self, update: Update, context: Context) -> None:
        paper = sent_paper(update)
        name = paper.name.lower() if paper else ""
        sending = next((one for one in SENDINGS if name.endswith(one.endings)), None)
        if await self._is_let_in(update, context, sending):
            reply = await sending.run(self._ask(update, "")) if sending else Answer((texts.not_understood(),))
            await self._reply(update, reply)

    async def _on_press(self, update: Update, context: Context) -> None:
        query = update.callback_query
        assert query is not None
        name, _, words = (query.data or "").partition(":")
        press = self._presses.get(name)
        if press is None or not await self._is_let_in(update, context, press):
            with contextlib.suppress(BadRequest):
                await query.answer("This button does not work any more" if press is None else "")
            return
        try:
            reply = await press.run(self._ask(update, words))
        except (ValueError, OverflowError) as error:  # forged data: no number, or one that no alert has
            log.warning("button not understood", data=query.data, reason=str(error))
            reply = Answer(toast="This button does not work any more")
        with contextlib.suppress(BadRequest):  # pressed too long ago for a toast; the answer itself still comes
            await query.answer(reply.toast)
        await self._reply(update, reply)

    async def _on_member(self, update: Update, _: Context) -> None:
        """The bot was blocked or removed, when alerts would only bounce, or let in again."""
        change = update.my_chat_member
        if change is None:
            return
        if change.new_chat_member.status in GONE:
            await self._desk.watchlist.leave(change.chat.id, "the bot was blocked or removed")
        else:
            await self._desk.watchlist.back(change.chat.id)

    async def _on_migration(self, update: Update, _: Context) -> None:
        message = update.effective_message
        if message is not None and message.migrate_to_chat_id:
            await self._desk.watchlist.move(message.chat_id, message.migrate_to_chat_id)

    async def _on_error(self, update: object, context: Context) -> None:
        error = context.error
        if isinstance(error, TransportError):
            log.warning("reply failed", chat=error.chat_id, reason=error.reason)
            if isinstance(error, ChatGoneError):
                await self._desk.watchlist.leave(error.chat_id, error.reason)
            return
        log.error("update broke", exc_info=error)
        if isinstance(update, Update) and update.effective_chat is not None:
            await self._reply(update, Answer((texts.oops(),)))

    async def _is_let_in(self, update: Update, context: Context, wish: Command | Press | Sending | None) -> bool:
        chat, user = update.effective_chat, update.effective_user
        if chat is None or user is None or not await self._passes(update, chat, user):
            return False
        if not self._access.admits(user.id) and not await self._is_exit(chat, wish):
            log.info("refused", user=user.id, chat=chat.id)
            if chat.type == Chat.PRIVATE:
                await self._reply(update, Answer((texts.not_allowed(user.id),)))
            return False
        await self._desk.watchlist.meet(chat.id, chat.type)
        if wish is not None and wish.owners and user.id not in self._access.owners:
            await self._reply(update, Answer((texts.owners_only(),)))
            return False
        if wish is not None and wish.changes and not await may_change(update, context.bot):
            await self._reply(update, Answer((texts.admins_only(),)))
            return False
        return True

    async def _passes(self, update: Update, chat: Chat, user: User) -> bool:
        """Whether it is not too much; the first time that it is, the person is told so."""
        turn = self._turnstile.admit(user.id, chat.id)
        if turn is Turn.REFUSE:
            log.info("too fast", user=user.id, chat=chat.id)
            if update.callback_query is None:
                await self._reply(update, Answer((refusals.too_fast(),)))
            else:
                with contextlib.suppress(BadRequest):
                    await update.callback_query.answer(plain(refusals.too_fast().html))
        return turn is Turn.PASS

    async def _is_exit(self, chat: Chat, wish: Command | Press | Sending | None) -> bool:
        """Whoever is stored may leave and have it deleted, admitted or not."""
        return wish is not None and wish.exit and await self._desk.watchlist.knows(chat.id)

    def _ask(self, update: Update, words: str) -> Ask:
        assert update.effective_chat is not None
        assert update.effective_user is not None
        replied = update.message.reply_to_message if update.message else None
        return Ask(
            desk=self._desk,
            chat_id=update.effective_chat.id,
            user_id=update.effective_user.id,
            words=words,
            reply_to=replied.message_id if replied else None,
            paper=sent_paper(update),
        )

    async def _reply(self, update: Update, reply: Answer) -> None:
        assert update.effective_chat is not None
        asked = update.effective_message
        # Outside of forums Telegram numbers threads of replies too, and takes no message with such a number.
        topic = asked.message_thread_id if isinstance(asked, Message) and asked.is_topic_message else None
        for message in reply.messages:
            if reply.instead and update.callback_query is not None and asked is not None:
                self._turnstile.answered(update.effective_chat.id)
                await self._transport.edit(update.effective_chat.id, asked.message_id, message)
            else:
                await self._send(update.effective_chat.id, message, topic)

    async def _send(self, chat_id: int, message: Reply, topic: int | None) -> None:
        self._turnstile.answered(chat_id)
        try:
            await self._transport.send(chat_id, message, thread_id=topic)
        except TopicLostError:
            log.info("topic is gone, answered in its chat", chat=chat_id, topic=topic)
            await self._transport.send(chat_id, message)


def _text(update: Update) -> str:
    message = update.effective_message
    return (message.text or "")[:WORDS] if message else ""


def menu() -> list[BotCommand]:
    """The commands as Telegram's menu shows them."""
    return [BotCommand(command.name, command.summary) for command in COMMANDS if not command.owners]
