"""What a typed line stands for: time to pass, or what Telegram would tell the bot of."""

import datetime as dt
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from bot.console_request import CHAT, YOU

QUIT = "/quit"
COMMAND = re.compile(r"/\w+")
NUMBER = re.compile(r"#?(\d{1,3})")
CLOCK = re.compile(r"/clock\b|\+")
SPAN = re.compile(r"(?:/clock\s*)?(?:\+\s?(\d{1,4})\s?([mhd])[a-z]*)?")
FILE = re.compile(r"/send\s+(\S.*)")
REPLY = re.compile(r">\s*(\S.*)")
INLINE = re.compile(r"@(?:bot|ratingwire\w*)\b\s*(.*)", re.IGNORECASE)
UNITS = {"m": "minutes", "h": "hours", "d": "days"}
LONGEST = dt.timedelta(days=7)


class MistypedError(Exception):
    """The line can't be done; says why."""


def time_to_pass(words: str) -> dt.timedelta | None:
    """How much later it shall be, none at all for "/clock" alone; None for any other line. Raises MistypedError."""
    if not CLOCK.match(words):
        return None
    if (match := SPAN.fullmatch(words)) is None:
        raise MistypedError("Say how much later it shall be: +30m, +12h or +2d.")
    span = dt.timedelta(**{UNITS[match[2]]: int(match[1])}) if match[1] else dt.timedelta(0)
    if span > LONGEST:
        raise MistypedError(f"At most {LONGEST.days} days at a time.")
    return span


def message(words: str, message_id: int, date: int, answered: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """A message with these words, perhaps as an answer to another."""
    content = _from_you(message_id, date) | {"text": words}
    if answered is not None:
        content["reply_to_message"] = dict(answered)
    if command := COMMAND.match(words):
        content["entities"] = [{"type": "bot_command", "offset": 0, "length": len(command[0])}]
    return {"message": content}


def document(path: Path, message_id: int, date: int) -> dict[str, Any]:
    """A file of this machine, sent. Raises MistypedError."""
    try:
        size = path.stat().st_size
    except OSError as error:
        raise MistypedError(f"{path}: {error.strerror}") from error
    if not path.is_file():
        raise MistypedError(f"{path}: is no file")
    sent = {"file_id": str(path), "file_unique_id": str(path), "file_name": path.name, "file_size": size}
    return {"message": _from_you(message_id, date) | {"document": sent}}


def press(shown: Mapping[str, Any], data: str, query_id: str) -> dict[str, Any]:
    """A button pressed below a message."""
    return {"callback_query": {"id": query_id, "from": YOU, "chat_instance": "1", "message": dict(shown), "data": data}}


def inline(words: str, query_id: str) -> dict[str, Any]:
    """The bot's name and these words, typed in some other chat."""
    return {"inline_query": {"id": query_id, "from": YOU, "query": words, "offset": "", "chat_type": "private"}}


def _from_you(message_id: int, date: int) -> dict[str, Any]:
    return {"message_id": message_id, "date": date, "chat": CHAT, "from": YOU}
