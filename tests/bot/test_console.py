"""The terminal chat shows what Telegram would show, and types and presses as a person would."""

import asyncio
import io
import os
import tomllib
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.console import Console as Screen
from rich.console import Group
from telegram import BotCommand, InlineKeyboardButton, InlineKeyboardMarkup, Update
from telegram.error import BadRequest
from telegram.ext import Application, CallbackQueryHandler, CommandHandler, MessageHandler, filters

from bot.console import Console
from bot.console_lines import typed_lines
from bot.console_view import Quote, bubble, formatted
from bot.pace import Priority
from bot.transport import TelegramTransport
from messages.model import Attachment, Button, Message

CASES = tomllib.loads((Path(__file__).parents[1] / "data/telegram/console.toml").read_text(encoding="utf-8"))["case"]
BUTTONS = InlineKeyboardMarkup(
    [
        [InlineKeyboardButton("History", callback_data="history"), InlineKeyboardButton("Mute", callback_data="mute")],
        [InlineKeyboardButton("Site", url="https://example.com"), InlineKeyboardButton("Why", callback_data="why")],
    ]
)


def screen(width: int = 60, **details: Any) -> Screen:
    """A terminal that only a test looks at."""
    return Screen(file=io.StringIO(), width=width, **details)


def seen(out: Screen) -> str:
    """What stands in it."""
    assert isinstance(out.file, io.StringIO)
    return out.file.getvalue()


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_formatting(case: dict[str, Any]) -> None:
    """Each message's lines and styles are what its row says."""
    blocks = formatted(case["html"], urls=case.get("urls", False))
    out = screen(case.get("width", 60))
    out.print(Group(*blocks))
    assert [line.rstrip() for line in seen(out).splitlines() if line.strip()] == case["lines"]
    texts = [block.text if isinstance(block, Quote) else block for block in blocks]
    styles = [f"{span.style}:{text.plain[span.start : span.end]}" for text in texts for span in text.spans]
    assert sorted(style for style in styles if style[0] != ":") == sorted(case.get("styles", styles))


TAGGED = st.lists(
    st.sampled_from(["<b>", "</b>", "<a href='http://x.example'>", "</a>", "<blockquote>", "</blockquote>", "<pre>"])
    | st.text(max_size=8)
).map("".join)


@given(TAGGED, st.sampled_from([20, 60, 120]))
def test_any_message(html: str, width: int) -> None:
    """Any text is shown within the terminal's width and drives nothing."""
    out = screen(width)
    out.print(bubble(html, [["a" * 70, "b"]], width=width))
    assert "\x1b" not in seen(out)
    assert all(cell_len(line) <= width for line in seen(out).split("\n"))


class Guest:
    """A small bot in the terminal, and the lines someone pipes into it."""

    def __init__(self, *lines: str, out: Screen, piped: bool = True) -> None:
        self.out = out
        self.lines = lines
        self.before: dict[str, str] = {}
        self.settled = 0
        self.console = Console(out=out, lines=self._typed(), piped=piped)
        builder = Application.builder().token("0:offline").request(self.console.request)
        self.application = builder.updater(None).concurrent_updates(8).build()
        self.application.add_handler(CommandHandler("watch", self._watch))
        self.application.add_handler(CommandHandler("chart", self._chart))
        self.application.add_handler(CallbackQueryHandler(self._press))
        self.application.add_handler(MessageHandler(filters.TEXT, self._else))

    async def chat(self) -> str:
        """Let the lines run out, and give what the terminal shows."""
        async with self.application:
            await self.application.bot.set_my_commands([BotCommand("watch", "Follow tickers")])
            await self.application.start()
            await self.console.chat(self.application, self._settle)
            await self.application.update_queue.join()
            await self.application.stop()
        return seen(self.out)

    async def _typed(self) -> AsyncIterator[str]:
        for line in self.lines:
            self.before[line] = seen(self.out)
            yield line

    async def _settle(self) -> None:
        self.settled += 1

    async def _watch(self, update: Update, context: Any) -> None:
        await asyncio.sleep(0)
        text = f"Watching <b>{' '.join(context.args)}</b> for {update.effective_user.first_name}"
        await update.effective_message.reply_html(text, reply_markup=BUTTONS)

    async def _chart(self, update: Update, _: Any) -> None:
        await update.effective_message.reply_photo(b"\x89PNG", caption="<b>CIFR</b>", filename="cifr.png")

    async def _press(self, update: Update, _: Any) -> None:
        query = update.callback_query
        await query.answer(f"{query.data} it is" if query.data != "why" else "")
        if query.data == "why":
            await query.delete_message()
        elif query.data == "mute":
            await query.edit_message_text(f"{query.message.text}, muted")
        else:
            await query.edit_message_reply_markup(InlineKeyboardMarkup(BUTTONS.inline_keyboard[:1]))
            with pytest.raises(BadRequest, match="not modified"):
                await query.edit_message_reply_markup(InlineKeyboardMarkup(BUTTONS.inline_keyboard[:1]))

    async def _else(self, update: Update, _: Any) -> None:
        await update.effective_message.reply_text(f"you said {update.effective_message.text}")


@pytest.mark.parametrize("width", [60, 120])
async def test_conversation(width: int) -> None:
    """Commands, words and numbers get their answers, each before the next line is read."""
    guest = Guest("/watch CIFR RIOT", "3", "/watch CLSK", "#2", "hello", "", out=screen(width))
    shown = await guest.chat()
    assert "Watching CIFR RIOT for You" in guest.before["3"]
    assert "[1] History   [2] Mute" in guest.before["3"]
    assert "[3] Why" in guest.before["3"]
    assert "Site" not in shown
    assert "(a message was deleted)" in guest.before["/watch CLSK"]
    assert "» mute it is" in guest.before["hello"]
    assert "Ratingwire (edited)" in guest.before["hello"]
    assert "Watching CLSK for You, muted" in guest.before["hello"]
    assert "you said hello" in shown
    assert guest.settled == 5
    (typed,) = [line for line in shown.splitlines() if line.endswith(" #2")]
    assert len(typed) == width


async def test_buttons_of_the_newest() -> None:
    """A number presses under the message shown last, and one that is no button does nothing."""
    guest = Guest("5", "/watch CIFR", "1", "3", "2", "1", out=screen())
    shown = await guest.chat()
    assert "There is no button 5 to press." in guest.before["/watch CIFR"]
    assert "» history it is" in guest.before["3"]
    assert "There is no button 3 to press." in guest.before["2"]
    assert "Watching CIFR for You, muted" in shown
    assert shown.rstrip().endswith("There is no button 1 to press.")


async def test_picture() -> None:
    """What a terminal can't show is named."""
    shown = await Guest("/chart CIFR", out=screen()).chat()
    assert "[cifr.png]" in shown


async def test_exchanged_picture() -> None:
    """A picture can be exchanged, but not for itself; other edits leave it as it is."""
    out = screen()
    console = Console(out=out, lines=Guest(out=screen())._typed(), piped=True)
    async with Application.builder().token("0:offline").request(console.request).updater(None).build() as application:
        transport = TelegramTransport(application.bot, priority=Priority.REPLY)
        message = Message("1 month", ((Button("1 year", "chart:1y"),),), Attachment(name="m.png", content=b"m"))
        message_id = await transport.send(1, message)
        await transport.edit(1, message_id, message)
        assert "edited" not in seen(out)
        await transport.edit(1, message_id, Message("1 year", attachment=Attachment(name="y.png", content=b"y")))
        await application.bot.edit_message_reply_markup(1, message_id, reply_markup=BUTTONS)
    assert seen(out).count("(edited)") == 2
    assert seen(out).count("[y.png]") == 2


async def test_quit() -> None:
    """/quit ends the chat, and what stands behind it is not read."""
    guest = Guest("/quit", "hello", out=screen())
    assert "you said" not in await guest.chat()
    assert "hello" not in guest.before


async def test_typed() -> None:
    """What someone types into a terminal is not shown twice, and nobody waits before the next line."""
    guest = Guest("hello", "again", out=screen(), piped=False)
    shown = await guest.chat()
    assert (shown.count("hello"), guest.settled) == (1, 0)
    assert "you said again" in shown


@pytest.mark.parametrize("environment", [{"NO_COLOR": "1"}, {"TERM": "dumb"}, {"TERM": "xterm-256color"}], ids=str)
async def test_terminals(environment: dict[str, str]) -> None:
    """Terminals with and without colours show the same words."""
    out = screen(force_terminal=True, _environ=environment)
    shown = await Guest("/watch CIFR", out=out).chat()
    assert "Watching" in shown
    assert ("\x1b[" in shown) == (environment.get("TERM") != "dumb")


async def test_narrow_encoding() -> None:
    """A terminal without Unicode shows question marks instead of failing."""
    raw = io.BytesIO()
    out = Screen(file=io.TextIOWrapper(raw, encoding="ascii"), width=60)
    console = Console(out=out, lines=Guest(out=screen())._typed(), piped=True)
    async with Application.builder().token("0:offline").request(console.request).updater(None).build() as application:
        await application.bot.send_message(1, "“up” → 18 €<blockquote>x</blockquote>", "HTML")
    out.file.flush()
    assert "?up? ? 18 ?" in raw.getvalue().decode("ascii")


async def test_lines() -> None:
    """Lines come as they are written, cut wherever the pipe cuts them, the last one also without its end."""
    reading, writing = os.pipe()
    lines = typed_lines(reading)
    first = asyncio.ensure_future(anext(lines))
    os.write(writing, "/watch CIFR\r\n€".encode()[:-1])
    assert await first == "/watch CIFR"
    os.write(writing, "€".encode()[-1:] + b"\n\nlast")
    os.close(writing)
    assert [line async for line in lines] == ["€", "", "last"]
    os.close(reading)


async def test_closed_input() -> None:
    """An input that can't be read has ended."""
    folder = os.open(Path(__file__).parent, os.O_RDONLY)
    assert [line async for line in typed_lines(folder)] == []
    os.close(folder)
