"""Joining tokens that belong together: a name with its ticker, a rating with its noun, a firm with its analysts."""

from collections.abc import Callable
from functools import cache
from re import Match, Pattern

from ratings.likely import Likely, tags_needed
from ratings.money import Money, measured
from ratings.money import number as figure_of
from ratings.patterns import compiled
from ratings.tags import Party, Tagged, Token, letters, tagged

_CONVERTED = "money open money close"
Join = Callable[[Tagged, Match[str]], Token]


def join_chunks(sentence: Tagged) -> Tagged:
    """The sentence with its chunks as single tokens."""
    sentence = _unconverted(sentence)
    waiting = _likely().numbers(set(sentence.tags))
    while waiting:
        number, *waiting = waiting
        pattern, join = _chunks()[number]
        if pattern.search(sentence.tags):
            sentence = _joined(sentence, pattern, join)
            waiting = [later for later in _likely().numbers(set(sentence.tags)) if later > number]
    return sentence


def _unconverted(sentence: Tagged) -> Tagged:
    """The sentence without figures that only give the one before in other money ("GBX 665 ($8.47)")."""
    match = compiled(_CONVERTED).search(sentence.tags) if letters()["open"] in sentence.tags else None
    tokens = list(sentence.tokens)
    while match:
        one, other = tokens[match.start()].value, tokens[match.start() + 2].value
        assert isinstance(one, Money)
        assert isinstance(other, Money)
        told = one.currency and other.currency and one.currency != other.currency
        if not told:
            break
        del tokens[match.start() + 1 : match.end()]
        sentence = tagged(sentence.sentence, tokens)
        match = compiled(_CONVERTED).search(sentence.tags)
    return sentence


def _joined(sentence: Tagged, pattern: Pattern[str], join: Join) -> Tagged:
    tokens: list[Token] = []
    last = 0
    for match in pattern.finditer(sentence.tags):
        tokens += sentence.tokens[last : match.start()]
        tokens.append(join(sentence, match))
        last = match.end()
    return tagged(sentence.sentence, [*tokens, *sentence.tokens[last:]])


def _printed(sentence: Tagged, match: Match[str]) -> Token:
    """A name with a ticker in brackets: the printed ticker wins; a firm keeps its name."""
    name, ticker = sentence.tokens[match.start("name")], sentence.tokens[match.start("ticker")]
    assert isinstance(name.value, Party)
    assert isinstance(ticker.value, Party)
    shown = name.value if ticker.value.company == ticker.value.ticker else ticker.value
    party = Party(name.value.firm, ticker.value.ticker, shown.company)
    end = sentence.tokens[match.end() - 1].end
    return Token("broker" if party.firm and name.tag != "company" else "company", name.start, end, party)


def _unknown(sentence: Tagged, match: Match[str]) -> Token:
    """A name that nobody knows, with its ticker in brackets."""
    name, ticker = sentence.tokens[match.start("name")], sentence.tokens[match.start("ticker")]
    party = ticker.value
    assert isinstance(party, Party)
    if party.company == party.ticker:  # a symbol that no table knows either
        last = match.start("name")
        while sentence.tokens[last + 1].tag == "name":
            last += 1
        party = party._replace(company=sentence.text[name.start : sentence.tokens[last].end])
    return Token("company", name.start, sentence.tokens[match.end() - 1].end, party)


def _first(sentence: Tagged, match: Match[str]) -> Token:
    return sentence.tokens[match.start("head")]


def _rating(sentence: Tagged, match: Match[str]) -> Token:
    """A rating that is called one, so that its word is no ordinary word."""
    return _first(sentence, match)._replace(tag="rating")


def _day(sentence: Tagged, match: Match[str]) -> Token:
    """A day of May, which is no supposition ("on May 29")."""
    return _first(sentence, match)._replace(tag="day", end=sentence.tokens[match.end() - 1].end)


def _national(sentence: Tagged, match: Match[str]) -> Token:
    """A figure with the country of its dollars in brackets behind it: "$80 (Canadian)"."""
    figure, nation, closing = sentence.tokens[match.start("head")], sentence.tokens[match.end() - 2], match.end() - 1
    currency = measured(f"{sentence.text[nation.start : nation.end]} dollars")
    assert isinstance(figure.value, Money)
    value = Money(figure.value.amount, currency) if currency else figure.value
    return Token("money", figure.start, sentence.tokens[closing].end, value)


def _currency(sentence: Tagged, match: Match[str]) -> Token:
    """A figure with a currency of several words: "85 Swiss francs"."""
    figure, name = sentence.tokens[match.start("head")], sentence.tokens[match.end() - 1]
    amount = figure_of(sentence.text[figure.start : figure.end])
    return Token("money", figure.start, name.end, Money(amount, measured(sentence.text[name.start : name.end])))


_TICKER = (
    "(exchange colon?)? {ticker:company|broker} percent? (comma (other_asset|name))?"
    " (dash (name|word|on|get|rating_noun)*)?"
)
_LISTED = "{name:name} name* (comma? legal)* (dash name*)? (open close)? open exchange colon? {ticker:company} close"


@cache
def _likely() -> Likely:
    return Likely(tags_needed(pattern.pattern) for pattern, _ in _chunks())


@cache
def _chunks() -> tuple[tuple[Pattern[str], Join], ...]:
    rows: tuple[tuple[str, Join], ...] = (
        (f"{{name:company|broker|firm}} (comma? legal)* (dash name*)? (open close)? open {_TICKER} close", _printed),
        (f"{{name:company}} name name? (comma? legal)* open {_TICKER} close", _printed),
        ("{name:company|broker|firm} (comma? legal)* exchange colon {ticker:company|broker}", _printed),
        (_LISTED, _unknown),
        ("{head:company} ((comma|dash)? legal|stock) ((comma|dash)? legal)* (dash? stock)*", _first),
        ("{head:number} currency_name", _currency),
        ("{head:money} open name close", _national),
        ("{head:target|bare_target|money} open versus? money prior? (closing|word) close", _first),
        ("{head:money} open percent (word|up|down|on|from|new|higher)* close", _first),
        ("{head:may} number", _day),
        ("{head:money} per_share", _first),
        ("{head:rating|plain_rating} open word (word|to|as)* (rating|plain_rating) close", _first),
        ("{head:company|broker} open close", _first),
        ("(metric|other_asset) {head:stock}", _first),
        ("(other_asset|name|metric)? trade {head:company}", _first),
        ("(metric|other_asset) word? {head:trade}", _first),
        ("(company|broker) rival {head:company}", _first),
        ("{head:firm|broker} comma? and? legal", _first),
        ("{head:rating|plain_rating} rating_noun", _rating),
        ("{head:rating} stance", _rating),
        ("{head:rating|plain_rating} (comma|open)? equivalent (rating|plain_rating) close?", _first),
        ("equivalent {head:rating|plain_rating}", _rating),
        ("rating_noun on {head:rating|plain_rating}", _rating),
        ("{head:firm|broker} analyst", _first),
        ("analyst (at|on|from|with) {head:firm|broker}", _first),
        ("house {head:firm|broker}", _first),
        ("by {head:house}", _first),
    )
    return tuple((compiled(pattern), join) for pattern, join in rows)
