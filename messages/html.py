"""Telegram's HTML: escaping what comes from outside, the few tags we use, splitting what is too long."""

import datetime as dt
import re
import unicodedata
from html import unescape

from messages.model import LIMIT

URL_LIMIT = 1000
ELLIPSIS = "…"

_SPECIAL = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;"})
# No user name before the host: "https://known.com@elsewhere" would show one house and open another.
_WEB = re.compile(r"https?://([^\s/?#@\\]+)([/?#]\S*)?", re.IGNORECASE)
# Telegram opens these itself: they lead to chats and bots, not to a page.
_TELEGRAM = re.compile(r"(?:.*\.)?(?:t\.me|telegram\.(?:me|dog|org))\.?(?::\d*)?", re.IGNORECASE)
# Telegram makes "/stop" and "@name" in any text tappable; an invisible joiner keeps them words.
_ENTRY = re.compile(r"(?<!\w)([/@])(?=\w)")
_JOINER = "\u2060"
_SILENT = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
_KEPT = frozenset({"\n", "\u200d"})  # the latter holds emoji together

_TAG = re.compile(r"<(/?)([a-z-]+)[^>]*>")
# Ever smaller steps to cut at: lines, words, single characters; never inside a tag or an entity.
_STEPS = (
    re.compile(r"[^\n]*\n|[^\n]+"),
    re.compile(r"(?:<[^>]*>|[^<\s])*\s|(?:<[^>]*>|[^<\s])+"),
    re.compile(r"<[^>]*>|&#?\w+;|."),
)


def escape(text: str) -> str:
    """The text as Telegram shows it back, without characters that hide, turn or break what stands beside them."""
    kept = (char for char in text if char in _KEPT or unicodedata.category(char) not in _SILENT)
    return "".join(kept).translate(_SPECIAL)


def clip(text: str, limit: int) -> str:
    """The text on one line and at most ``limit`` characters, with an ellipsis where it was cut."""
    line = " ".join(text.split())
    return line if len(line) <= limit else line[: limit - 1].rstrip() + ELLIPSIS


def short(text: str, limit: int) -> str:
    """Outside text made fit to stand among ours: one line, bounded, escaped, never a command, a mention or nothing."""
    return _ENTRY.sub(rf"\1{_JOINER}", escape(clip(text, limit))).strip() or "?"


def bold(html: str) -> str:
    """Bold; ``html`` is escaped already."""
    return f"<b>{html}</b>"


def italic(html: str) -> str:
    """Italic; ``html`` is escaped already."""
    return f"<i>{html}</i>"


def code(html: str) -> str:
    """Words to type, copied at a tap; ``html`` is escaped already."""
    return f"<code>{html}</code>"


def local(moment: dt.datetime, form: str, fallback: str) -> str:
    """A moment that each reader's client tells in the time of its own place, others as ``fallback``, already escaped.

    ``form`` is Telegram's: "t" for the time of day, "Dt" for date and time.
    """
    return f'<tg-time unix="{moment.timestamp():.0f}" format="{form}">{fallback}</tg-time>'


def quote(html: str, *, expandable: bool = False) -> str:
    """A quotation set apart, folded if expandable; ``html`` is escaped already."""
    return f"<blockquote{' expandable' if expandable else ''}>{html}</blockquote>"


def link(url: str | None, label: str) -> str:
    """A link to a web address; only its ``label``, already escaped, where the address is none to trust."""
    return label if url is None or host(url) is None else f'<a href="{escape(url)}">{label}</a>'


def host(url: str) -> str | None:
    """Whom a web address leads to, as its name is looked up ("example.com"); None where it is none to trust."""
    found = _WEB.fullmatch(url) if len(url) <= URL_LIMIT and url.isprintable() else None
    if found is None or _TELEGRAM.fullmatch(found[1]):
        return None
    try:
        name = found[1].casefold().encode("idna").decode()
    except UnicodeError:
        return None
    return escape(name.removeprefix("www."))


def plain(html: str) -> str:
    """The text that a reader sees."""
    return unescape(_TAG.sub("", html))


def size(text: str) -> int:
    """The length as Telegram counts it, in UTF-16 units."""
    return len(text) + sum(char > "\uffff" for char in text)


def split(html: str, limit: int = LIMIT) -> tuple[str, ...]:
    """Pieces of at most ``limit`` characters, tags counted.

    Cut at line ends, or at words where a line alone is too long. A tag open at a cut is closed there and opened again
    in the next piece. The pieces' texts one after another are the whole text; blank pieces, which Telegram refuses,
    are left out.
    """
    splitter = _Splitter(limit)
    splitter.add(html, _STEPS)
    splitter.flush()
    return tuple(splitter.pieces)


class _Splitter:
    """Fills one piece after another."""

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self.pieces: list[str] = []
        self.open: tuple[str, ...] = ()
        self.reopened = ""
        self.body: list[str] = []
        self.used = 0

    def add(self, html: str, steps: tuple[re.Pattern[str], ...]) -> None:
        """Put it into this piece, into the next one, or, where it fits neither, part by part."""
        for match in steps[0].finditer(html):
            part = match[0]
            room = self.limit - size(_closing(_open_after(part, self.open)))
            if self.used + size(part) > room and self.body and (len(steps) == 1 or self._fits_alone(part, room)):
                self.flush()
            if self.used + size(part) > room and len(steps) > 1:
                self.add(part, steps[1:])
            else:
                self._take(part)

    def flush(self) -> None:
        """End this piece and begin the next with the tags that are open."""
        piece = self.reopened + "".join(self.body) + _closing(self.open)
        if plain(piece).strip():
            self.pieces.append(piece)
        self.reopened = "".join(self.open)
        self.body = []
        self.used = size(self.reopened)

    def _fits_alone(self, part: str, room: int) -> bool:
        return size("".join(self.open)) + size(part) <= room

    def _take(self, part: str) -> None:
        self.body.append(part)
        self.used += size(part)
        self.open = _open_after(part, self.open)


def _open_after(html: str, before: tuple[str, ...]) -> tuple[str, ...]:
    """The tags, as written, that are open behind this html."""
    stack = list(before)
    for tag in _TAG.finditer(html):
        if not tag[1]:
            stack.append(tag[0])
        elif stack:
            stack.pop()
    return tuple(stack)


def _closing(tags: tuple[str, ...]) -> str:
    names = (match[2] for tag in reversed(tags) if (match := _TAG.match(tag)))
    return "".join(f"</{name}>" for name in names)
