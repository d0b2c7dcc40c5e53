"""Telegram's messages as a terminal shows them."""

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import Any

from rich.console import Console, ConsoleOptions, Group, RenderableType, RenderResult
from rich.panel import Panel
from rich.segment import Segment
from rich.style import Style
from rich.text import Text

PANEL_WIDTH = 76  # columns; longer lines are tiring to read
URL_WIDTH = 100  # columns from which there is room for a link's address
URL_LIMIT = 40  # characters shown of it

STYLES = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strike",
    "strike": "strike",
    "del": "strike",
    "code": "cyan",
    "pre": "cyan",
    "a": "underline",
}
BLOCKS = ("blockquote", "pre")


@dataclass(frozen=True, slots=True)
class Quote:
    """A text with a bar along its left side."""

    text: Text

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """The bar goes down the lines as they are wrapped."""
        bar = Segment("| " if options.ascii_only else "▌ ", Style(dim=True))
        for line in console.render_lines(self.text, options.update_width(options.max_width - 2), pad=False):
            yield bar
            yield from line
            yield Segment.line()


class _Painter(HTMLParser):
    """Reads Telegram's HTML into blocks of styled text."""

    def __init__(self, *, urls: bool) -> None:
        super().__init__()
        self.blocks: list[RenderableType] = []
        self._urls = urls
        self._text = Text()
        self._open: list[tuple[str, int, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in BLOCKS:
            self.end_block()
        self._open.append((tag, len(self._text), dict(attrs).get("href") or ""))

    def handle_endtag(self, tag: str) -> None:
        if not any(tag == known for known, _, _ in self._open):
            return
        while True:
            name, start, url = self._open.pop()
            self._text.stylize(STYLES.get(name, ""), start)
            if url and self._urls:
                self._text.append(f" ({short_url(url)})", "dim")
            if name in BLOCKS:
                self.end_block(quoted=name == "blockquote")
            if name == tag:
                return

    def handle_data(self, data: str) -> None:
        self._text.append(visible(data))

    def end_block(self, *, quoted: bool = False) -> None:
        text = self._text
        for name, start, _ in self._open:
            text.stylize(STYLES.get(name, ""), start)
        self._text = Text()
        self._open = [(name, 0, url) for name, _, url in self._open]
        trimmed = Text("\n").join(trim(list(text.split("\n", allow_blank=True))))
        if trimmed.plain:
            self.blocks.append(Quote(trimmed) if quoted else trimmed)


def trim(lines: list[Text]) -> Iterator[Text]:
    """The lines without empty ones at either end, since blocks stand apart anyway."""
    full = [index for index, line in enumerate(lines) if line.plain.strip()]
    return iter(lines[full[0] : full[-1] + 1] if full else [])


def visible(text: str) -> str:
    """The text without what could drive a terminal or hide in it."""
    return "".join(char for char in text if char in "\n\u200d" or not unicodedata.category(char).startswith("C"))


def short_url(url: str) -> str:
    """An address without its scheme, cut where it is long."""
    shown = visible(url).partition("://")[2].rstrip("/") or visible(url)
    return shown if len(shown) <= URL_LIMIT else shown[: URL_LIMIT - 1] + "…"


def formatted(html: str, *, urls: bool) -> list[RenderableType]:
    """Telegram's HTML as blocks of text; with ``urls`` each link's address stands behind its words."""
    painter = _Painter(urls=urls)
    painter.feed(html)
    painter.close()
    painter.end_block()
    return painter.blocks


def button_rows(rows: Sequence[Sequence[str]]) -> Iterator[Text]:
    """The labels, numbered through from 1."""
    number = 0
    for row in rows:
        line = Text()
        for label in row:
            number += 1
            line.append(f"[{number}]", "bold cyan").append(f" {visible(label)}   ")
        line.rstrip()
        yield line


def bubble(
    html: str, rows: Sequence[Sequence[str]], *, width: int, attached: str = "", note: str = ""
) -> RenderableType:
    """One message of the bot for a terminal of that width: ``attached`` names its file, ``note`` says how it came."""
    blocks = formatted(html, urls=width >= URL_WIDTH)
    if attached:
        blocks.insert(0, Text(f"[{visible(attached)}]", "dim"))
    if rows:
        blocks += [Text(), *button_rows(rows)]
    return _panel(blocks, f"Ratingwire ({note})" if note else "Ratingwire", width)


def choices(results: Sequence[Mapping[str, Any]], *, width: int) -> RenderableType:
    """What the bot offers to whoever typed its name in some other chat, each with the message that it would send."""
    blocks: list[RenderableType] = []
    for result in results:
        blocks.append(Text(visible(str(result.get("title", ""))), "bold"))
        content = result.get("input_message_content") or {}
        blocks += formatted(content.get("message_text") or result.get("caption") or "", urls=False)
        blocks.append(Text())
    return _panel(blocks[:-1] or [Text("nothing", "dim")], "Ratingwire, in any chat", width)


def _panel(blocks: list[RenderableType], title: str, width: int) -> RenderableType:
    return Panel(
        Group(*blocks),
        title=title,
        title_align="left",
        border_style="cyan",
        width=min(width, PANEL_WIDTH),
        padding=(0, 1),
    )
