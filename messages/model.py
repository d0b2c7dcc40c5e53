"""What a message is before a transport carries it."""

from dataclasses import dataclass

LIMIT = 4096  # characters that Telegram takes after parsing; ours are counted before, to stay on the safe side


@dataclass(frozen=True, slots=True)
class Button:
    """A button under a message; ``data`` (at most 64 bytes) comes back when it is pressed."""

    label: str
    data: str


@dataclass(frozen=True, slots=True)
class Message:
    """One message: Telegram's HTML, at most LIMIT characters, and rows of buttons."""

    html: str
    buttons: tuple[tuple[Button, ...], ...] = ()
