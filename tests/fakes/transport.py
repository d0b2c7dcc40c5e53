"""A way to the chats that remembers what they were shown."""

import asyncio
from collections import defaultdict, deque
from dataclasses import dataclass, field

from messages.html import plain
from messages.model import Message
from services.errors import TransportError


@dataclass
class RecordingTransport:
    """services.ports.Transport; ``failures`` are raised one by one, those after a message was taken among them."""

    shown: dict[int, dict[int, Message]] = field(default_factory=lambda: defaultdict(dict))
    pings: list[tuple[int, int]] = field(default_factory=list)
    replies: dict[int, int | None] = field(default_factory=dict)
    silent: dict[int, bool] = field(default_factory=dict)
    threads: dict[int, int | None] = field(default_factory=dict)
    failures: deque[TransportError] = field(default_factory=deque)
    edits: int = 0
    hold: asyncio.Event | None = None
    taken_first: bool = False  # the failure comes after the message arrived

    async def send(
        self,
        chat_id: int,
        message: Message,
        *,
        thread_id: int | None = None,
        silent: bool = False,
        reply_to: int | None = None,
    ) -> int:
        """Show it, unless told to fail or to wait."""
        if self.hold is not None:
            await self.hold.wait()
        if self.failures and not self.taken_first:
            raise self.failures.popleft()
        message_id = len(self.pings) + 1
        self.shown[chat_id][message_id] = message
        self.pings.append((chat_id, message_id))
        self.replies[message_id] = reply_to
        self.silent[message_id] = silent
        self.threads[message_id] = thread_id
        if self.failures:
            raise self.failures.popleft()
        return message_id

    async def edit(self, chat_id: int, message_id: int, message: Message) -> None:
        """Replace it, unless told to fail."""
        if self.failures:
            raise self.failures.popleft()
        self.shown[chat_id][message_id] = message
        self.edits += 1

    def texts(self, chat_id: int) -> list[str]:
        """What the chat sees now, without markup."""
        return [plain(message.html) for message in self.shown[chat_id].values()]
