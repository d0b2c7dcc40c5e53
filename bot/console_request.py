"""The Bot API as the terminal answers it: what the bot sends is shown, and nothing leaves the machine."""

import itertools
import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.text import Text
from telegram.request import BaseRequest, RequestData

from bot.console_view import bubble, choices, visible
from messages.html import plain

YOU: dict[str, Any] = {"id": 1, "is_bot": False, "first_name": "You", "language_code": "en"}
CHAT: dict[str, Any] = {"id": 1, "type": "private", "first_name": "You"}
ME: dict[str, Any] = {
    "id": 2,
    "is_bot": True,
    "first_name": "Ratingwire",
    "username": "ratingwire_demo_bot",
    "can_join_groups": False,
    "can_read_all_group_messages": False,
    "supports_inline_queries": True,
}
ALERT = "why:"  # begins the data of a button that alerts and digests alone have
NOT_MODIFIED = "Bad Request: message is not modified"
NOT_FOUND = "Bad Request: message to edit not found"

Parameters = dict[str, Any]


class RejectedError(Exception):
    """The terminal can't do it; the words are Telegram's."""


@dataclass(slots=True)
class Shown:
    """A message that stands in the terminal."""

    message_id: int
    date: int
    html: str
    keyboard: list[list[dict[str, str]]]
    attached: str = ""
    content: bytes = b""

    @property
    def buttons(self) -> list[dict[str, str]]:
        """The buttons that can be pressed, as they are numbered."""
        return [button for row in self.keyboard for button in row]

    @property
    def is_alert(self) -> bool:
        """Whether it tells of calls as news."""
        return any(button["callback_data"].startswith(ALERT) for button in self.buttons)

    def as_json(self) -> dict[str, Any]:
        """The message as the Bot API gives it back."""
        text = plain(self.html)
        message = {"message_id": self.message_id, "date": self.date, "chat": CHAT, "from": ME, "text": text}
        return message | ({"reply_markup": {"inline_keyboard": self.keyboard}} if self.keyboard else {})


class ConsoleRequest(BaseRequest):
    """Carries the bot's requests to a terminal instead of Telegram; files it sends are written into ``folder``."""

    def __init__(self, out: Console, folder: Path) -> None:
        self._out = out
        self._folder = folder
        self._ids = itertools.count(1)
        self._shown: dict[int, Shown] = {}
        self._methods: dict[str, Callable[[Parameters], Any]] = {
            "getMe": lambda _: ME,
            "getMyCommands": lambda _: [],
            "getMyDescription": lambda _: {"description": ""},
            "getMyShortDescription": lambda _: {"short_description": ""},
            "sendMessage": self._send,
            "sendPhoto": self._send,
            "sendDocument": self._send,
            "editMessageText": self._edit_text,
            "editMessageMedia": self._edit_media,
            "editMessageReplyMarkup": self._edit_keyboard,
            "deleteMessage": self._delete,
            "answerCallbackQuery": self._answer,
            "answerInlineQuery": self._offer,
            "getFile": found,
        }

    @property
    def read_timeout(self) -> float | None:
        """A terminal answers at once."""
        return None

    async def initialize(self) -> None:
        """Nothing to open."""

    async def shutdown(self) -> None:
        """Nothing to close."""

    async def do_request(
        self,
        url: str,
        method: str,  # noqa: ARG002  # POST, always; the base class passes it by name
        request_data: RequestData | None = None,
        *_timeouts: Any,
        **_named_timeouts: Any,
    ) -> tuple[int, bytes]:
        """Answer one request; what has nothing to show, such as the command menu, is simply done."""
        parameters: Parameters = dict(request_data.json_parameters) if request_data else {}
        if request_data and (files := request_data.multipart_data):
            parameters["attached"], parameters["content"], _ = next(iter(files.values()))
        answer = self._methods.get(url.rpartition("/")[2], done)
        try:
            status, body = 200, {"ok": True, "result": answer(parameters)}
        except RejectedError as error:
            status, body = 400, {"ok": False, "error_code": 400, "description": str(error)}
        return status, json.dumps(body).encode()

    def next_id(self) -> int:
        """The id of the next message in the chat, whoever writes it."""
        return next(self._ids)

    def pressable(self) -> Shown | None:
        """The message that was shown last of those with buttons."""
        return next((shown for shown in reversed(self._shown.values()) if shown.keyboard), None)

    def answerable(self) -> Shown | None:
        """The alert that was shown last; before there is one, the message with buttons."""
        return next((shown for shown in reversed(self._shown.values()) if shown.is_alert), self.pressable())

    def now(self) -> int:
        """The terminal's time in whole seconds, as messages are dated."""
        return int(self._out.get_datetime().timestamp())

    def _send(self, parameters: Parameters) -> dict[str, Any]:
        html = parameters.get("text") or parameters.get("caption", "")
        shown = Shown(self.next_id(), self.now(), html, keyboard(parameters), *attached(parameters))
        self._show(shown, "without a sound" if parameters.get("disable_notification") == "true" else "")
        return shown.as_json()

    def _edit_text(self, parameters: Parameters) -> dict[str, Any]:
        shown = self._find(parameters)
        return self._edit(shown, parameters.get("text", ""), parameters)

    def _edit_media(self, parameters: Parameters) -> dict[str, Any]:
        shown = self._find(parameters)
        return self._edit(shown, json.loads(parameters["media"]).get("caption", ""), parameters)

    def _edit_keyboard(self, parameters: Parameters) -> dict[str, Any]:
        shown = self._find(parameters)
        return self._edit(shown, shown.html, parameters)

    def _find(self, parameters: Parameters) -> Shown:
        shown = self._shown.get(int(parameters.get("message_id", 0)))
        if shown is None:
            raise RejectedError(NOT_FOUND)
        return shown

    def _edit(self, shown: Shown, html: str, parameters: Parameters) -> dict[str, Any]:
        name, content = attached(parameters) if "attached" in parameters else (shown.attached, shown.content)
        after = replace(shown, html=html, keyboard=keyboard(parameters), attached=name, content=content)
        if after == shown:
            raise RejectedError(NOT_MODIFIED)
        self._show(after, "edited")
        return after.as_json()

    def _delete(self, parameters: Parameters) -> bool:
        if self._shown.pop(int(parameters.get("message_id", 0)), None) is None:
            raise RejectedError("Bad Request: message to delete not found")
        self._out.print(Text("(a message was deleted)", "dim"))
        return True

    def _answer(self, parameters: Parameters) -> bool:
        if text := parameters.get("text"):
            self._out.print(Text(f"» {visible(text)}", "italic"))
        return True

    def _offer(self, parameters: Parameters) -> bool:
        self._out.print(choices(json.loads(parameters.get("results", "[]")), width=self._out.width))
        return True

    def _show(self, shown: Shown, note: str) -> None:
        self._shown.pop(shown.message_id, None)
        self._shown[shown.message_id] = shown  # newest last, also when it was edited
        labels = [[button["text"] for button in row] for row in shown.keyboard]
        self._out.print(bubble(shown.html, labels, width=self._out.width, attached=self._saved(shown), note=note))

    def _saved(self, shown: Shown) -> str:
        """Where its file can be opened; "" where it has none."""
        if not shown.attached:
            return ""
        self._folder.mkdir(parents=True, exist_ok=True)
        path = self._folder / f"{shown.message_id}-{Path(shown.attached).name}"
        path.write_bytes(shown.content)
        return str(path)


def done(_: Parameters) -> bool:
    """The answer to what has nothing to show."""
    return True


def found(parameters: Parameters) -> dict[str, Any]:
    """A file that was sent: it lies on this machine, as with a Bot API server of one's own."""
    path = parameters["file_id"]
    return {"file_id": path, "file_unique_id": path, "file_path": path}


def attached(parameters: Parameters) -> tuple[str, bytes]:
    """The name and the content of what is carried along; nothing of either where nothing is."""
    return parameters.get("attached", ""), parameters.get("content", b"")


def keyboard(parameters: Parameters) -> list[list[dict[str, str]]]:
    """The rows of buttons that can be pressed."""
    rows = json.loads(parameters.get("reply_markup", "{}")).get("inline_keyboard", [])
    pressable = [[button for button in row if "callback_data" in button] for row in rows]
    return [row for row in pressable if row]
