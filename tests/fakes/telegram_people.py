"""The people at the other end: they write, press buttons, block the bot and run their groups."""

import itertools
import re
from typing import Any

from services.ports import Clock
from tests.fakes.telegram_json import BOT, bubble_json, member_json, user_json
from tests.fakes.telegram_updates import Bell, Updates
from tests.fakes.telegram_world import Bubble, Chat, File, Toast, World

COMMAND = re.compile(r"(?<![\w/])/[A-Za-z0-9_]{1,64}(?:@\w+)?")
BLOCKED = "Forbidden: bot was blocked by the user"


class People:
    """What they do becomes updates for the bot; what the bot did stands in their chats."""

    def __init__(self, clock: Clock) -> None:
        self.bell = Bell()
        self.updates = Updates(self.bell)
        self.world = World(clock, self.updates)
        self._query_ids = itertools.count(9_000_000_000_000_001)

    def open(self, chat_id: int, chat_type: str | None = None) -> Chat:
        """A chat in which the bot may write; positive ids are people, others supergroups unless told."""
        chat = self.world.chats.get(chat_id)
        if chat is None:
            default = "private" if chat_id > 0 else "supergroup"
            chat = self.world.chats[chat_id] = Chat(chat_id, chat_type or default)
        return chat

    def say(
        self,
        chat_id: int,
        text: str,
        *,
        user_id: int | None = None,
        chat_type: str | None = None,
        language_code: str = "en",
        thread_id: int | None = None,
        anonymous: bool = False,
        reply_to: int | None = None,
    ) -> int:
        """Someone writes into a chat, unblocking the bot by it; gives the message's id."""
        chat = self.open(chat_id, chat_type)
        if chat.closed == BLOCKED:
            self.unblock(chat_id)
        person = self._person(chat, user_id, language_code)
        message = self._message(chat, person) | {"text": text, "entities": command_entities(text)}
        if anonymous:  # an admin who writes in the group's own name
            message["sender_chat"] = chat.as_json()
        if thread_id is not None:
            message |= {"message_thread_id": thread_id, "is_topic_message": True}
        if reply_to is not None:
            message["reply_to_message"] = bubble_json(chat, chat.bubbles[reply_to])
        self.updates.push("message", message)
        return int(message["message_id"])

    def hand(self, chat_id: int, name: str, content: bytes, *, size: int | None = None) -> int:
        """Someone sends a file, said to have ``size`` bytes; gives the message's id."""
        chat = self.open(chat_id)
        file_id = f"file-{len(self.world.files)}"
        self.world.files[file_id] = File(name, content)
        document = {
            "file_id": file_id,
            "file_unique_id": file_id,
            "file_name": name,
            "file_size": len(content) if size is None else size,
        }
        message = self._message(chat, self._person(chat, None)) | {"document": document}
        self.updates.push("message", message)
        return int(message["message_id"])

    def pick(self, chat_id: int, place_id: int, *, number: int = 1, title: str = "Mining desk") -> int:
        """Someone picks a channel or group by a button below the chat; gives the message's id."""
        chat = self.open(chat_id)
        shared = {"request_id": number, "chat_id": place_id, "title": title}
        message = self._message(chat, self._person(chat, None)) | {"chat_shared": shared}
        self.updates.push("message", message)
        return int(message["message_id"])

    def press(self, chat_id: int, message_id: int | None, button: str, *, user_id: int | None = None) -> str:
        """Press a button by its label or data, under the newest message with buttons if none is named.

        Gives the query's id; LookupError where there is no such button.
        """
        chat = self.world.chats[chat_id]
        bubble = self._pressable(chat, message_id)
        data = next((known.data for known in bubble.buttons if button in (known.data, known.label)), None)
        if data is None:
            raise LookupError(f"no button {button!r} under message {bubble.message_id}, only {bubble.labels}")
        query_id = str(next(self._query_ids))
        self.world.queries[query_id] = (self.world.clock.monotonic(), chat_id)
        query = {
            "id": query_id,
            "from": self._person(chat, user_id),
            "chat_instance": str(chat_id),
            "message": bubble_json(chat, bubble),
            "data": data,
        }
        self.updates.push("callback_query", query)
        return query_id

    def type_inline(self, user_id: int, words: str) -> str:
        """Someone types behind the bot's name in another chat; gives the query's id."""
        query_id = str(next(self._query_ids))
        self.world.typed[query_id] = ""
        query = {"id": query_id, "from": user_json(user_id), "query": words, "offset": "", "chat_type": "group"}
        self.updates.push("inline_query", query)
        return query_id

    def mention(self, chat_id: int, user_id: int, words: str) -> str:
        """Someone mentions the bot in a chat that it is no member of; gives the query's id."""
        query_id = str(next(self._query_ids))
        self.world.typed[query_id] = ""
        chat = Chat(chat_id, "supergroup")
        message = self._message(chat, user_json(user_id)) | {"text": words, "guest_query_id": query_id}
        self.updates.push("guest_message", message)
        return query_id

    def block(self, chat_id: int) -> None:
        """Someone blocks the bot."""
        self.open(chat_id).closed = BLOCKED
        self._standing(chat_id, "member", "kicked")

    def unblock(self, chat_id: int) -> None:
        """Someone lets the bot in again."""
        self.open(chat_id).closed = None
        self._standing(chat_id, "kicked", "member")

    def kick(self, chat_id: int) -> None:
        """A group throws the bot out."""
        chat = self.open(chat_id)
        chat.closed = f"Forbidden: bot was kicked from the {chat.type} chat"
        self._standing(chat_id, "member", "kicked")

    def promote(self, chat_id: int, *user_ids: int) -> None:
        """Someone becomes an administrator."""
        self.open(chat_id).administrators.update(user_ids)

    def migrate(self, chat_id: int, new_chat_id: int) -> None:
        """A group becomes a supergroup, under a new id."""
        old, new = self.open(chat_id, "group"), self.open(new_chat_id, "supergroup")
        old.moved_to = new_chat_id
        new.administrators, new.members = set(old.administrators), dict(old.members)
        person = user_json(next(iter(old.members), 1))
        self.updates.push("message", self._message(old, person) | {"migrate_to_chat_id": new_chat_id})
        self.updates.push("message", self._message(new, person) | {"migrate_from_chat_id": chat_id})

    def shown(self, chat_id: int | None = None) -> list[Bubble]:
        """The bot's messages that stand in a chat now, or in all of them."""
        chats = self.world.chats.values() if chat_id is None else [self.open(chat_id)]
        return [bubble for chat in chats for bubble in chat.bubbles.values()]

    def texts(self, chat_id: int) -> list[str]:
        """What these messages say."""
        return [bubble.text for bubble in self.shown(chat_id)]

    @property
    def toasts(self) -> list[Toast]:
        """The answers to pressed buttons, oldest first."""
        return self.world.toasts

    def _pressable(self, chat: Chat, message_id: int | None) -> Bubble:
        if message_id is not None:
            return chat.bubbles[message_id]
        newest = [bubble for bubble in chat.bubbles.values() if bubble.buttons]
        if not newest:
            raise LookupError(f"no message in chat {chat.id} has buttons")
        return newest[-1]

    def _person(self, chat: Chat, user_id: int | None, language_code: str = "en") -> dict[str, Any]:
        user_id = user_id or (chat.id if chat.type == "private" else 1)
        return chat.members.setdefault(user_id, user_json(user_id, language_code))

    def _message(self, chat: Chat, person: dict[str, Any]) -> dict[str, Any]:
        date = int(self.world.clock.now().timestamp())
        return {"message_id": chat.next_id(), "date": date, "chat": chat.as_json(), "from": person}

    def _standing(self, chat_id: int, before: str, after: str) -> None:
        chat = self.open(chat_id)
        change = {
            "chat": chat.as_json(),
            "from": self._person(chat, None),
            "date": int(self.world.clock.now().timestamp()),
            "old_chat_member": member_json(BOT, before),
            "new_chat_member": member_json(BOT, after),
        }
        self.updates.push("my_chat_member", change)


def command_entities(text: str) -> list[dict[str, Any]]:
    """The commands in a text, as Telegram marks them."""
    return [
        {"type": "bot_command", "offset": len(text[: found.start()].encode("utf-16-le")) // 2, "length": len(found[0])}
        for found in COMMAND.finditer(text)
    ]
