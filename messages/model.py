"""What a message is before a transport carries it."""

from dataclasses import dataclass, field

LIMIT = 4096  # characters that Telegram takes after parsing; ours are counted before, to stay on the safe side
CAPTION_LIMIT = 1024  # characters under a file or a picture


@dataclass(frozen=True, slots=True)
class Button:
    """A button under a message; ``data`` (at most 64 bytes) comes back when it is pressed."""

    label: str
    data: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """A button below the chat by which a person picks one of their channels, or groups; ``number`` comes back with it.

    Telegram lists those in which they are an admin, and lets the bot in as one.
    """

    label: str
    number: int
    channel: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """What a message carries: a ``picture`` (PNG or JPEG, up to 10 MB) is shown, any other file is there to be saved.

    ``name`` is the file's name as people see it.
    """

    name: str
    content: bytes = field(repr=False)
    picture: bool = False


@dataclass(frozen=True, slots=True)
class Message:
    """One message: Telegram's HTML, rows of buttons, and what is attached.

    The text has at most LIMIT characters, CAPTION_LIMIT where it stands under an attachment; messages.parts makes
    several messages of one that is longer. With an attachment it may be empty. ``choices`` stand below a private chat
    until one is made or none are given, ().
    """

    html: str
    buttons: tuple[tuple[Button, ...], ...] = ()
    attachment: Attachment | None = None
    choices: tuple[Choice, ...] | None = None
