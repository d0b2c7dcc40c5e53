"""Text from strangers made plain: no markup, nothing invisible, bounded."""

import re
import unicodedata

from feeds.entities import unescape

TITLE_LIMIT = 300  # characters
TEXT_LIMIT = 100_000
MARKUP_LIMIT = 1_000_000  # characters of HTML that are looked at; far more than TEXT_LIMIT of text ever needs

# What no reader sees, and what turns the text around on the screen: controls, surrogates, soft hyphen, joiners,
# zero widths, bidi marks and overrides, byte order marks, annotations, tag characters.
INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b-\u200f\u202a-\u202e"
    "\u2060-\u206f\u3164\ud800-\udfff\ufeff\uffa0\ufff0-\ufffb\ufffe\uffff\U000e0000-\U000e0fff]"
)
LINE_END = re.compile("[\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]+")
MARKS = re.compile(
    r"([\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]{3})[\u0300-\u036f"
    r"\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]+"
)

# A letter must follow "<", so that "<$30" stays. No part crosses the next "<": the search stays linear.
TAG = re.compile(r"""</?[A-Za-z](?:[^<>"']|"[^"<]*"|'[^'<]*')*+>|</?[A-Za-z][^<>]*>|<[!?][^<>]*>""")
BLOCK = re.compile(
    r"</?(?:address|article|aside|blockquote|br|caption|dd|div|dl|dt|fieldset|figcaption|figure|footer|form|h[1-6]|header|hr|"
    r"li|main|nav|ol|option|p|pre|section|select|table|tbody|tfoot|thead|tr|ul)\b",
    re.IGNORECASE,
)
CELL = re.compile(r"<t[dh]\b", re.IGNORECASE)
UNREAD = re.compile(r"<!--|<(script|style|noscript|template|iframe|object|svg|textarea|head|title)\b", re.IGNORECASE)


def plain(text: str) -> str:
    """The text without what is invisible, composed (NFC), its line ends as they were meant."""
    text = LINE_END.sub("\n", INVISIBLE.sub("", text))
    return MARKS.sub(r"\1", unicodedata.normalize("NFC", text))


def one_line(text: str, limit: int = TITLE_LIMIT) -> str:
    """The text on one line with single spaces, cut at the limit."""
    return " ".join(plain(text[: limit * 20]).split())[:limit].rstrip()


def title_text(title: str) -> str:
    """A headline: unescaped until stable but at most twice, without tags, on one line, cut at TITLE_LIMIT."""
    title = title[: TITLE_LIMIT * 20]
    for _ in range(2):
        title = unescape(title)
    return one_line(TAG.sub("", title))


def html_text(markup: str) -> str:
    """The text that a reader of this HTML would see, a line for each block; also fit for text without markup."""
    readable = without_unread(markup[:MARKUP_LIMIT])
    if BLOCK.search(readable):
        readable = LINE_END.sub(" ", readable)  # the blocks say where lines end
    readable = TAG.sub(space, readable)
    lines = (" ".join(line.split()) for line in plain(unescape(readable)).split("\n"))
    return "\n".join(line for line in lines if line)[:TEXT_LIMIT].rstrip()


def without_unread(markup: str) -> str:
    """The markup without comments, scripts and the like; one that never ends takes the rest with it."""
    kept, at = [], 0
    while (opening := UNREAD.search(markup, at)) is not None:
        kept.append(markup[at : opening.start()])
        closing = re.compile(rf"</{opening[1]}\s*>" if opening[1] else "-->", re.IGNORECASE)
        if (end := closing.search(markup, opening.end())) is None:
            return "".join(kept)
        at = end.end()
    return "".join([*kept, markup[at:]])


def space(tag: re.Match[str]) -> str:
    """What stands on the page where a tag stood."""
    if BLOCK.match(tag[0]):
        return "\n"
    return " " if CELL.match(tag[0]) else ""
