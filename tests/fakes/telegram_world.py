"""What Telegram knows: its chats, the messages in them, and what people saw of them."""

from dataclasses import dataclass, field
from typing import Any

from services.ports import Clock
from tests.fakes.telegram_updates import Updates


@dataclass(frozen=True, slots=True)
class File:
    """A file that was uploaded."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Button:
    """A button under a message; ``data`` is None for one that opens a link."""

    label: str
    data: str | None


@dataclass(slots=True, kw_only=True)
class Bubble:
    """A message of the bot as its chat shows it now; ``earlier`` are the texts it had before it was edited."""

    chat_id: int
    message_id: int
    date: int
    text: str
    html: str
    entities: list[dict[str, Any]]
    markup: dict[str, Any] | None
    thread_id: int | None
    silent: bool
    preview: bool
    kind: str = "text"
    file: File | None = None
    earlier: list[str] = field(default_factory=list)

    @property
    def buttons(self) -> list[Button]:
        """The buttons from left to right, row by row."""
        rows = (self.markup or {}).get("inline_keyboard", [])
        return [Button(button["text"], button.get("callback_data")) for row in rows for button in row]

    @property
    def labels(self) -> list[str]:
        """What stands on the buttons."""
        return [button.label for button in self.buttons]


@dataclass(slots=True)
class Chat:
    """A conversation; ``closed`` are Telegram's words where the bot can't write into it any more."""

    id: int
    type: str
    administrators: set[int] = field(default_factory=set)
    members: dict[int, dict[str, Any]] = field(default_factory=dict)
    bubbles: dict[int, Bubble] = field(default_factory=dict)
    closed: str | None = None
    moved_to: int | None = None
    last_id: int = 0

    def next_id(self) -> int:
        """Message ids count per chat, so nothing may take them for unique."""
        self.last_id += 1
        return self.last_id

    def as_json(self) -> dict[str, Any]:
        """The chat as updates and messages carry it."""
        name = {"first_name": f"User {self.id}"} if self.type == "private" else {"title": f"Chat {self.id}"}
        return {"id": self.id, "type": self.type, **name}


@dataclass(frozen=True, slots=True)
class Toast:
    """The answer to a pressed button, as it flits over the chat."""

    chat_id: int
    query_id: str
    text: str
    alert: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """One of the messages that a person may send in another chat."""

    title: str
    description: str
    text: str


@dataclass(slots=True)
class Shown:
    """One change that people saw: ``what`` is sent, edited or deleted."""

    what: str
    chat_id: int
    message_id: int
    text: str


@dataclass(slots=True)
class World:
    """Everything the methods work on."""

    clock: Clock
    updates: Updates
    chats: dict[int, Chat] = field(default_factory=dict)
    queries: dict[str, tuple[float, int]] = field(default_factory=dict)
    toasts: list[Toast] = field(default_factory=list)
    history: list[Shown] = field(default_factory=list)
    commands: dict[tuple[str, str], list[dict[str, str]]] = field(default_factory=dict)
    typed: dict[str, str] = field(default_factory=dict)  # questions from other chats; the button's words once answered
    offered: dict[str, list[Offer]] = field(default_factory=dict)
    profile: dict[str, str] = field(default_factory=dict)
    files: dict[str, File] = field(default_factory=dict)  # by id

    def show(self, what: str, bubble: Bubble) -> None:
        """Note what people saw."""
        self.history.append(Shown(what, bubble.chat_id, bubble.message_id, bubble.text))
