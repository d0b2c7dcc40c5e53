"""The words behind each field of a call."""

from messages.html import plain
from messages.model import LIMIT
from messages.why import why
from tests.fakes.telegram_html import parse_html
from tests.messages.builders import event

WORDS = {
    "firm": {"words": "JPMorgan's", "rule": "firm-name"},
    "rating_current": {"words": "lifted to Overweight", "rule": "raised-to"},
}
CALL = {"ticker": "CIFR", "company": "Cipher Mining", "firm": "JPMorgan", "rating_current": "Overweight"}


def test_fields_show_their_words() -> None:
    """Each field stands with the words it was read from, their outlets and the rule; the rest is said to be unknown."""
    (message,) = why([event({**CALL, "evidence": WORDS, "sources": ["Benzinga", "TheFly"]})])
    assert plain(message.html).splitlines() == [
        "Why: $CIFR · Cipher Mining, JPMorgan",
        "[1] Benzinga (outlet.example): A headline, 24 Nov 2025, 14:31 UTC",
        "[2] TheFly (outlet.example): A headline, 24 Nov 2025, 14:38 UTC",
        "",
        "Firm: JPMorgan",
        "“JPMorgan's” [1][2] firm-name",
        "",
        "Rating: Overweight",
        "“lifted to Overweight” [1][2] raised-to",
        "",
        "Not stated by any source: analyst, prior rating, target, prior target, horizon",
    ]


def test_titles_are_links() -> None:
    """A headline leads to its story."""
    (message,) = why([event({**CALL, "sources": [{"outlet": "TheFly", "title": "<Miners> & more"}]})])
    text, entities = parse_html(message.html)
    (found,) = [entity for entity in entities if entity["type"] == "text_link"]
    assert text[found["offset"] : found["offset"] + found["length"]] == "<Miners> & more"
    assert found["url"] == "https://outlet.example/0"


def test_disagreement_shows_who_says_what() -> None:
    """Where sources differ, each wording stands with its own value."""
    told = {"pt_current": {"words": "to $18 from $12"}}
    other = {"outlet": "TheFly", "pt_current": "19", "evidence": {"pt_current": {"words": "a $19 target"}}}
    row = {**CALL, "pt_current": "18", "currency": "USD", "evidence": told, "disputed": ["pt_current"]}
    (message,) = why([event({**row, "sources": ["Benzinga", other]})])
    lines = plain(message.html).splitlines()
    assert "Target: $18 ⚠️ sources differ" in lines
    assert "$18: “to $18 from $12” [1] a-rule" in lines
    assert "$19: “a $19 target” [2] a-rule" in lines


def test_long_words_are_folded() -> None:
    """A long quotation is folded, a short one is not, and an endless one is cut."""
    evidence = {"firm": {"words": "JPMorgan"}, "rating_current": {"words": "very " * 5000}}
    (message,) = why([event({**CALL, "evidence": evidence})])
    assert message.html.count("<blockquote expandable>") == 1
    assert message.html.count("<blockquote>") == 1


def test_calls_without_words() -> None:
    """A call that came without evidence says so."""
    (message,) = why([event(CALL)])
    assert "No words were kept for this call." in plain(message.html)


def test_forgotten_call() -> None:
    """The button of a call that is no longer stored is answered kindly."""
    (message,) = why([])
    assert "no longer stored" in message.html


def test_many_calls_take_several_messages() -> None:
    """Every call of a long note is told, in messages that each fit and parse."""
    words = {"firm": {"words": "& " * 300}, "rating_current": {"words": "<b>" * 200}}
    rows = [{**CALL, "id": n, "ticker": f"T{n}", "evidence": words, "sources": ["A"] * 20} for n in range(12)]
    pieces = [message.html for message in why([event(row) for row in rows])]
    assert len(pieces) > 1
    assert all(len(piece) <= LIMIT for piece in pieces)
    text = "".join(parse_html(piece)[0] for piece in pieces)
    assert all(f"Why: $T{n} " in text for n in range(12))
