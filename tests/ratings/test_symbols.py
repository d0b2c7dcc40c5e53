"""Which company: tickers, names, and what a text mentions."""

import csv
import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ratings.symbols import Directory, directory

DATA = Path(__file__).parents[1] / "data" / "symbols"
TABLES = Path(__file__).parents[2] / "ratings" / "data"


def cases() -> list[Any]:
    groups = tomllib.loads((DATA / "mentions.toml").read_text(encoding="utf-8"))
    return [
        pytest.param(
            case["text"],
            case.get("mentions", []),
            id=f"{group}-{number}",
            marks=[pytest.mark.xfail] if group == "gaps" else [],
        )
        for group, rows in groups.items()
        for number, case in enumerate(rows, 1)
    ]


def everyday() -> list[tuple[str, str]]:
    with (DATA / "everyday.csv").open(encoding="utf-8", newline="") as lines:
        return [(row["name"], row["ticker"]) for row in csv.DictReader(lines)]


def aliases() -> dict[str, Any]:
    return tomllib.loads((TABLES / "company_aliases.toml").read_text(encoding="utf-8"))


def told(text: str) -> list[list[str]]:
    return [[text[mention.start : mention.end], mention.ticker or "?"] for mention in directory().mentions(text)]


@pytest.mark.parametrize(("text", "mentions"), cases())
def test_a_text_mentions_its_companies(text: str, mentions: list[list[str]]) -> None:
    """A text's mentions are exactly the companies it names, at exactly their words."""
    assert told(text) == mentions


@pytest.mark.parametrize(("name", "ticker"), everyday())
def test_an_everyday_name_is_found_in_headlines(name: str, ticker: str) -> None:
    """The everyday name of a large company is found as the object of a headline and as its subject."""
    assert [name, ticker] in told(f"Citigroup Maintains Neutral on {name}, Raises Price Target to $50")
    assert [name, ticker] in told(f"{name} Stock Falls As Sales Disappoint")


@pytest.mark.parametrize("name", [name for name, _ in everyday() if not directory().listing(name)])
def test_a_typed_name_resolves(name: str) -> None:
    """A typed name means its company in any case, since people type in a hurry."""
    tickers = {ticker for other, ticker in everyday() if other.lower() == name.lower()}
    for typed in (name, name.lower(), name.upper(), f"  {name} "):
        listing = directory().resolve(typed)
        assert listing is not None
        assert listing.ticker in tickers


@pytest.mark.parametrize("typed", ["CIFR", "$cifr", "cifr", "NASDAQ:CIFR", "nasdaq: cifr", "Cipher", "cipher mining"])
def test_all_ways_of_typing_a_stock_mean_it(typed: str) -> None:
    """A ticker, a cashtag, an exchange's ticker and a former name mean the same stock."""
    listing = directory().resolve(typed)
    assert listing is not None
    assert (listing.ticker, listing.exchange) == ("CIFR", "Nasdaq")


@pytest.mark.parametrize("typed", ["brk-b", "BRK.B", "brk/b", "BRK B", "$BRK.B", "NYSE:BRK-B"])
def test_a_share_class_has_one_ticker(typed: str) -> None:
    """However its class is parted from a ticker, the listing's has a dot."""
    listing = directory().listing(typed)
    assert listing is not None
    assert listing.ticker == "BRK.B"


@pytest.mark.parametrize(
    ("typed", "ticker"),
    [
        ("alphabet", "GOOGL"),
        ("brown forman", "BF.B"),
        ("fox corporation", "FOXA"),
        ("lennar", "LEN"),
        ("the home depot, inc.", "HD"),
        ("Target Corporation", "TGT"),
        ("bank of america corp", "BAC"),
        ("Facebook's", "META"),
        ("CAT", "CAT"),
    ],
)
def test_a_name_means_the_common_share(typed: str, ticker: str) -> None:
    """Of a company's securities its name means the common share, with or without its legal form."""
    listing = directory().resolve(typed)
    assert listing is not None
    assert listing.ticker == ticker


@pytest.mark.parametrize("typed", ["", " ", "nothing at all", "ZZZZZ", "$", "twitter", "first financial", "x" * 10_000])
def test_what_is_no_stock_resolves_to_none(typed: str) -> None:
    """Words that mean no stock, or more than one, resolve to none."""
    assert directory().resolve(typed) is None


def test_the_tables_agree() -> None:
    """Every alias belongs to a listing, and every display name belongs to the ticker it is shown for."""
    shared = directory()
    table = aliases()
    assert not [ticker for part in ("names", "words") for ticker in table[part] if shared.listing(ticker) is None]
    assert all((listing := shared.listing(ticker)) and listing.name == name for name, ticker in shared.names().items())


def test_no_two_tickers_claim_an_alias() -> None:
    """An alias stands under one ticker."""
    owners: dict[str, set[str]] = {}
    table = aliases()
    for ticker, written in [*table["names"].items(), *table["words"].items()]:
        for name in written:
            owners.setdefault(name, set()).add(ticker)
    assert {name: tickers for name, tickers in owners.items() if len(tickers) > 1} == {}


def test_every_alias_is_found() -> None:
    """Each alias is found where a headline upgrades it, with its ticker."""
    table = aliases()
    missed = [
        (name, ticker)
        for part in ("names", "words")
        for ticker, written in table[part].items()
        for name in written
        if ticker
        not in {mention.ticker for mention in directory().mentions(f"Someone upgrades {name} to a better mark")}
    ]
    assert missed == []


def test_unresolved_names_stay_unresolved() -> None:
    """A name of the unresolved table is a mention without a ticker."""
    for name in aliases()["unresolved"]["names"]:
        assert told(f"Someone upgrades {name} again") == [[name, "?"]]


@pytest.mark.parametrize(("number", "kind"), [(0, "name"), (1, "printed"), (2, "alias")])
def test_a_mention_says_how_it_was_told(number: int, kind: str) -> None:
    """A mention is by name, by a printed ticker or by an alias, and shows the table's name."""
    mention = directory().mentions("Meta Platforms (NASDAQ: META), once Facebook, rose")[number]
    assert (mention.kind, mention.company, mention.ticker) == (kind, "Meta Platforms", "META")


def test_one_directory_serves_all() -> None:
    """The shared directory is loaded once, and one loaded apart says the same."""
    assert directory() is directory()
    assert Directory.load().names() == directory().names()


PIECES = st.sampled_from(
    [
        *(
            "Apple",
            "apple",
            "Target",
            "target",
            "price ",
            "Inc.",
            "e.l.f.",
            "eBay",
            "upgrades ",
            "Bank of America",
            "3M",
        ),
        *("(", ")", "[", "]", "$", ":", "NASDAQ", "TSX", "CIFR", "AI", " - ", "’s", "'s", ".", ",", "&", "_"),
        *(" ", "  ", "\n", "\u00a0", "İ", "ß", "ﬁ", "É"),
    ]
)


@settings(max_examples=300, deadline=None)
@given(st.one_of(st.text(max_size=200), st.lists(PIECES, max_size=40).map("".join)))
def test_mentions_stand_in_order_at_whole_words(text: str) -> None:
    """In any text mentions follow each other without overlap, and none begins or ends within a word."""
    end = 0
    for mention in directory().mentions(text):
        assert end <= mention.start < mention.end <= len(text)
        end = mention.end
        assert mention.company
        assert not (mention.start and text[mention.start - 1].isalnum() and text[mention.start].isalnum())
        assert not (end < len(text) and text[end].isalnum() and text[end - 1].isalnum())


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=60))
def test_typed_words_never_fail(text: str) -> None:
    """Whatever is typed, the answer is a listing of the table or none."""
    listing = directory().resolve(text)
    assert listing is None or directory().listing(listing.ticker) == listing


@pytest.mark.parametrize(
    "piece", ["(", "(AA ", "$AAPL ", "AAPL ", "NASDAQ:", ":A", "A&", "A-", "Apple Inc ", "[A,", "a."]
)
def test_hostile_texts_cost_no_more_than_their_length(piece: str) -> None:
    """Long rows of brackets, tickers and capitals are read through: what holds at the start holds at the end."""
    text = piece * 3_000 + "\nCipher Mining rose"
    mentions = directory().mentions(text)
    assert text[mentions[-1].start : mentions[-1].end] == "Cipher Mining"
