"""What is new is found before the parse, and is what a full parse would have found."""

import itertools
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from feeds.errors import NotAFeedError
from feeds.identity import NONE, SIZE, mark
from feeds.model import Entry
from feeds.parse import Parsed, Source, anew, remaining, whole
from feeds.sift import sifted
from feeds.traces import marks_of, records, slices
from tests.feeds.rows import cases

SOURCE = Source("https://outlet.example/rss", "The Outlet", "text/xml; charset=utf-8")
RSS = '<?xml version="1.0"?><rss version="2.0"{}><channel><title>c</title>{}</channel></rss>'
ATOM = '<feed xmlns="http://www.w3.org/2005/Atom"{}><title>c</title>{}</feed>'

WORDS = st.sampled_from(
    ["Buy", "AT&T", "AT&amp;T", "S&P;", "“up”", "<b>cut</b>", "&lt;$30", "é", "", "a]]>b", "\x01", "&#xD800;"]
)
GUIDS = st.sampled_from(["", "1", "2", "3", "https://outlet.example/a?utm_source=x", "https://outlet.example/a"])
LINKS = st.sampled_from(["", "/a", "/a?utm_medium=rss", "/b", "https://www.outlet.example/a/", "javascript:x"])
ODD = st.sampled_from(
    ["", "<!-- x -->", "<!--", "-->", "<![CDATA[<item>]]>", "<![CDATA[", "]]>", "<b>", "<x:y>z</x:y>", "<item/>", "&"]
)  # fmt: skip
DATES = st.sampled_from(["", "<pubDate>Fri, 20 Nov 2026 10:00:00 GMT</pubDate>", "<pubDate>soon</pubDate>"])


@st.composite
def items(draw: Any) -> str:
    """One entry, mostly sound."""
    odd = draw(ODD) if draw(st.integers(0, 9)) == 0 else ""
    name = draw(st.sampled_from(["item"] * 9 + ["Item"]))
    return (
        f"<{name}><title>{draw(WORDS)} {draw(WORDS)}</title><link>{draw(LINKS)}</link><guid>{draw(GUIDS)}</guid>"
        f"{draw(DATES)}<description>{draw(WORDS)}</description>{odd}</{name}>"
    )


@st.composite
def editions(draw: Any) -> list[bytes]:
    """A feed as it changes: entries come on top, go at the end, are edited, move and repeat."""
    form = draw(st.sampled_from([RSS, RSS, ATOM])).format
    pool = draw(st.lists(items(), min_size=1, max_size=6))
    between = draw(st.sampled_from(["", "", "\n", "<x/>", "<!-- y -->", "<!-- <item> -->", "text & more"]))
    found = []
    for _ in range(draw(st.integers(2, 4))):
        chosen = draw(st.lists(st.sampled_from(pool), max_size=6))
        head = draw(st.sampled_from(["", "", "", ' xmlns:x="u"', ' xml:base="https://other.example/"']))
        encoding = draw(st.sampled_from(["utf-8", "utf-8", "cp1252"]))
        found.append(form(head, between.join(chosen)).encode(encoding, "replace"))
    return found


def parsed(work: Any, *given: Any) -> Parsed | None:
    """What is read, or None for what is no feed."""
    try:
        found: Parsed = work(*given)
    except NotAFeedError:
        return None
    return found


@given(editions())
@settings(max_examples=300, deadline=None)
def test_same_as_full_parse(bodies: list[bytes]) -> None:
    """However a feed changes, its new entries are those of a full parse, with the same guids, in the same order."""
    traces = b""
    for body in bodies:
        quick, full = parsed(anew, body, SOURCE, traces), parsed(whole, body, SOURCE)
        assert (quick is None) == (full is None)
        if quick is None or full is None:
            continue
        if traces and quick.entries != full.entries:
            assert quick.entries == not_remembered(full, traces)
        assert (quick.present, quick.facts) == (full.present, full.facts)
        assert quick.traces == full.traces
        traces = quick.traces


def not_remembered(full: Parsed, traces: bytes) -> tuple[Entry, ...]:
    """The entries of a full parse whose bytes the traces don't hold."""
    before, found = records(traces), []
    now = list(zip(slices(full.traces), full.present, strict=True))
    for entry in full.entries:
        told = next(one for one, guid in now if guid == mark(entry.guid) and marks_of(one).head != NONE)
        if told[:SIZE] not in before:
            found.append(entry)
    return tuple(found)


def feed(*titles: str) -> bytes:
    """A plain feed with these headlines."""
    return RSS.format("", "".join(f"<item><title>{t}</title><guid>{t}</guid></item>" for t in titles)).encode()


def test_nothing_parsed_twice() -> None:
    """Of an edition with one new entry only that one is left to parse."""
    first = whole(feed("b", "c", "d"), SOURCE)
    sieved = sifted(feed("a", "b", "c"), None, SOURCE.url, first.traces, 500)
    assert sieved is not None
    assert sieved.fresh == 1
    assert sieved.text.count("<item>") == 1
    again = remaining(sieved, SOURCE)
    assert again is not None
    assert [entry.guid for entry in again.entries] == ["a"]
    assert again.present == tuple(mark(guid) for guid in "abc")


def test_present_without_traces() -> None:
    """Where entries have to be read in full each time, what is there is known all the same."""
    body = b'{"version": "https://jsonfeed.org/version/1.1", "items": [{"id": "7", "title": "x"}]}'
    found = whole(body, SOURCE)
    assert found.traces == b""
    assert found.present == (mark("7"),)


@pytest.mark.parametrize("case", cases("doubts"))
def test_doubts(case: dict[str, Any]) -> None:
    """Where cutting might change the meaning of what is left, the feed is read in full."""
    first = whole(RSS.format("", case["before"]).encode(), SOURCE)
    sieved = sifted(RSS.format("", case["after"]).encode(), None, SOURCE.url, first.traces, 500)
    assert sieved is None or remaining(sieved, SOURCE) is None


def test_other_frame() -> None:
    """Another address, another namespace, another edition of our code: nothing that was remembered counts."""
    first = whole(feed("a"), SOURCE)
    for body, url in ((feed("a").replace(b"<rss", b"<rss xmlns:x='y'"), SOURCE.url), (feed("a"), "https://b.example/")):
        assert sifted(body, None, url, first.traces, 500) is None


def test_many_entries() -> None:
    """A feed with more entries than are kept is read in full: which are the newest, only their dates tell."""
    titles = [str(number) for number in range(6)]
    first = whole(feed(*titles), SOURCE, 5)
    assert len(first.entries) == 5
    assert first.traces == b""


def test_cut_short() -> None:
    """A feed that was cut short is no whole feed, though all that is left of it was read before."""
    first = whole(feed("a", "b"), SOURCE)
    body = feed("a", "b")
    for end in range(body.index(b"</item>") + 7, len(body) - len("</rss>")):
        with pytest.raises(NotAFeedError):
            anew(body[:end], SOURCE, first.traces)


def test_same_guid_on_all() -> None:
    """A guid that stands on every entry is nobody's, though the others were cut out before it came up."""
    item = "<item><title>{0}</title><link>/{0}</link><guid>same</guid></item>"
    bodies = [RSS.format("", "".join(item.format(n) for n in numbers)).encode() for numbers in ("ab", "cab", "dcab")]
    traces, guids = b"", []
    for body in bodies:
        found = anew(body, SOURCE, traces)
        traces = found.traces
        guids.append([entry.guid for entry in found.entries])
    assert list(itertools.chain(*guids)) == [f"outlet.example/{name}" for name in "abcd"]
