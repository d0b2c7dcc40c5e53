"""The terminal chat shows what Telegram would show, and types and presses as a person would."""

import asyncio
import datetime as dt
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
from telegram import (
    BotCommand,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InlineQueryResultArticle,
    InputTextMessageContent,
    Update,
)
from telegram.error import BadRequest
from telegram.ext import (
    Application,
    CallbackQueryHandler,
    CommandHandler,
    InlineQueryHandler,
    MessageHandler,
    filters,
)

from bot.console import Console
from bot.console_lines import LONGEST, typed_lines
from bot.console_typed import MistypedError, time_to_pass
from bot.console_view import Quote, bubble, choices, formatted
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

    def __init__(self, *lines: str, out: Screen, piped: bool = True, folder: Path = Path(os.devnull)) -> None:
        self.out = out
        self.lines = lines
        self.before: dict[str, str] = {}
        self.waited = 0
        self.passed: list[dt.timedelta] = []
        self.console = Console(out=out, lines=self._typed(), piped=piped, folder=folder)
        builder = Application.builder().token("0:offline").request(self.console.request)
        self.application = builder.updater(None).concurrent_updates(8).build()
        self.application.add_handler(CommandHandler("watch", self._watch))
        self.application.add_handler(CommandHandler("chart", self._chart))
        self.application.add_handler(CallbackQueryHandler(self._press))
        self.application.add_handler(InlineQueryHandler(self._offer))
        self.application.add_handler(MessageHandler(filters.Document.ALL, self._read))
        self.application.add_handler(MessageHandler(filters.TEXT, self._else))

    async def chat(self) -> str:
        """Let the lines run out, and give what the terminal shows."""
        async with self.application:
            await self.application.bot.set_my_commands([BotCommand("watch", "Follow tickers")])
            await self.application.start()
            await self.console.chat(self.application, self)
            await self.application.update_queue.join()
            await self.application.stop()
        return seen(self.out)

    async def _typed(self) -> AsyncIterator[str]:
        for line in self.lines:
            self.before[line] = seen(self.out)
            yield line

    async def settled(self) -> None:
        """Counts how often it was waited for."""
        self.waited += 1

    async def pass_time(self, span: dt.timedelta) -> None:
        """Notes how much was to pass."""
        self.passed.append(span)

    async def _offer(self, update: Update, _: Any) -> None:
        word = update.inline_query.query
        content = InputTextMessageContent(f"<b>{word}</b> is up", parse_mode="HTML")
        await update.inline_query.answer([InlineQueryResultArticle("1", f"All of {word}", content)] if word else [])

    async def _read(self, update: Update, _: Any) -> None:
        file = await update.effective_message.document.get_file()
        content = await file.download_as_bytearray()
        await update.effective_message.reply_text(f"{update.effective_message.document.file_name}: {content.decode()}")

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
        answered = update.effective_message.reply_to_message
        to = f" to {answered.text}" if answered else ""
        await update.effective_message.reply_text(f"you said {update.effective_message.text}{to}")


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
    assert guest.waited == 5
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


async def test_without_a_sound() -> None:
    """A message that makes no sound is marked so."""
    out = screen()
    console = Console(out=out, lines=Guest(out=screen())._typed(), piped=True, folder=Path(os.devnull))
    async with Application.builder().token("0:offline").request(console.request).updater(None).build() as application:
        await application.bot.send_message(1, "loud")
        await application.bot.send_message(1, "loud too", disable_notification=False)
        await application.bot.send_message(1, "soft", disable_notification=True)
    assert seen(out).count("(without a sound)") == 1


async def test_reply() -> None:
    """Words behind > answer the newest message with buttons, if there is one."""
    shown = await Guest("> early", "/watch CIFR", "hello", ">why", out=screen()).chat()
    assert "you said early " in shown
    assert "you said why to Watching CIFR for You" in shown


async def test_reply_to_alert() -> None:
    """Words behind > answer the newest alert, whatever else with buttons was shown after it."""
    alert = InlineKeyboardMarkup([[InlineKeyboardButton("Why", callback_data="why:12")]])
    guest = Guest("/watch CIFR", ">why", out=screen())
    await guest.application.initialize()
    for words, buttons in (("JPMorgan", alert), ("UBS upgrades", alert), ("a card", BUTTONS)):
        await guest.application.bot.send_message(1, words, reply_markup=buttons)
    assert "you said why to UBS upgrades" in await guest.chat()


async def test_picture(tmp_path: Path) -> None:
    """What a terminal can't show is put into a file, and the message says where."""
    shown = await Guest("/chart CIFR", out=screen(200), folder=tmp_path / "new").chat()
    (file,) = (tmp_path / "new").iterdir()
    assert file.name.endswith("-cifr.png")
    assert file.read_bytes() == b"\x89PNG"
    assert file.name in shown.replace("\n", "")


async def test_sent_file(tmp_path: Path) -> None:
    """A file of this machine can be sent; one that isn't there is told."""
    (tmp_path / "mine.csv").write_text("CIFR")
    lines = (f"/send {tmp_path / 'mine.csv'}", f"/send {tmp_path / 'none.csv'}", f"/send {tmp_path}")
    shown = await Guest(*lines, out=screen(400)).chat()
    assert "mine.csv: CIFR" in shown
    assert "No such file" in shown
    assert "is no file" in shown


async def test_other_chat() -> None:
    """The bot's name before words asks it as from another chat, and shows what it offers."""
    shown = await Guest("@bot CIFR", "@ratingwire_demo_bot", out=screen()).chat()
    assert "All of CIFR" in shown
    assert "CIFR is up" in shown
    assert "nothing" in shown


def test_choice_of_pictures() -> None:
    """Offers with a caption, or with a title alone, are shown as far as they go."""
    out = screen()
    out.print(choices([{"title": "One", "caption": "<i>seen</i>"}, {"title": "Two"}], width=60))
    assert [word for word in ("One", "seen", "Two") if word in seen(out)] == ["One", "seen", "Two"]


TIMES = {
    "/clock": dt.timedelta(0),
    "+12h": dt.timedelta(hours=12),
    "/clock +12h": dt.timedelta(hours=12),
    "+ 30 min": dt.timedelta(minutes=30),
    "+7d": dt.timedelta(days=7),
    "12h": None,
    "/clocks": None,
    "/watch +12h": None,
}


@pytest.mark.parametrize("words", TIMES)
def test_time_to_pass(words: str) -> None:
    """A line is about the time, or it isn't."""
    assert time_to_pass(words) == TIMES[words]


@pytest.mark.parametrize("words", ["+5", "+", "+8d", "+9999h", "/clock 12", "+1y"])
def test_no_time_to_pass(words: str) -> None:
    """What isn't understood, or is too much, is said so."""
    with pytest.raises(MistypedError):
        time_to_pass(words)


async def test_time_passes() -> None:
    """Time is passed by the stage and then shown; the bot hears nothing of it."""
    noon = dt.datetime(2025, 11, 24, 12, 0, tzinfo=dt.UTC)
    guest = Guest("+2h", "/clock", "+8d", out=screen(get_datetime=lambda: noon))
    shown = await guest.chat()
    assert guest.passed == [dt.timedelta(hours=2)]
    assert shown.count("Monday, 24 November, 12:00 UTC") == 2
    assert "At most 7 days" in shown
    assert guest.waited == 0


async def test_exchanged_picture(tmp_path: Path) -> None:
    """A picture can be exchanged, but not for itself; other edits leave it as it is."""
    out = screen(200)
    console = Console(out=out, lines=Guest(out=screen())._typed(), piped=True, folder=tmp_path)
    async with Application.builder().token("0:offline").request(console.request).updater(None).build() as application:
        transport = TelegramTransport(application.bot, priority=Priority.REPLY)
        message = Message("1 month", ((Button("1 year", "chart:1y"),),), Attachment(name="m.png", content=b"m"))
        message_id = await transport.send(1, message)
        await transport.edit(1, message_id, message)
        assert "edited" not in seen(out)
        await transport.edit(1, message_id, Message("1 year", attachment=Attachment(name="y.png", content=b"y")))
        await application.bot.edit_message_reply_markup(1, message_id, reply_markup=BUTTONS)
    assert seen(out).count("(edited)") == 2
    assert seen(out).count(f"/{message_id}-y.png") == 2


async def test_quit() -> None:
    """/quit ends the chat, and what stands behind it is not read."""
    guest = Guest("/quit", "hello", out=screen())
    assert "you said" not in await guest.chat()
    assert "hello" not in guest.before


async def test_typed() -> None:
    """What someone types into a terminal is not shown twice, and nobody waits before the next line."""
    guest = Guest("hello", "again", out=screen(), piped=False)
    shown = await guest.chat()
    assert (shown.count("hello"), guest.waited) == (1, 0)
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
    console = Console(out=out, lines=Guest(out=screen())._typed(), piped=True, folder=Path(os.devnull))
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


async def test_endless_line() -> None:
    """Input without a line's end comes in parts, and no more of it is read ahead than somebody takes."""
    endless = os.open("/dev/zero", os.O_RDONLY)  # left open: the thread that reads it lives on
    lines = typed_lines(endless)
    parts = [await anext(lines) for _ in range(3)]
    await lines.aclose()
    assert all(LONGEST < len(part) <= LONGEST + 4096 for part in parts)
