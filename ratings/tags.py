"""Tagging: a sentence as a short row of tagged tokens, in which phrases are looked for."""

from collections.abc import Mapping
from functools import cache
from typing import NamedTuple

from ratings.lexicon import classes, find
from ratings.model import Evidence
from ratings.money import Money
from ratings.people import find_analysts
from ratings.runs import row
from ratings.sentences import Sentence
from ratings.symbols import Mention, directory
from ratings.words import Piece

_new = tuple.__new__  # a third of the time that a class's own constructor takes
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


class Tagged(NamedTuple):
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
        part, first, text = self.sentence
        return Evidence(words=text[start:end], part=part, start=first + start, end=first + end, rule=rule)


@cache
def letters() -> dict[str, str]:
    """The character that stands for each class; those that Latin-1 holds are the quickest to search for."""
    return {name: chr(0x80 + number) for number, name in enumerate(classes())}


def tag(sentence: Sentence) -> Tagged:
    """A sentence with its tokens."""
    text = sentence.text
    found, places = row(text)
    mentions = _companies(text)
    tokens: list[Token] = []
    after, last = 0, len(found) - 1
    for at, ((_, _, start, stop, plain, value, cased, longer), place) in enumerate(zip(found, places, strict=True)):
        if at < after:
            continue
        if cased or place + start in mentions or (longer and at < last and found[at + 1].text in longer):
            token, after = _token(text, (found, places), at, mentions)
            if token.tag not in DROPPED:
                tokens.append(token)
        elif plain not in DROPPED:  # most words: spared the call above
            tokens.append(_new(Token, (plain, place + start, place + stop, value)))
    return tagged(sentence, tokens)


def _companies(text: str) -> dict[int, Mention]:
    """The companies by where they are named; an analyst called Abbott is none."""
    mentions = directory().mentions(text)
    people = find_analysts(text) if mentions and "nalyst" in text else None
    if people is not None:
        _, start, end = people
        mentions = tuple(one for one in mentions if one.kind == "printed" or not _of_person(one, start, end))
    return {mention.start: mention for mention in mentions}


def _of_person(mention: Mention, start: int, end: int) -> bool:
    """Whether a mention is a part of the people's names that stand at a place."""
    return start < mention.start < end or (mention.start == start and mention.end < end)


def tagged(sentence: Sentence, tokens: list[Token]) -> Tagged:
    """A sentence from its tokens."""
    codes = letters()
    return Tagged(sentence, tuple(tokens), "".join([codes[token.tag] for token in tokens]))


def renamed(sentence: Tagged, old: Token, new: Token) -> Tagged:
    """The sentence with one token in the place of another."""
    return tagged(sentence.sentence, [new if token is old else token for token in sentence.tokens])


def _token(
    text: str, pieces: tuple[list[Piece], list[int]], at: int, mentions: Mapping[int, Mention]
) -> tuple[Token, int]:
    """The token of a piece that begins an entry of the lexicon, a company's name, or both, and the index after it."""
    found, places = pieces
    piece, place = found[at], places[at]
    start = place + piece.start
    match = find(found, at, text[start : place + piece.end])
    mention = mentions.get(start) if piece.kind != "money" else None  # "NOK 245" is no company
    if mention:
        end = at + 1
        while end < len(found) and places[end] + found[end].start < mention.end:
            end += 1
        if match is None or (match[1] <= end and (match[0].tag != "firm" or match[1] < end)):
            return Token("company", start, mention.end, Party(None, mention.ticker, mention.company)), end
        if match[1] == end:
            party = Party(match[0].value, mention.ticker, mention.company)
            return Token("broker", start, places[end - 1] + found[end - 1].end, party), end
    if match is None:
        return _new(Token, (piece.plain, start, place + piece.end, piece.value)), at + 1
    entry, end = match
    value = Party(entry.value) if entry.tag == "firm" else entry.value
    return _new(Token, (entry.tag, start, places[end - 1] + found[end - 1].end, value)), end
