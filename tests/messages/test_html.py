"""Telegram's HTML: nothing from outside is markup, and what is too long comes in pieces."""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from messages.html import ELLIPSIS, URL_LIMIT, clip, escape, host, link, plain, quote, short, size, split
from messages.model import LIMIT
from tests.fakes.telegram_html import parse_html

HOSTILE = st.text(st.characters(codec=None, categories=None) | st.sampled_from("<>&\"'/@b \n\u202e\u0000"), max_size=80)
WORDS = st.text(string.ascii_letters + ' <>&"é😀\n', min_size=1, max_size=60)
TAGS = [
    ("<b>", "</b>"),
    ("<i>", "</i>"),
    ("<blockquote expandable>", "</blockquote>"),
    ('<a href="https://a.b/">', "</a>"),
]
NESTED = st.recursive(
    WORDS.map(escape),
    lambda inner: st.tuples(st.sampled_from(TAGS), st.lists(inner, min_size=1, max_size=4)).map(
        lambda made: made[0][0] + "".join(made[1]) + made[0][1]
    ),
    max_leaves=12,
)

LINKED = ['https://outlet.example/a?b=1&c="2"#d', "HTTP://outlet.example", "https://outlet.example:8443/é"]
UNLINKED = [
    None,
    "",
    "javascript:alert(1)",
    "tg://user?id=1",
    "ftp://outlet.example",
    "//outlet.example",
    "https://",
    "https:///path",
    "https://outlet.example@elsewhere.example/",
    "https://outlet.example\\@elsewhere.example/",
    "https://outlet.example/a b",
    "https://outlet.example/\n<b>",
    "https://outlet.example/\u202egpj.exe",
    "https://outlet.example/" + "a" * URL_LIMIT,
]


@given(HOSTILE)
def test_escaped_text_is_no_markup(text: str) -> None:
    """Whatever comes from outside is shown as text, never read as tags, and can be encoded."""
    shown, entities = parse_html(escape(text))
    assert entities == []
    assert set(shown) <= set(text)
    assert shown.encode().decode() == shown


@given(HOSTILE, st.integers(2, 40))
def test_short_text_is_bounded(text: str, limit: int) -> None:
    """Shortened text is one line, visible, and holds no tappable command or mention."""
    shown, entities = parse_html(short(text, limit))
    assert entities == []
    assert shown.strip()
    assert len(shown.replace("\u2060", "")) <= limit
    assert "\n" not in shown
    assert not any(mark in f" {shown}" for mark in (" /b", " @b"))


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("buy /stop now", "buy /\u2060stop now"),
        ("@everyone", "@\u2060everyone"),
        ("24/7 and a@b.example", "24/7 and a@b.example"),
        ("a\u202eb\u0000c\u200b", "abc"),
        ("  two \n lines ", "two lines"),
        ("\u0007", "?"),
    ],
)
def test_short_text(text: str, shown: str) -> None:
    """Commands and mentions are defused, control and direction marks dropped, ordinary words left alone."""
    assert plain(short(text, 40)) == shown


def test_clipped_text_shows_the_cut() -> None:
    """A cut is marked with an ellipsis and never leaves a blank before it."""
    assert clip("one two three", 9) == "one two" + ELLIPSIS
    assert clip("one two", 7) == "one two"


@pytest.mark.parametrize("url", LINKED)
def test_web_addresses_become_links(url: str) -> None:
    """A web address becomes a link to exactly that address."""
    assert parse_html(link(url, "x"))[1] == [{"type": "text_link", "offset": 0, "length": 1, "url": url}]


@pytest.mark.parametrize("url", UNLINKED)
def test_other_addresses_stay_words(url: str | None) -> None:
    """What is no plain web address, or hides where it leads, is not linked."""
    assert link(url, "x") == "x"


HOSTS = [
    ("https://www.benzinga.com/news/1", "benzinga.com"),
    ("HTTP://Example.COM", "example.com"),
    ("https://benzinga.com.evil.example/benzinga.com", "benzinga.com.evil.example"),
    ("https://bénzinga.example/x", "xn--bnzinga-bya.example"),
    ("https://outlet.example:8443/?a=1#b", "outlet.example:8443"),
    ("https://benzinga.com@evil.example/", None),
    ("https://t.me/somebody", None),
    ("https://T.ME:443/joinchat/x", None),
    ("https://www.telegram.org/", None),
    ("https://not-t.me.example/", "not-t.me.example"),
    ("tg://user?id=1", None),
    ("javascript:alert(1)", None),
    ("https://" + "a" * 64 + ".example/", None),
]


@pytest.mark.parametrize(("url", "where"), HOSTS)
def test_hosts(url: str, where: str | None) -> None:
    """Whom a link leads to is told as its name is looked up, and what leads into Telegram itself is no link."""
    assert host(url) == where
    assert (link(url, "x") == "x") == (where is None)


@given(st.text())
def test_links_never_break_out(tail: str) -> None:
    """No address can end its own tag."""
    shown, entities = parse_html(link(f"https://outlet.example/{tail}", "label"))
    assert shown == "label"
    assert len(entities) <= 1


@given(NESTED, st.integers(200, 400))
def test_split_pieces_rejoin(html: str, limit: int) -> None:
    """Each piece parses and fits; together they say what the whole says."""
    pieces = split(html, limit)
    for piece in pieces:
        shown, _ = parse_html(piece)
        assert shown.strip()
        assert size(piece) <= limit
    assert "".join("".join(map(plain, pieces)).split()) == "".join(plain(html).split())


@given(st.lists(st.text(string.ascii_letters + "é&<", min_size=1, max_size=30), min_size=1, max_size=60))
def test_split_cuts_at_line_ends(lines: list[str]) -> None:
    """Where every line fits, pieces end with lines and joined give the text itself."""
    html = "\n".join(map(escape, lines))
    pieces = split(html, 200)
    assert "".join(pieces) == html
    assert all(piece.endswith("\n") for piece in pieces[:-1])


def test_split_reopens_tags() -> None:
    """A quotation that is cut goes on as a quotation of the same kind."""
    html = quote("one\n" * 40, expandable=True)
    pieces = split(html, 100)
    assert len(pieces) > 1
    assert all(piece.startswith("<blockquote expandable>") and piece.endswith("</blockquote>") for piece in pieces)


def test_split_breaks_endless_words() -> None:
    """A word longer than a message is cut between characters, entities stay whole."""
    pieces = split("&amp;" * 3000)
    assert "".join(map(plain, pieces)) == "&" * 3000
    assert max(map(size, pieces)) <= LIMIT


def test_split_counts_as_telegram_does() -> None:
    """An emoji counts as two characters."""
    assert [size(piece) for piece in split("😀" * 3000)] == [LIMIT, 6000 - LIMIT]


def test_split_of_nothing() -> None:
    """Blank text gives no piece, since Telegram refuses an empty message."""
    assert split(" \n<b> </b>") == ()
