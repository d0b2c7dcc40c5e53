"""Cutting a text into words, figures and marks, each with its place."""

import re
from collections.abc import Collection, Sequence
from typing import NamedTuple

from ratings.money import CENTS, GLUED, SCALES, Money, is_code, measured, number, signed

MARKS = {
    ",": "comma", ";": "semicolon", ":": "colon", "(": "open", ")": "close", "[": "open", "]": "close", "?": "stop",
    "!": "stop", "|": "stop", "•": "stop", "·": "stop", "&": "and", "%": "word", "@": "at",
    "->": "to", "=>": "to", "→": "to", "⇒": "to",
}  # fmt: skip
# "1,234.50", "1,25,000" as India groups it, "76,05" as Germany writes cents.
_FIGURE = r"(?>\d{1,12}(?:,\d\d(?:\d(?!\d)|(?=,\d{2,3}(?!\d))|(?![\d,])))*(?:\.\d{1,6})?)"
_SCANNER = re.compile(
    rf"(?P<signed>[$€£¥₹₩][ ]?{_FIGURE}|[A-Z][A-Z.]{{0,3}}\$[ ]?{_FIGURE}|(?<![^\W_])(?:{GLUED}){_FIGURE})"
    rf"|(?P<number>{_FIGURE}(?![^\W_]))"
    rf"|(?P<tight>{_FIGURE}[^\W\d_]{{1,3}}(?![^\W_]))"
    r"|(?P<word>per cent\b|[^\W_]+(?:[.&/](?=[^\W_])[^\W_]+|['’](?!s\b)[^\W_]+)*)"
    r"|(?P<owner>['’]s\b)"
    r"|(?P<mark>[-=]>|[→⇒]|[-–—]+(?=\s)|[—–]|[,;:()\[\]?!|•·&%@])"
)
COUNTED = frozenset(
    {
        "days",
        "weeks",
        "months",
        "years",
        "hours",
        "minutes",
        "times",
        "analysts",
        "brokers",
        "firms",
        "houses",
        "brokerages",
    }
)
FIGURES = frozenset({"number", "money"})  # the kinds of pieces that others may be joined to
_ORDINAL = re.compile(r"\d+(?:st|nd|rd|th)")
_SPLIT = re.compile(rf"(\D*?)[ ]?({_FIGURE})(\D*)")


class Piece(NamedTuple):
    """One word, figure or mark; ``text`` is in lower case.

    ``kind`` is "word", "mark", "owner" ('s), "number", "percent", "money" (with its value), or "sum" (millions).
    ``plain`` is its class by itself, which its capitals may change where it is ``cased``, and the piece after it where
    that is one of ``longer``.
    """

    kind: str
    text: str
    start: int
    end: int
    plain: str
    value: Money | str | None = None
    cased: bool = False
    longer: Collection[str] | None = None


_NOTHING = Piece("", "", 0, 0, "")


def pieces(text: str) -> list[Piece]:
    """The pieces of a text from left to right; full stops, quotation marks and hyphens inside words are left out."""
    found = cut(text)
    return joined(found, [0] * len(found), text)[0]


def cut(text: str) -> list[Piece]:
    """The pieces of a text before neighbours that make one figure are joined."""
    found: list[Piece] = []
    lower = lowered(text)
    for match in _SCANNER.finditer(text):
        kind = match.lastgroup or ""
        start, end = match.span()
        piece = Piece(kind, lower[start:end], start, end, kind)
        piece = _READERS[kind](piece, match[0]) if kind in _READERS else piece
        found.append(piece._replace(plain=_plain(piece, match[0])))
    return found


def _plain(piece: Piece, written: str) -> str:
    """The class of a piece that stands in no table."""
    if piece.kind == "mark":
        return MARKS.get(piece.text, "dash")
    if piece.kind == "word":
        return "name" if written[0].isupper() or (written[0].isdigit() and not _ORDINAL.fullmatch(written)) else "word"
    year = piece.kind == "number" and piece.text.isdigit() and 1990 <= int(piece.text) <= 2100
    return "year" if year else piece.kind


def joined(apart: Sequence[Piece], places: Sequence[int], text: str) -> tuple[list[Piece], list[int]]:
    """The pieces with those in one that make one figure, and the places from which each counts its own."""
    found: list[Piece] = []
    kept: list[int] = []
    last, figure = _NOTHING, False
    for piece, place in zip(apart, places, strict=True):
        if figure or (piece.kind == "number" and found):
            start, end = place + piece.start, place + piece.end
            near = kept[-1] + last.end >= start - 2
            sign = text[kept[-1] + last.start : kept[-1] + last.end]
            whole = _join(last, piece, sign, text[start:end]) if near else None
            if whole:
                last = whole._replace(start=kept[-1] + last.start, end=end)
                found[-1], kept[-1] = last, 0
                figure = last.kind in FIGURES
                continue
        found.append(piece)
        kept.append(place)
        if last.text == ")" and piece.kind == "word" and len(found) > 4 and _share_unit(found, piece, place, text):
            kept.pop()
        last = found[-1]
        figure = last.kind in FIGURES
    return found, kept


def _share_unit(found: list[Piece], unit: Piece, place: int, text: str) -> bool:
    """Gives a unit behind two figures to both and drops it ("515 (480) pence"), and says whether it did."""
    currency = measured(text[place + unit.start : place + unit.end])
    first, opening, second = found[-5:-2]
    if currency and opening.text == "(" and first.kind == second.kind == "number":
        found[-5] = _money(first, first.text, currency)
        found[-3] = _money(second, second.text, currency)
        found.pop()
        return True
    return False


def lowered(text: str) -> str:
    """A text in lower case with straight apostrophes, each character in its place ("İ" would become two)."""
    lower = text.lower()
    if len(lower) != len(text):
        lower = "".join(small if len(small := letter.lower()) == 1 else letter for letter in text)
    return lower.replace("’", "'")


def _read_signed(piece: Piece, words: str) -> Piece:
    sign, figure, _ = _parts(words)
    return _money(piece, figure, signed(sign)) if signed(sign) else _kind(piece, "word")  # money of nobody knows where


def _read_tight(piece: Piece, words: str) -> Piece:
    """A figure with letters that touch it: "250p", "45c", "10m", but also "3M" and "5G"."""
    _, figure, unit = _parts(words)
    if unit in CENTS:
        return _money(piece, figure, None, shift=-2)
    currency = measured(unit)
    return _money(piece, figure, currency) if currency else _kind(piece, "word")


_READERS = {"signed": _read_signed, "tight": _read_tight}


def _join(last: Piece, piece: Piece, sign: str, words: str) -> Piece | None:
    """Two neighbouring pieces as one figure, if they are one: "EUR 12", "12 euros", "$5 billion", "7 %".

    ``sign`` and ``words`` are the two as written.
    """
    if last.kind == "word":
        currency = signed(sign) or signed(sign.upper()) if piece.kind == "number" and len(sign) <= 4 else None
        return _money(_both(last, piece), words, currency) if currency else None
    if last.kind in FIGURES and piece.text in SCALES:
        return _kind(_both(last, piece), "sum")
    if isinstance(last.value, Money) and is_code(words):  # "$73.00 USD"
        return _both(last, piece)._replace(value=Money(last.value.amount, words))
    if last.kind != "number":
        return None
    if piece.text in ("%", "percent", "per cent"):
        return _kind(_both(last, piece), "percent")
    if piece.text in COUNTED:
        return _kind(_both(last, piece), "word")
    if piece.kind == "word" and (currency := measured(words)):
        return _money(_both(last, piece), last.text, currency)
    return _money(_both(last, piece), last.text, None, shift=-2) if piece.text == "cents" else None


def _both(last: Piece, piece: Piece) -> Piece:
    return Piece(last.kind, f"{last.text} {piece.text}", last.start, piece.end, last.kind)


def _money(piece: Piece, figure: str, currency: str | None, shift: int = 0) -> Piece:
    return Piece("money", piece.text, piece.start, piece.end, "money", Money(number(figure).scaleb(shift), currency))


def _kind(piece: Piece, kind: str) -> Piece:
    return Piece(kind, piece.text, piece.start, piece.end, kind)


def _parts(words: str) -> tuple[str, str, str]:
    match = _SPLIT.fullmatch(words)
    assert match
    return match[1], match[2], match[3]


def words_of(text: str) -> list[str]:
    """The words and marks of a name or a phrase, as ``pieces`` cuts a text that holds it."""
    return [piece.text for piece in pieces(text)]
