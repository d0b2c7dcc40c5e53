"""From Telegram's updates to handlers and back: access, words, replies, failures."""

import asyncio
import contextlib
from collections.abc import Callable, Coroutine, Iterable
from dataclasses import replace
from typing import Any

import structlog
from telegram import CallbackQuery, Chat, ChatMember, Message, Update, User
from telegram.error import BadRequest
from telegram.ext import (
    Application,
    CallbackContext,
    CallbackQueryHandler,
    ChatMemberHandler,
    CommandHandler,
    InlineQueryHandler,
    MessageHandler,
    TypeHandler,
    filters,
)

from handlers import COMMANDS, PRESSES, REPLIES, SENDINGS, Command, Press, Sending, imports, lookup, places, replies
from handlers.access import Access, may_change
from handlers.ask import Answer, Ask, Desk
from handlers.documents import sent_paper
from handlers.doors import Door
from handlers.inline import Inline
from handlers.oversight import NoAdminError, Oversight, dressed
from handlers.turnstile import Turn, Turnstile
from messages import places as place_words
from messages import refusals, texts
from messages.html import escape, plain
from messages.model import Message as Reply
from messages.tongue import pick, speak, spoken, tr
from services.errors import ChatGoneError, TopicLostError, TransportError
from services.ports import Transport
from storage.errors import StorageError
from storage.places import Place

log = structlog.get_logger()

App = Application[Any, Any, Any, Any, Any, Any]
Context = CallbackContext[Any, Any, Any, Any]
Callback = Callable[[Update, Context], Coroutine[Any, Any, None]]
GONE = (ChatMember.LEFT, ChatMember.BANNED)
GROUPS = (Chat.GROUP, Chat.SUPERGROUP)
WORDS = 4096  # characters: as many as a message can have
FIRST = -1  # the group of handlers that runs before all others
GUESTS = 1  # and that of mentions in chats which the bot is no member of
PATIENCE = 0.7  # seconds after which a pressed button is told that it was heard, though the answer is to come


class Router:
    """Routes updates by the tables of handlers; replies through the transport."""

    def __init__(self, desk: Desk, access: Access, transport: Transport) -> None:
        self._desk = desk
        self._access = access
        self._transport = transport
        self._presses = {press.name: press for press in PRESSES}
        self._replies = {press.name: press for press in REPLIES}
        self._turnstile = Turnstile(desk.clock)
        self._inline = Inline(desk, access)
        self._oversight = Oversight(desk.places)

    def register(self, app: App) -> None:
        """Make the application route here. Edited and forwarded messages are no commands."""
        app.add_handler(TypeHandler(Update, self._on_anything), group=FIRST)
        typed = filters.UpdateType.MESSAGE & ~filters.FORWARDED
        for command in COMMANDS:
            names = [command.name, *command.aliases]
            app.add_handler(CommandHandler(names, self._on_command(command), filters=typed))
        private_text = typed & filters.ChatType.PRIVATE & filters.TEXT
        app.add_handler(MessageHandler(private_text & filters.COMMAND, self._on_unknown))
        app.add_handler(MessageHandler(private_text, self._on_text))
        replied = typed & filters.ChatType.GROUPS & filters.REPLY & filters.TEXT
        app.add_handler(MessageHandler(replied, self._on_reply))
        app.add_handler(MessageHandler(typed & filters.ChatType.PRIVATE & filters.Document.ALL, self._on_document))
        app.add_handler(MessageHandler(filters.ChatType.PRIVATE & filters.StatusUpdate.CHAT_SHARED, self._on_choice))
        said = filters.UpdateType.MESSAGE & filters.ChatType.PRIVATE & ~filters.StatusUpdate.ALL
        app.add_handler(MessageHandler(said, self._on_unknown))
        app.add_handler(CallbackQueryHandler(self._on_press))
        app.add_handler(InlineQueryHandler(self._inline.on_query))
        app.add_handler(TypeHandler(Update, self._inline.on_guest), group=GUESTS)
        app.add_handler(ChatMemberHandler(self._on_member, ChatMemberHandler.MY_CHAT_MEMBER))
        app.add_handler(MessageHandler(filters.StatusUpdate.MIGRATE, self._on_migration))
        app.add_error_handler(self._on_error)

    async def _on_anything(self, update: Update, _: Context) -> None:
        """Have whatever is written in answer be in the language of the chat."""
        chat, user = update.effective_chat, update.effective_user
        place = chat.id if chat is not None else user.id if user is not None else 0
        speak(_first_language(update))
        with contextlib.suppress(StorageError):  # who answers it meets the same trouble, and tells of it
            speak(await self._desk.languages.of(place) or spoken())

    def _on_command(self, command: Command) -> Callback:
        async def handle(update: Update, context: Context) -> None:
            if await self._is_let_in(update, context, command):
                words = "".join(_text(update).split(maxsplit=1)[1:])
                place = await self._oversight.of_words(update) if command.elsewhere else None
                await self._reply(update, await command.run(self._ask(update, words.strip(), place)), place)

        return handle

    async def _on_reply(self, update: Update, context: Context) -> bool:
        """Do what a reply to an alert asks for; gives whether it asked for anything."""
        said = replies.read_reply(_text(update))
        ask = self._ask(update, said.words if said else "")
        if said is None or not await replies.is_alert(ask):
            return False
        press = self._replies[said.name]
        if await self._is_let_in(update, context, press):
            await self._reply(update, await press.run(ask))
        return True

    async def _on_text(self, update: Update, context: Context) -> None:
        if await self._on_reply(update, context):
            return
        if await self._is_let_in(update, context, None):
            place = await self._oversight.of_words(update)
            ask = self._ask(update, _text(update).strip(), place)
            if imports.is_list(ask.words):
                reply = await imports.take_in(ask)
            elif ask.reply_to is not None and replies.read_reply(ask.words):
                reply = Answer((texts.no_alert(),))
            else:
                reply = await lookup.plain(ask)
            await self._reply(update, reply, place)

    async def _on_unknown(self, update: Update, context: Context) -> None:
        if await self._is_let_in(update, context, None):
            await self._reply(update, Answer((texts.not_understood(),)))

    async def _on_document(self, update: Update, context: Context) -> None:
        paper = sent_paper(update)
        name = paper.name.lower() if paper else ""
        sending = next((one for one in SENDINGS if name.endswith(one.endings)), None)
        if await self._is_let_in(update, context, sending):
            place = await self._oversight.of_words(update) if sending and not sending.owners else None
            reply = await sending.run(self._ask(update, "", place)) if sending else Answer((texts.not_understood(),))
            await self._reply(update, reply, place)

    async def _on_choice(self, update: Update, context: Context) -> None:
        """A person picked one of their channels or groups."""
        chosen = update.message.chat_shared if update.message else None
        if chosen is not None and await self._is_let_in(update, context, None):
            await self._reply(update, await places.take(self._ask(update, str(chosen.chat_id))))

    async def _on_press(self, update: Update, context: Context) -> None:
        query = update.callback_query
        assert query is not None
        try:
            place, data = await self._oversight.of_button(update, query.data or "")
        except NoAdminError:
            await _pop_up(query, tr("You are no admin there"))
            return
        name, _, words = data.partition(":")
        press = self._presses.get(name)
        if press is None or not await self._is_let_in(update, context, press):
            await _pop_up(query, tr("This button does not work any more") if press is None else "")
            return
        await self._reply(update, await _prompt(query, self._run(press, self._ask(update, words, place))), place)

    async def _run(self, press: Press, ask: Ask) -> Answer:
        try:
            return await press.run(ask)
        except (ValueError, OverflowError) as error:  # forged data: no number, or one that no alert has
            log.warning("button not understood", button=press.name, words=ask.words, reason=str(error))
            return Answer(toast=tr("This button does not work any more"))

    async def _on_member(self, update: Update, _: Context) -> None:
        """The bot was blocked or removed, when alerts would only bounce, or let in again."""
        change = update.my_chat_member
        if change is None:
            return
        if change.new_chat_member.status in GONE:
            await self._desk.watchlist.leave(change.chat.id, "the bot was blocked or removed")
        elif change.chat.type in GROUPS and self._access.admits(change.from_user.id):
            await self._desk.watchlist.meet(change.chat.id, change.chat.type, spoken())
        else:
            await self._desk.watchlist.back(change.chat.id)

    async def _on_migration(self, update: Update, _: Context) -> None:
        message = update.effective_message
        if message is not None and message.migrate_to_chat_id:
            await self._desk.watchlist.move(message.chat_id, message.migrate_to_chat_id)

    async def _on_error(self, update: object, context: Context) -> None:
        error = context.error
        if isinstance(error, NoAdminError) and isinstance(update, Update):
            await self._reply(update, Answer((place_words.lost(error.title),)))
            return
        if isinstance(error, TransportError):
            log.warning("reply failed", chat=error.chat_id, reason=error.reason)
            if isinstance(error, ChatGoneError):
                await self._desk.watchlist.leave(error.chat_id, error.reason)
            return
        if isinstance(error, StorageError):  # it tells what is wrong, and every update meets it
            log.error("update not done", reason=str(error))
        else:
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
        await self._desk.watchlist.meet(chat.id, chat.type, spoken())
        if wish is not None and wish.owners and user.id not in self._access.owners:
            await self._reply(update, Answer((texts.owners_only(),)))
            return False
        if wish is not None and wish.changes and not await may_change(update, context.bot):
            await self._reply(update, Answer((texts.admins_only(),)))
            return False
        return True

    async def _passes(self, update: Update, chat: Chat, user: User) -> bool:
        """Whether it is not too much; the first time that it is, the person is told so."""
        turn = self._turnstile.admit(user.id, chat.id, owner=user.id in self._access.owners)
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

    def _ask(self, update: Update, words: str, place: Place | None = None) -> Ask:
        assert update.effective_chat is not None
        assert update.effective_user is not None
        replied = update.message.reply_to_message if update.message and place is None else None
        return Ask(
            desk=self._desk,
            door=Door(update.get_bot()),
            chat_id=place.id if place else update.effective_chat.id,
            user_id=update.effective_user.id,
            words=words,
            reply_to=replied.message_id if replied else None,
            paper=sent_paper(update),
            thread_id=_topic(update),
        )

    async def _reply(self, update: Update, reply: Answer, place: Place | None = None) -> None:
        assert update.effective_chat is not None
        asked = update.effective_message
        topic = _topic(update)
        if refusal := await self._post(reply.elsewhere):
            reply = Answer((place_words.not_posted(refusal),))
        for message in (dressed(one, place) for one in reply.messages):
            if reply.instead and update.callback_query is not None and asked is not None:
                self._turnstile.answered(update.effective_chat.id)
                await self._transport.edit(update.effective_chat.id, asked.message_id, message)
            else:
                await self._send(update.effective_chat.id, message, topic)

    async def _post(self, elsewhere: Iterable[tuple[int, Reply]]) -> str:
        """Send messages to other chats; gives why one of them did not get there, "" where all did."""
        try:
            for chat_id, message in elsewhere:
                await self._transport.send(chat_id, message)
        except TransportError as error:
            return error.reason
        return ""

    async def _send(self, chat_id: int, message: Reply, topic: int | None) -> None:
        self._turnstile.answered(chat_id)
        try:
            await self._transport.send(chat_id, message, thread_id=topic)
        except TopicLostError:
            log.info("topic is gone, answered in its chat", chat=chat_id, topic=topic)
            await self._transport.send(chat_id, message)


async def _prompt(query: CallbackQuery, work: Coroutine[Any, Any, Answer]) -> Answer:
    """The answer to a pressed button, which is told at once that it was heard where that takes longer."""
    task = asyncio.ensure_future(work)
    try:
        done, _ = await asyncio.wait({task}, timeout=PATIENCE)
        if not done:
            await _pop_up(query, "")
        reply = await task
    finally:
        task.cancel()
    if done:
        await _pop_up(query, reply.toast)
    elif reply.toast and not reply.messages:  # a button pops up once
        return replace(reply, messages=(Reply(escape(reply.toast)),))
    return reply


async def _pop_up(query: CallbackQuery, words: str) -> None:
    with contextlib.suppress(BadRequest):  # pressed too long ago for that; the answer itself still comes
        await query.answer(words)


def _topic(update: Update) -> int | None:
    """The forum topic. Outside of forums Telegram numbers threads of replies too, and takes no message with one."""
    asked = update.effective_message
    return asked.message_thread_id if isinstance(asked, Message) and asked.is_topic_message else None


def _text(update: Update) -> str:
    message = update.effective_message
    return (message.text or "")[:WORDS] if message else ""


def _first_language(update: Update) -> str:
    """What to speak where nobody has chosen yet: a person's own, in groups that of whoever lets the bot in."""
    chat, user = update.effective_chat, update.effective_user
    apart = chat is None or chat.type == Chat.PRIVATE or update.my_chat_member is not None
    return pick(user.language_code if user is not None and apart else None)
