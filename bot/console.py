"""The chat in the terminal: what is typed reaches the bot as from Telegram, and its answers are shown."""

import datetime as dt
import io
import itertools
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any, Protocol

from rich.console import Console as Screen
from rich.text import Text
from telegram import Update
from telegram.ext import Application

from bot.console_request import ConsoleRequest
from bot.console_typed import (
    FILE,
    INLINE,
    NUMBER,
    QUIT,
    REPLY,
    MistypedError,
    document,
    inline,
    message,
    press,
    time_to_pass,
)


class Stage(Protocol):
    """The world around the chat."""

    async def settled(self) -> None:
        """Come back when the bot has nothing more to say; only piped lines wait for it."""

    async def pass_time(self, span: dt.timedelta) -> None:
        """Let it be so much later."""


class Console:
    """One person's private chat with the bot. ``request`` is what the bot's application talks through.

    Files that the bot sends are written into ``folder``. When ``piped`` (by default, when standard input is no
    terminal), lines are shown as they are read and each waits for its answer.
    """

    def __init__(self, *, out: Screen, lines: AsyncIterator[str], folder: Path, piped: bool | None = None) -> None:
        self._out = out
        self._lines = lines
        self._piped = not sys.stdin.isatty() if piped is None else piped
        self._ids = itertools.count(1)
        self.request = ConsoleRequest(out, folder)
        if isinstance(out.file, io.TextIOWrapper):
            out.file.reconfigure(errors="replace")  # a terminal without Unicode shows less, but shows it

    async def chat(self, application: Application[Any, Any, Any, Any, Any, Any], stage: Stage) -> None:
        """Hand the lines to a running application until they end or one is /quit."""
        async for line in self._lines:
            words = line.strip()
            if self._piped and words:
                self._out.print(Text(words, "bold green"), justify="right")
            if words == QUIT:
                return
            try:
                if words and not await self._has_passed(words, stage):
                    await self._tell(application, self._content(words), stage)
            except MistypedError as error:
                self._out.print(Text(str(error), "dim"))

    async def _has_passed(self, words: str, stage: Stage) -> bool:
        """Whether the line was about the time, which is passed and shown."""
        if (span := time_to_pass(words)) is None:
            return False
        if span:
            self._out.print(Text("Time passes …", "dim"))
            await stage.pass_time(span)
        self._out.rule(Text(f"{self._out.get_datetime():%A, %d %B, %H:%M} UTC", "dim"), style="dim")
        return True

    async def _tell(
        self, application: Application[Any, Any, Any, Any, Any, Any], content: dict[str, Any], stage: Stage
    ) -> None:
        update = Update.de_json({"update_id": next(self._ids)} | content, application.bot)
        await application.update_queue.put(update)
        if self._piped:
            await application.update_queue.join()
            await stage.settled()

    def _content(self, words: str) -> dict[str, Any]:
        """What Telegram would tell of the line; raises MistypedError."""
        if number := NUMBER.fullmatch(words):
            return self._press(int(number[1]))
        if asked := INLINE.fullmatch(words):
            return inline(asked[1], str(next(self._ids)))
        if file := FILE.fullmatch(words):
            return document(Path(file[1]).expanduser(), self.request.next_id(), self.request.now())
        if replied := REPLY.fullmatch(words):
            shown = self.request.answerable()
            return message(replied[1], self.request.next_id(), self.request.now(), shown.as_json() if shown else None)
        return message(words, self.request.next_id(), self.request.now())

    def _press(self, number: int) -> dict[str, Any]:
        shown = self.request.pressable()
        if shown is None or not 1 <= number <= len(shown.buttons):
            raise MistypedError(f"There is no button {number} to press.")
        return press(shown.as_json(), shown.buttons[number - 1]["callback_data"], str(next(self._ids)))
