"""The chat in the terminal: what is typed reaches the bot as from Telegram, and its answers are shown."""

import io
import itertools
import re
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

from rich.console import Console as Screen
from rich.text import Text
from telegram import Update
from telegram.ext import Application

from bot.console_request import CHAT, YOU, ConsoleRequest

QUIT = "/quit"
COMMAND = re.compile(r"/\w+")
NUMBER = re.compile(r"#?(\d{1,3})")


class Console:
    """One person's private chat with the bot. ``request`` is what the bot's application talks through.

    When ``piped`` (by default, when standard input is no terminal), lines are shown as they are read and each
    waits for its answer.
    """

    def __init__(self, *, out: Screen, lines: AsyncIterator[str], piped: bool | None = None) -> None:
        self._out = out
        self._lines = lines
        self._piped = not sys.stdin.isatty() if piped is None else piped
        self._update_ids = itertools.count(1)
        self.request = ConsoleRequest(out)
        if isinstance(out.file, io.TextIOWrapper):
            out.file.reconfigure(errors="replace")  # a terminal without Unicode shows less, but shows it

    async def chat(
        self, application: Application[Any, Any, Any, Any, Any, Any], settled: Callable[[], Awaitable[None]]
    ) -> None:
        """Hand the lines to a running application until they end or one is /quit.

        ``settled`` comes back when the bot has nothing more to say; only piped lines wait for it.
        """
        async for line in self._lines:
            words = line.strip()
            if self._piped and words:
                self._out.print(Text(words, "bold green"), justify="right")
            if words == QUIT:
                return
            if (content := self._content(words)) is None:
                continue
            update = Update.de_json({"update_id": next(self._update_ids)} | content, application.bot)
            await application.update_queue.put(update)
            if self._piped:
                await application.update_queue.join()
                await settled()

    def _content(self, words: str) -> dict[str, Any] | None:
        """What Telegram would tell of it: a pressed button for a number, else a message; None for nothing."""
        if not words:
            return None
        number = NUMBER.fullmatch(words)
        return self._message(words) if number is None else self._press(int(number[1]))

    def _message(self, words: str) -> dict[str, Any]:
        message = {
            "message_id": self.request.next_id(),
            "date": self.request.now(),
            "chat": CHAT,
            "from": YOU,
            "text": words,
        }
        if command := COMMAND.match(words):
            message["entities"] = [{"type": "bot_command", "offset": 0, "length": len(command[0])}]
        return {"message": message}

    def _press(self, number: int) -> dict[str, Any] | None:
        shown = self.request.pressable()
        if shown is None or not 1 <= number <= len(shown.buttons):
            self._out.print(Text(f"There is no button {number} to press.", "dim"))
            return None
        query = {
            "id": str(next(self._update_ids)),
            "from": YOU,
            "chat_instance": "1",
            "message": shown.as_json(),
            "data": shown.buttons[number - 1]["callback_data"],
        }
        return {"callback_query": query}
