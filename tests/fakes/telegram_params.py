"""What a request says, checked as Telegram checks it."""

import json
from collections.abc import Mapping
from typing import Any

from tests.fakes.telegram_faults import ApiError
from tests.fakes.telegram_html import MarkupError, parse_html
from tests.fakes.telegram_world import File

TEXT_LIMIT = 4096
CAPTION_LIMIT = 1024
SOURCE_LIMIT = 32768  # bytes, before anything is parsed
DATA_LIMIT = 64  # bytes
BUTTON_LIMIT = 100


class Params:
    """A request's parameters, whichever way they were encoded."""

    def __init__(self, values: Mapping[str, Any], files: Mapping[str, File]) -> None:
        self._values = values
        self._files = files

    def text(self, name: str) -> str:
        """A string; empty where it is missing."""
        value = self._values.get(name)
        return "" if value is None else str(value)

    def number(self, name: str) -> int | None:
        """A whole number; None where it is missing or none."""
        text = self.text(name)
        return int(text) if text.lstrip("-").isdecimal() else None

    def flag(self, name: str) -> bool:
        """Whether it is set and true."""
        return self.text(name).lower() in {"true", "1"}

    def data(self, name: str) -> Any:
        """An object or list, decoded where it came as text; None where it is missing."""
        value = self._values.get(name)
        if not isinstance(value, str):
            return value
        try:
            return json.loads(value)
        except ValueError as error:
            raise ApiError(400, f"Bad Request: can't parse {name} JSON object") from error

    def within(self, name: str) -> "Params":
        """The parameters inside an object, which may refer to the same files."""
        return Params(self.data(name) or {}, self._files)

    def file(self, name: str) -> File | None:
        """An uploaded file, sent under its own name or attached by reference."""
        return self._files.get(self.text(name).removeprefix("attach://")) or self._files.get(name)


def read_text(params: Params, name: str, limit: int) -> tuple[str, list[dict[str, Any]]]:
    """A text as people will see it, with its entities."""
    source = params.text(name)
    if len(source.encode()) > SOURCE_LIMIT:
        raise ApiError(400, "Bad Request: text is too long")
    mode = params.text("parse_mode")
    if mode not in ("", "HTML"):
        raise ApiError(400, "Bad Request: unsupported parse_mode")
    try:
        text, entities = parse_html(source) if mode else (source, [])
    except MarkupError as error:
        raise ApiError(400, f"Bad Request: can't parse entities: {error}") from error
    if len(text) > limit:
        raise ApiError(400, f"Bad Request: message {'' if name == 'text' else 'caption '}is too long")
    return text.strip(), entities


def read_message(params: Params) -> tuple[str, list[dict[str, Any]]]:
    """A text that isn't empty."""
    if not params.text("text"):
        raise ApiError(400, "Bad Request: message text is empty")
    text, entities = read_text(params, "text", TEXT_LIMIT)
    if not text:
        raise ApiError(400, "Bad Request: text must be non-empty")
    return text, entities


def read_markup(params: Params) -> dict[str, Any] | None:
    """The buttons under a message; None where there are none."""
    markup = params.data("reply_markup")
    buttons = [button for row in (markup or {}).get("inline_keyboard", []) for button in row]
    if len(buttons) > BUTTON_LIMIT:
        raise ApiError(400, "Bad Request: reply markup is too long")
    for button in buttons:
        check_button(button)
    return {"inline_keyboard": markup["inline_keyboard"]} if buttons else None


def check_button(button: dict[str, Any]) -> None:
    """A button has a label and does something."""
    if not button.get("text"):
        raise ApiError(400, "Bad Request: inline keyboard button text must be non-empty")
    if not button.get("callback_data") and not button.get("url"):
        raise ApiError(400, "Bad Request: Text buttons are unallowed in the inline keyboard")
    if len(button.get("callback_data", "").encode()) > DATA_LIMIT:
        raise ApiError(400, "Bad Request: BUTTON_DATA_INVALID")
