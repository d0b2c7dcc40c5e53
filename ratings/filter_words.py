"""Reads a filter's rule as people write it: `CIFR upgrade,downgrade firm="H.C. Wainwright" change>=10`. Pure."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from difflib import get_close_matches
from typing import Any

from ratings.filters import EVERYTHING, Deed, Direction, Rule
from ratings.firms import canonical, spellings

LONGEST = 500  # characters of a rule
MOST = 20  # firms or stocks in one rule
NAME_WORDS = 6  # words that a firm's name can have without quotation marks
NEAR = 0.7

Stock = Callable[[str], str | None]

_LEXEME = re.compile(r'"([^"]*)"|(>=|≥|[=,])|([^\s",=≥>]+|>)')
_QUOTES = str.maketrans("“”„«»", '"""""')
_NUMBER = re.compile(r"(\d{1,4}(?:\.\d{1,2})?)%?")
_SWITCH = {"on": True, "yes": True, "off": False, "no": False}
_EXAMPLES = {
    "action": "upgrade,downgrade",
    "firm": 'firm="H.C. Wainwright"',
    "ticker": "ticker=CIFR",
    "change": "change>=10",
    "importance": "importance>=3",
    "direction": "direction=up",
    "quant": "quant=on",
}
_DEEDS = {
    Deed.UPGRADE: ("upgrades", "upgraded"),
    Deed.DOWNGRADE: ("downgrades", "downgraded"),
    Deed.INITIATE: ("initiates", "initiated", "initiation", "initiations"),
    Deed.MAINTAIN: ("maintains", "maintained", "reiterate", "reiterates", "reiterated"),
    Deed.REINSTATE: ("reinstates", "reinstated", "resume", "resumes", "resumed"),
    Deed.TERMINATE: ("terminates", "terminated"),
    Deed.TARGET: ("targets", "pt"),
}
DEEDS: Mapping[str, Deed] = {word: deed for deed, words in _DEEDS.items() for word in (deed.value, *words)}


@dataclass(frozen=True, slots=True)
class Unclear:
    """Why words are no rule: ``kind`` is "term", "firm", "ticker", "value", "twice", "many", "quotes", "long" or
    "empty"; ``words`` are those that were not understood, ``meant`` is what may have been."""

    kind: str
    words: str = ""
    meant: str = ""


class _UnclearError(Exception):
    def __init__(self, kind: str, words: str = "", meant: str = "") -> None:
        self.unclear = Unclear(kind, words, meant)


def read_rule(text: str, stock: Stock) -> Rule | Unclear:
    """The rule that the text means, or why it is none. ``stock`` gives the ticker that a word means."""
    plain = text.translate(_QUOTES)
    if len(plain) > LONGEST:
        return Unclear("long")
    if plain.count('"') % 2:
        return Unclear("quotes")
    try:
        return _Reader(plain, stock).read()
    except _UnclearError as error:
        return error.unclear


@dataclass(frozen=True, slots=True)
class _Lexeme:
    text: str
    sign: bool = False
    quoted: bool = False


class _Reader:
    """Goes through the words from left to right."""

    def __init__(self, text: str, stock: Stock) -> None:
        self._words = [_lexeme(match) for match in _LEXEME.finditer(text)]
        self._place = 0
        self._stock = stock
        self._found: dict[str, Any] = {"tickers": [], "actions": [], "firms": []}
        self._everything = False

    def read(self) -> Rule:
        while (word := self._next()) is not None:
            if word.text == "," and word.sign:
                continue
            if word.sign or word.quoted:
                raise _UnclearError("term", word.text)
            sign = self._peek()
            if sign is not None and sign.sign and sign.text != ",":
                self._place += 1
                self._pair(word.text.casefold(), sign.text)
            else:
                self._alone(word.text)
        return self._rule()

    def _rule(self) -> Rule:
        lists = {name: _unique(value) for name, value in self._found.items() if isinstance(value, list)}
        if any(len(value) > MOST for value in lists.values()):
            raise _UnclearError("many")
        rule = Rule(**(self._found | lists))
        if replace(rule, tickers=()) == Rule() and not self._everything:
            raise _UnclearError("empty", " ".join(rule.tickers))
        return rule

    def _next(self) -> _Lexeme | None:
        word = self._peek()
        self._place += 1
        return word

    def _peek(self, ahead: int = 0) -> _Lexeme | None:
        place = self._place + ahead
        return self._words[place] if place < len(self._words) else None

    def _alone(self, word: str) -> None:
        """An action, a stock, or the word for everything."""
        plain = word.casefold()
        if plain == EVERYTHING:
            self._everything = True
        elif plain in DEEDS:
            self._found["actions"].append(DEEDS[plain])
        else:
            near = _near(plain)
            ticker = self._stock(word) if word.isupper() or word.startswith("$") or not near else None
            if ticker is None:
                raise _UnclearError("ticker" if word.startswith("$") else "term", word, near)
            self._found["tickers"].append(ticker)

    def _pair(self, key: str, sign: str) -> None:
        """A term with its values."""
        at_least = key in ("change", "importance")
        if key not in _EXAMPLES:
            raise _UnclearError("term", key, _near(key))
        if (sign == "=") is at_least:
            raise _UnclearError("value", key + sign, _EXAMPLES[key])
        values = self._values(names=key == "firm")
        if key in ("firm", "ticker", "action"):
            for value in values:
                self._named(key, value)
            return
        if len(values) != 1:
            raise _UnclearError("value", ",".join(values), _EXAMPLES[key])
        if key in self._found:
            raise _UnclearError("twice", key)
        self._found[key] = _value(key, values[0])
        self._everything |= key == "quant"

    def _named(self, key: str, value: str) -> None:
        if key == "action":
            if value.casefold() not in DEEDS:
                raise _UnclearError("term", value, _near(value.casefold()))
            self._found["actions"].append(DEEDS[value.casefold()])
        elif key == "firm":
            if (firm := canonical(value)) is None:
                raise _UnclearError("firm", value, near_firm(value))
            self._found["firms"].append(firm)
        else:
            if (ticker := self._stock(value)) is None:
                raise _UnclearError("ticker", value)
            self._found["tickers"].append(ticker)

    def _values(self, *, names: bool) -> list[str]:
        values = [self._one(names=names)]
        while (comma := self._peek()) is not None and comma.sign and comma.text == ",":
            self._place += 1
            values.append(self._one(names=names))
        return values

    def _one(self, *, names: bool) -> str:
        """One value; a firm's name may have several words."""
        word = self._next()
        if word is None or word.sign:
            raise _UnclearError("value", word.text if word else "", _EXAMPLES["firm" if names else "change"])
        if word.quoted or not names:
            return word.text
        run = [word.text]
        while len(run) < NAME_WORDS and (more := self._peek(len(run) - 1)) and not (more.sign or more.quoted):
            run.append(more.text)
        count = next((n for n in range(len(run), 1, -1) if canonical(" ".join(run[:n]))), 1)
        self._place += count - 1
        return " ".join(run[:count])


def near_firm(name: str) -> str:
    """The firm that a name comes near to, "" for none."""
    known = {" ".join(words): firm for words, firm in spellings().items()}
    found = get_close_matches(" ".join(name.casefold().split()), [words.casefold() for words in known], 1, NEAR)
    folded = {words.casefold(): firm for words, firm in known.items()}
    return folded[found[0]] if found else ""


def _lexeme(match: re.Match[str]) -> _Lexeme:
    if match[1] is not None:
        return _Lexeme(match[1], quoted=True)
    return _Lexeme(match[2], sign=True) if match[2] else _Lexeme(match[3])


def _near(word: str) -> str:
    """The term that a word comes near to, "" for none."""
    found = get_close_matches(word, [*DEEDS, *_EXAMPLES], 1, NEAR)
    if not found:
        return ""
    return DEEDS[found[0]].value if found[0] in DEEDS else _EXAMPLES[found[0]]


def _value(key: str, word: str) -> Decimal | int | bool | Direction:
    plain = word.casefold()
    if key == "quant" and plain in _SWITCH:
        return _SWITCH[plain]
    if key == "direction" and plain in tuple(Direction):
        return Direction(plain)
    number = _NUMBER.fullmatch(plain) if key == "change" else None
    if number is not None and number[1].isascii() and Decimal(number[1]) > 0:
        return Decimal(number[1])
    if key == "importance" and plain in ("1", "2", "3", "4", "5"):
        return int(plain)
    raise _UnclearError("value", word, _EXAMPLES[key])


def _unique(values: Sequence[Any]) -> tuple[Any, ...]:
    return tuple(dict.fromkeys(values))
