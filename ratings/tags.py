"""Tagging: a sentence as a short row of tagged tokens, in which phrases are looked for."""

from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from ratings.lexicon import MARKS, classes, find
from ratings.model import Evidence
from ratings.money import Money
from ratings.people import find_analysts
from ratings.sentences import Sentence
from ratings.symbols import Mention, directory
from ratings.words import Piece, pieces

DROPPED = frozenset({"the", "just", "owner", "slug"})


class Party(NamedTuple):
    """A firm, a company, or a broker that is listed and may be either."""

    firm: str | None = None
    ticker: str | None = None
    company: str | None = None


class Token(NamedTuple):
    """One token: its class, its place in the text and what it stands for."""

    tag: str
    start: int
    end: int
    value: Party | Money | str | None = None


@dataclass(frozen=True, slots=True)
class Tagged:
    """A sentence, its tokens, and their classes as one character each."""

    sentence: Sentence
    tokens: tuple[Token, ...]
    tags: str

    @property
    def text(self) -> str:
        """The sentence's words."""
        return self.sentence.text

    def evidence(self, start: int, end: int, rule: str) -> Evidence:
        """The words between two places of the sentence, as evidence."""
        first = self.sentence.start
        return Evidence(
            words=self.text[start:end], part=self.sentence.part, start=first + start, end=first + end, rule=rule
        )


@cache
def letters() -> dict[str, str]:
    """The character that stands for each class."""
    return {name: chr(0x100 + number) for number, name in enumerate(classes())}


def tag(sentence: Sentence) -> Tagged:
    """A sentence with its tokens."""
    text = sentence.text
    found = pieces(text)
    mentions = _companies(text)
    tokens: list[Token] = []
    at = 0
    while at < len(found):
        token, at = _token(text, found, at, mentions)
        if token.tag not in DROPPED:
            tokens.append(token)
    return tagged(sentence, tokens)


def _companies(text: str) -> dict[int, Mention]:
    """The companies by where they are named; an analyst called Abbott is none."""
    mentions = directory().mentions(text)
    people = find_analysts(text) if mentions and "nalyst" in text else None
    if people is not None:
        _, start, end = people
        mentions = tuple(one for one in mentions if one.kind == "printed" or not start < one.start < end)
    return {mention.start: mention for mention in mentions}


def tagged(sentence: Sentence, tokens: list[Token]) -> Tagged:
    """A sentence from its tokens."""
    codes = letters()
    return Tagged(sentence, tuple(tokens), "".join([codes[token.tag] for token in tokens]))


def _token(text: str, found: list[Piece], at: int, mentions: dict[int, Mention]) -> tuple[Token, int]:
    piece = found[at]
    match = find(found, at, text)
    mention = mentions.get(piece.start)
    if mention and not (match and found[match[1] - 1].start >= mention.end):
        end = at + 1
        while end < len(found) and found[end].start < mention.end:
            end += 1
        if match is None or match[0].tag != "firm" or match[1] < end:
            party = Party(None, mention.ticker, mention.company)
            return Token("company", mention.start, mention.end, party), end
        if match[1] == end:
            party = Party(match[0].value, mention.ticker, mention.company)
            return Token("broker", piece.start, found[end - 1].end, party), end
    if match:
        entry, end = match
        value = Party(entry.value) if entry.tag == "firm" else entry.value
        return Token(entry.tag, piece.start, found[end - 1].end, value), end
    return _plain(text, piece), at + 1


def _plain(text: str, piece: Piece) -> Token:
    if piece.kind == "mark":
        return Token(MARKS.get(piece.text, "dash"), piece.start, piece.end)
    if piece.kind == "word":
        first = text[piece.start]
        return Token("name" if first.isupper() or first.isdigit() else "word", piece.start, piece.end)
    year = piece.kind == "number" and piece.text.isdigit() and 1990 <= int(piece.text) <= 2100
    return Token("year" if year else piece.kind, piece.start, piece.end, piece.value)
