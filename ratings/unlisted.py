"""Companies that the directory doesn't know, told by their place in a sentence that tells of a call."""

import re
from collections.abc import Sequence
from functools import cache

from ratings.model import Part
from ratings.patterns import compiled
from ratings.symbols import directory
from ratings.tables import table
from ratings.tags import Party, Tagged, Token, letters, tagged
from ratings.words import words_of

_OF = re.compile(r"\b(?:[Ss]hares|[Ss]tock) of (?=[A-Z])")
_AFTER_LIST = frozenset(
    {"to", "from", "at", "with", "upgrade", "downgrade", "initiate", "target", "targets", "get", "end"}
)
_AFTER_CASED = _AFTER_LIST | {"comma", "and", "semicolon"}
_DOING = frozenset({"upgrade", "downgrade", "initiate", "begin", "resume", "raise", "lower", "maintain"})
_AFTER_OBJECT = frozenset({"said", "but", "to", "from", "at", "with", "after", "comma", "legal", "stock", "coverage"})
_AFTER_SYMBOL = _AFTER_LIST | {"comma", "and", "close"}
_SYMBOL = re.compile(r"[A-Z]{1,5}(?:\.[A-Z])?")
# What a paragraph of a list is about: "Frontier Communications — Shares rose 5%".
_LABEL = re.compile(r"(?P<name>[A-Z][\w&.'’-]*(?: (?:&|[A-Z][\w&.'’-]*)){0,4}) ?[–—-] ?(?:The|Shares|Stock)\b")
_IN_NAME = frozenset({"name", "legal", "and", "metric", "other_asset", "trade"})
_THE = re.compile(r"\b(?:[Tt]he|[Tt]his|[Aa]n?) $")
_YEAR = re.compile(r"(?:19|20)\d\d[a-z]?")  # "2026E"
_GLUED = re.compile(r".*[a-z]([A-Z]{2,5})--")  # "OktaOKTA--", a link's words and its symbol run together
_OWNER = re.compile(r"['’]s?(?!\w)")
_LONGEST = 6  # words of a name
_LONGEST_LIST = 12


def name_subject(sentence: Tagged) -> Tagged:
    """The sentence with the unknown company that it speaks of as a company ("Shares of Okta fell", "Citi on Okta")."""
    if letters()["name"] not in sentence.tags or letters()["company"] in sentence.tags:
        return sentence
    of = _OF.search(sentence.text)
    first = next((n for n, token in enumerate(sentence.tokens) if of and token.start == of.end()), None)
    if first is not None and sentence.tokens[first].tag == "name":
        return _named(sentence, first)
    if sentence.sentence.part is Part.TITLE and (opening := _moved().match(sentence.text)):
        return _labelled(_opened(sentence, opening.end("name")))
    if label := _LABEL.match(sentence.text):
        return _labelled(_opened(sentence, label.end("name")))
    if not _holds(sentence, "subject"):
        return sentence
    match = next((match for place in _places("subject") if (match := compiled(place).search(sentence.tags))), None)
    return _named(sentence, match.start("name")) if match else sentence


def _opened(sentence: Tagged, end: int) -> Tagged:
    """A headline, or a label, with the names that it opens with, up to a place, as a company."""
    first = [token for token in sentence.tokens if token.end <= end]
    if not first or first[0].tag != "name" or any(token.tag not in _IN_NAME for token in first):
        return sentence
    written = sentence.text[first[0].start : end]
    if _SYMBOL.fullmatch(written):
        return _named(sentence, 0)
    if written.lower() in _table("words") or written.split()[0].lower() in _table("describing"):
        return sentence
    token = Token("company", first[0].start, end, Party(None, None, written))
    return tagged(sentence.sentence, [token, *sentence.tokens[len(first) :]])


def name_unlisted(sentence: Tagged) -> Tagged:
    """The sentence with unknown companies as companies: capitalised words, or a symbol, in a company's place."""
    if letters()["name"] not in sentence.tags or not _tells(sentence):
        return sentence
    in_title = sentence.sentence.part is Part.TITLE
    sentence = _name_trade(sentence)
    object_ = compiled(_place("object")).search(sentence.tags)
    if object_ and _ends_object(sentence, object_.end()) and not _describes(sentence, object_.start("name")):
        sentence = _named(sentence, object_.start("name"))
    elif letters()["company"] not in sentence.tags:
        sentence = _name_it(_name_first(sentence, "title" if in_title else "text"))
    rated = None if in_title else compiled(_place("rated")).search(sentence.tags)
    if rated and _ends_object(sentence, rated.end()):
        sentence = _named(sentence, rated.start("name"))
    return _name_listed(sentence)


def _name_first(sentence: Tagged, places: str) -> Tagged:
    """The sentence with the first name that stands in one of the places, and is no word that names nobody."""
    for place in _places(places) if _holds(sentence, places) else ():
        for match in compiled(place).finditer(sentence.tags):
            named = _named(sentence, match.start("name"))
            if named is not sentence and not _describes(sentence, match.start("name")):
                return named
    return sentence


def _name_trade(sentence: Tagged) -> Tagged:
    """The sentence with a trade that ends a name as a word of it ("OnEMI Technology with Buy")."""
    trades = letters()["metric"] in sentence.tags or letters()["other_asset"] in sentence.tags
    match = compiled(_place("trade")).search(sentence.tags) if trades else None
    if match is None:
        return sentence
    at = match.start("trade")
    token = sentence.tokens[at]
    if sentence.text[token.start : token.end] not in _table("trades"):
        return sentence
    return tagged(
        sentence.sentence, [*sentence.tokens[:at], token._replace(tag="name", value=None), *sentence.tokens[at + 1 :]]
    )


def _name_it(sentence: Tagged) -> Tagged:
    """The sentence with the unknown company with which it begins, where something is done to "it"."""
    if letters()["company"] in sentence.tags or not compiled(_place("done_to_it")).search(sentence.tags):
        return sentence
    if label := compiled(_place("label")).match(sentence.tags):
        return _labelled(_named(sentence, label.start("name")))
    match = compiled(_place("it")).search(sentence.tags)
    return _named(sentence, match.start("name")) if match else sentence


def _labelled(sentence: Tagged) -> Tagged:
    """The sentence with what it is labelled with as the stock that people call so ("Snap — The company gained")."""
    label, *rest = sentence.tokens
    listing = directory().resolve(sentence.text[label.start : label.end])
    if label.tag != "company" or listing is None:
        return sentence
    return tagged(sentence.sentence, [label._replace(value=Party(None, listing.ticker, listing.name)), *rest])


def _name_listed(sentence: Tagged) -> Tagged:
    """The sentence with the unknown companies that go on a list of known ones."""
    for _ in range(_LONGEST_LIST):
        match = compiled(_place("listed")).search(sentence.tags)
        if not match or not _continues(sentence, match):
            break
        sentence = _named(sentence, match.start("name"))
    return _name_further(sentence)


def _name_further(sentence: Tagged) -> Tagged:
    """The sentence with the unknown companies that have a rating or a target of their own behind another's."""
    for place in _places("further") if _holds(sentence, "further") else ():
        for match in reversed(list(compiled(place).finditer(sentence.tags))):
            sentence = _named(sentence, match.start("name"))
    return sentence


def _ends_object(sentence: Tagged, end: int) -> bool:
    """Whether a run of names after a verb is its object: then no other company follows at once."""
    return end == len(sentence.tokens) or sentence.tokens[end].tag in _AFTER_OBJECT


def _describes(sentence: Tagged, index: int) -> bool:
    """Whether what a word begins describes a stock that was named before ("downgrades the Chip Stock")."""
    return _THE.search(sentence.text, 0, sentence.tokens[index].start) is not None


@cache
def _telling() -> frozenset[str]:
    return frozenset(letters()[name] for name in ("firm", "broker", "rating", "upgrade", "downgrade"))


def _tells(sentence: Tagged) -> bool:
    return not _telling().isdisjoint(sentence.tags)


def _continues(sentence: Tagged, match: re.Match[str]) -> bool:
    """Whether a run of names goes on a list of companies, and not the sentence."""
    before, first = sentence.tokens[match.start("name") - 1], sentence.tokens[match.start("name")]
    after = sentence.tokens[match.end()].tag if match.end() < len(sentence.tokens) else "end"
    if _SYMBOL.fullmatch(sentence.text[first.start : first.end]):
        return after in _AFTER_SYMBOL
    if _is_cased(sentence, match.start()):
        return after in _AFTER_CASED
    return after in _AFTER_LIST if before.tag == "and" else after in ("target", "targets", "and")


def _is_cased(sentence: Tagged, end: int) -> bool:
    """Whether the verb before a list begins small, so that a capital in the list makes a name."""
    verbs = [token for token in sentence.tokens[:end] if token.tag in _DOING]
    return bool(verbs) and sentence.text[verbs[-1].start].islower()


def _places(name: str) -> Sequence[str]:
    """The patterns of the places where an unknown name stands, the surest first."""
    found: list[str] = table("unnamed")["places"][name]
    return found


def _holds(sentence: Tagged, name: str) -> bool:
    """Whether any of the patterns of some places matches: one search spares most sentences all of theirs."""
    return compiled(_some(name)).search(sentence.tags) is not None


@cache
def _some(name: str) -> str:
    return "|".join(place.replace("{name:name}", "name") for place in _places(name))


def _place(name: str) -> str:
    return str(table("unnamed")["places"][name])


@cache
def _moved() -> re.Pattern[str]:
    """What a headline opens with that moves: "Ocado jumps"."""
    moves = "|".join(table("unnamed")["moves"])
    return re.compile(
        r"(?P<name>[A-Z][\w&.'’-]*(?: (?:&|[A-Z][\w&.'’-]*)){0,3}?)(?i: shares?| stock| share price)? (?i:is |are )?"
        rf"(?i:{moves})(?i:s|ed|es|ies|ing|e|y|ping|ped)?\b"
    )


@cache
def _table(name: str) -> frozenset[str]:
    return frozenset(table("unnamed")[name])


def _goes_on(sentence: Tagged, last: int) -> int:
    """How many tokens on a name's next word stands, 2 in "Smith & Nephew" and "Bank of Ireland"; 0 where it ends."""
    if _OWNER.match(sentence.text, sentence.tokens[last].end):
        return 0
    after = sentence.tokens[last + 1 : last + 3]
    tags = [token.tag for token in after]
    if tags[:1] == ["name"]:
        return 1
    if tags == ["on", "name"]:
        return 2 if sentence.text[sentence.tokens[last].start : after[1].start].lower() == "bank of " else 0
    return 2 if tags == ["and", "name"] and sentence.text[after[0].start] == "&" else 0


def _named(sentence: Tagged, first: int) -> Tagged:
    last = first
    while last - first < _LONGEST and (step := _goes_on(sentence, last)):
        last += step
    start, end = sentence.tokens[first].start, sentence.tokens[last].end
    words = words_of(sentence.text[start:end].removesuffix("'s").removesuffix("’s"))
    if " ".join(words) in _table("words") or words[0] in _table("describing") or _YEAR.fullmatch(words[0]):
        return sentence
    owner = _OWNER.match(sentence.text, end)
    written = sentence.text[start : owner.end() if owner else end]
    named = last + 1 < len(sentence.tokens) and sentence.tokens[last + 1].tag == "legal"
    glued = _GLUED.fullmatch(sentence.text, start, end + 2)
    symbol = glued[1] if glued else written if _SYMBOL.fullmatch(written) and not named else None
    listing = directory().listing(symbol) if symbol else None
    party = Party(None, listing.ticker, listing.name) if listing else Party(None, None, written)
    token = Token("company", start, start + len(written), party)
    after = last + (2 if glued else 1)
    return tagged(sentence.sentence, [*sentence.tokens[:first], token, *sentence.tokens[after:]])
