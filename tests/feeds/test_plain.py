"""A plain feed read without feedparser holds what feedparser finds in it."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from feeds.plain import NAMESPACES, plain_items
from feeds.repair import BrokenFeedError
from feeds.xmlfeed import any_items, prepared
from tests.feeds.rows import cases

RSS = '<rss version="2.0"><channel>{}</channel></rss>'
USUAL = """<?xml version="1.0"?><rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom"
xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:media="http://search.yahoo.com/mrss/"><channel><title>Desk</title>
<atom:link rel="self" href="https://a.example/rss" type="application/rss+xml"/><managingEditor>Ann</managingEditor>
<item><title>Desk cuts F &amp; GM</title><link>https://a.example/1?a=1&amp;b=2</link><guid>https://a.example/1</guid>
<dc:creator><![CDATA[Ann]]></dc:creator><pubDate>Fri, 20 Nov 2026 10:00:00 GMT</pubDate><category>NYSE: F</category>
<source url="https://w.example/">Wire</source><media:thumbnail url="https://a.example/1.png"/></item></channel></rss>"""


def mostly(usual: list[str], odd: list[str]) -> st.SearchStrategy[str]:
    """One of the usual, and once in thirty times one of the odd."""
    return st.integers(0, 29).flatmap(lambda number: st.sampled_from(odd if number == 7 else usual))


WORD = mostly(
    ["Buy", " ", "\n", "AT&amp;T", "AT&T", "&lt;b>cut&lt;/b>", "&amp;lt;", "<![CDATA[<p>x</p>]]>", "“up”", "é",
     "&#x2013;", "&nbsp;", "<!-- y -->", "$AAPL", "NYSE: F", "", "]]&gt;"],
    ["Ã©", "&#150;", "\x85", "<b>x</b>", "<?z?>"],
)  # fmt: skip
WORDS = st.lists(WORD, max_size=3).map("".join)
LINKS = mostly(
    ["https://a.example/x", "http://a.example/?a=1&amp;b=2", "http://a.example/?a=1&b=2", " https://a.example/é "],
    ["https:///a.example/x", "/x", "", "https://a.example/?a;b", "https://a.example/?x=&amp;amp;y", "feed:x", "1"],
)
DATES = mostly(["Fri, 20 Nov 2026 10:00:00 GMT", "", "2026-11-20"], ["soon", "20 Nov 26 10:00 EST", "99"])
ODD = mostly(
    [""],
    ["<dc:date>2026-11-20</dc:date>", "<media:title>m</media:title>", "<atom:link href='/q'/>", "<item/>", "<x/>",
     "<image><title>i</title></image>", "<title>t</title>", "<language>de</language>", "<link href='/z'/>",
     "<media:group><media:content url='u'/></media:group>", "<category term='t'/>", "<summary>s</summary>"],
)  # fmt: skip
ATTRIBUTE = mostly([""], [" type='html'", " xml:base='http://b.example/'", " base='/b'", " lang='de'"])
URI = mostly([""], ["u", *NAMESPACES.values()])


def tag(name: str, content: st.SearchStrategy[str], *attributes: str) -> st.SearchStrategy[str]:
    """An element."""
    return st.builds(
        "<{0}{1}{2}>{3}</{0}>".format, st.just(name), st.sampled_from(attributes or [""]), ATTRIBUTE, content
    )


PARTS = [
    tag("title", WORDS), tag("description", WORDS), tag("content:encoded", WORDS), tag("pubDate", DATES),
    tag("guid", LINKS, "", " isPermaLink='true'"), tag("guid", WORDS, " isPermaLink='false'"), ODD,
    tag("source", WORDS, "", " url='https://s.example/'"), tag("dc:creator", WORDS), tag("comments", LINKS),
    tag("category", WORDS, "", " domain='x'", " type='symbol'", " scheme='y'"), tag("enclosure", WORDS, " url='u'"),
    tag("media:content", WORDS, " url='u' medium='image'"), tag("media:credit", WORDS), tag("media:thumbnail", WORDS),
]  # fmt: skip
HEADS = [
    tag("title", WORDS), tag("link", LINKS), tag("language", WORDS), tag("ttl", WORDS), tag("generator", WORDS), ODD,
    tag("atom:link", WORDS, " rel='self' href='/f'"), tag("sy:updatePeriod", WORDS), tag("category", WORDS),
    st.builds("<image>{0}{1}{2}</image>".format, tag("url", LINKS), tag("title", WORDS), tag("link", LINKS)),
]  # fmt: skip


@st.composite
def feeds(draw: Any) -> str:
    """A feed of plain parts, now and then with an odd one."""

    def some(parts: list[st.SearchStrategy[str]]) -> str:
        chosen = draw(st.lists(st.sampled_from(range(len(parts))), max_size=6, unique=draw(st.integers(0, 9)) > 0))
        return "".join(draw(parts[place]) for place in chosen)

    def item() -> str:
        pieces = [some(PARTS), draw(tag("link", LINKS)), some(PARTS[-3:])]
        return f"<item>{''.join(draw(st.permutations(pieces)))}</item>"

    declared = "".join(f' xmlns:{prefix}="{draw(URI) or uri}"' for prefix, uri in NAMESPACES.items())
    items = "".join(item() for _ in range(draw(st.integers(0, 3))))
    return f'<rss version="2.0"{declared}><channel>{some(HEADS)}{items}</channel></rss>'


@given(feeds())
@settings(max_examples=300, deadline=None)
def test_same_as_feedparser(text: str) -> None:
    """What is read here is what feedparser would have read, and nothing that it found broken is."""
    document = prepared(text, 500)
    found = plain_items(document)
    assert found is None or any_items(document) == (found, True)


@pytest.mark.parametrize("case", cases("feeds"))
def test_fixtures(case: dict[str, Any]) -> None:
    """So it is with the feeds that stand for real ones."""
    text = case.get("body") or RSS.format(case["item"])
    try:
        document = prepared(text, 500)
    except BrokenFeedError:
        return
    found = plain_items(document)
    assert found is None or any_items(document) == (found, True)


def test_usual_feed() -> None:
    """What outlets usually write needs no feedparser."""
    found = plain_items(prepared(USUAL, 500))
    assert found is not None
    assert [(one.title, one.source, one.tickers) for one in found] == [("Desk cuts F & GM", "Wire", ("F",))]
