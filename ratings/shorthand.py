"""Symbols that a story prints behind a name and alone afterwards, where no table of today lists them."""

import re
from functools import cached_property

from ratings.model import Part, Story
from ratings.printed import printed
from ratings.reading import tagged_sentence
from ratings.sentences import LONGEST_TEXT, Sentence
from ratings.tags import Party, Tagged, Token, tagged

_ALONE = re.compile(r"\b[A-Z]{2,5}(?:\.[A-Z])?\b")
_TAGS = frozenset({"name", "company"})
_NAMED = 80  # characters before a bracket within which its name begins


class Shorthand:
    """The symbols of one story."""

    def __init__(self, story: Story) -> None:
        self._story = story
        self._known: dict[str, Party | None] = {}

    def told(self, sentence: Tagged) -> Tagged:
        """A sentence with symbols that stand alone as the companies that the story prints them behind."""
        if not _ALONE.search(sentence.text):
            return sentence
        tokens = list(sentence.tokens)
        for index, token in enumerate(tokens):
            symbol = _ALONE.match(sentence.text, token.start, token.end) if _is_unknown(token) else None
            if symbol and (party := self._party(symbol[0])):
                tokens[index] = token._replace(tag="company", value=party)
        return sentence if tokens == list(sentence.tokens) else tagged(sentence.sentence, tokens)

    @cached_property
    def _prints(self) -> dict[str, list[Sentence]]:
        """Where each symbol is printed, with the words before it."""
        found: dict[str, list[Sentence]] = {}
        for part in Part:
            text = self._story.part(part)[:LONGEST_TEXT]
            for seen in printed(text):
                start = max(text.rfind("\n", 0, seen.outer) + 1, seen.outer - _NAMED)
                near = Sentence(part, start, text[start : seen.end + 1])
                found.setdefault(seen.symbol, []).append(near)
        return found

    def parties(self) -> list[Party]:
        """The companies whose symbols the story prints."""
        return [party for symbol in self._prints if (party := self._party(symbol))]

    def _party(self, symbol: str) -> Party | None:
        if symbol not in self._known:
            near = (tagged_sentence(sentence) for sentence in self._prints.get(symbol, [])[:2])
            parties = (token.value for sentence in near for token in sentence.tokens)
            named = (party for party in parties if isinstance(party, Party) and party.ticker == symbol)
            self._known[symbol] = next(named, None)
        return self._known[symbol]


def _is_unknown(token: Token) -> bool:
    return token.tag in _TAGS and not (isinstance(token.value, Party) and token.value.ticker)
