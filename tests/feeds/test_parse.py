"""From a feed's bytes to its entries."""

import contextlib
import datetime as dt
import pickle
import sys
import time
import unicodedata
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from feeds.errors import FetchError, NotAFeedError
from feeds.model import Entry
from feeds.parse import parse
from feeds.text import TEXT_LIMIT, TITLE_LIMIT
from tests.feeds.rows import cases, table

URL = "https://outlet.example/rss"
RSS = (
    '<?xml version="1.0" encoding="utf-8"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" '
    'xmlns:nasdaq="http://nasdaq.com/reference/feeds/1.0"><channel><title>c</title>{}</channel></rss>'
)


def read(body: str | bytes, **more: Any) -> tuple[Entry, ...]:
    """The entries of a body of The Outlet's."""
    return parse(body.encode() if isinstance(body, str) else body, url=URL, outlet="The Outlet", **more)


WATCHED: list[list[str]] = []


def _watch(event: str, args: tuple[Any, ...]) -> None:
    if WATCHED and event in ("open", "socket.connect", "socket.getaddrinfo", "subprocess.Popen"):
        WATCHED[-1].append(f"{event} {args[:2]}")


sys.addaudithook(_watch)  # there is no way to take one away again, so it stays and watches while it is asked to


@contextlib.contextmanager
def opened() -> Iterator[list[str]]:
    """What is opened or asked for meanwhile."""
    found: list[str] = []
    WATCHED.append(found)
    try:
        yield found
    finally:
        WATCHED.pop()


def titles(body: str | bytes, **more: Any) -> list[str]:
    """The headlines of a body."""
    return [entry.story.title for entry in read(body, **more)]


@pytest.mark.parametrize("case", cases("feeds"))
def test_feeds(case: dict[str, Any]) -> None:
    """Each entry says what its outlet meant, however it was written down."""
    entries = read(case.get("body") or RSS.format(case["item"]))
    wanted = case.get("entry", [])
    assert len(entries) == len(wanted)
    for entry, fields in zip(entries, wanted, strict=True):
        found = {name: entry.guid if name == "guid" else getattr(entry.story, name) for name in fields}
        assert found == {name: tuple(value) if isinstance(value, list) else value for name, value in fields.items()}


@pytest.mark.parametrize("case", cases("broken"))
def test_broken(case: dict[str, Any]) -> None:
    """What is no whole feed is an error that says what it is."""
    with pytest.raises(NotAFeedError, match=case["says"]):
        read(case["body"])


def test_errors_travel() -> None:
    """An error keeps what it knows on its way out of another process, and its address shows no login."""
    error = pickle.loads(pickle.dumps(FetchError("https://me:secret@outlet.example/a@b", "busy", 7.0)))
    assert (error.url, error.reason, error.retry_after) == ("https://outlet.example/a@b", "busy", 7.0)
    assert "secret" not in str(error)


def test_nothing_opened(tmp_path: Any) -> None:
    """A body that is the name of a file is not that file."""
    path = tmp_path / "feed.xml"
    path.write_text(RSS.format("<item><title>inside</title></item>"))
    with opened() as files, pytest.raises(NotAFeedError):
        read(str(path))
    assert files == []


@pytest.mark.parametrize("place", ["file:///etc/passwd", "/etc/passwd", "http://127.0.0.1:9/x"])
def test_nothing_asked_for(place: str) -> None:
    """No part of a feed makes its reading open a file or ask another machine."""
    inside = f"<item><title>&x;</title><link>{place}</link><source url='{place}'>s</source></item>"
    body = f"<!DOCTYPE rss [<!ENTITY x SYSTEM '{place}'>]>" + RSS.partition("?>")[2].format(inside)
    read(RSS.format("<item><title>a first one, so that all modules are loaded</title></item>"))
    with opened() as files, contextlib.suppress(NotAFeedError):
        read(body)
    assert files == []


@pytest.mark.parametrize("case", cases("encodings"))
def test_encodings(case: list[str]) -> None:
    """Quotation marks survive whatever encoding a feed is in and whatever it says about it."""
    encoding, label = case
    text = RSS.replace("utf-8", label).format("<item><title>Citi’s “buy” – 5</title></item>")
    assert titles(text.encode(encoding)) == ["Citi’s “buy” – 5"]


def test_encoding_of_header() -> None:
    """The answer's header counts where the document names no encoding."""
    body = "<rss><channel><item><title>Обзор</title></item></channel></rss>".encode("koi8-r")
    assert titles(body, content_type="text/xml; charset=koi8-r") == ["Обзор"]


def test_newest() -> None:
    """Of a long feed the newest entries are kept, in the feed's order, whichever way round that is."""
    start = dt.datetime(2026, 11, 1, tzinfo=dt.UTC)
    items = [
        f"<item><title>{n}</title><pubDate>{(start + dt.timedelta(hours=n)).isoformat()}</pubDate></item>"
        for n in range(50)
    ]
    assert titles(RSS.format("".join(items)), limit=3) == ["47", "48", "49"]
    assert titles(RSS.format("".join(reversed(items))), limit=3) == ["49", "48", "47"]
    undated = "".join(f"<item><title>{n}</title></item>" for n in range(50))
    assert titles(RSS.format(undated), limit=3) == ["0", "1", "2"]


def test_lengths() -> None:
    """Titles and texts are cut; a description that is an article is text and a short summary."""
    words = "The desk sees more room. "
    (entry,) = read(RSS.format(f"<item><title>{words * 100}</title><description>{words * 9000}</description></item>"))
    assert len(entry.story.title) <= TITLE_LIMIT
    assert TEXT_LIMIT - len(words) <= len(entry.story.text) <= TEXT_LIMIT
    assert entry.story.summary == (words * 20).strip()


def test_ids_stay() -> None:
    """An entry's identity is the same when it is read again among others."""
    link = "<item><title>b</title><link>/b?utm_source={}</link></item>"
    rest = "<item><title>a</title><guid>1</guid></item><item><title>C</title></item>"
    old = link.format("x") + rest
    new = "<item><title>n</title><guid>0</guid></item>" + link.format("y") + rest
    before, after = ([entry.guid for entry in read(RSS.format(items))] for items in (old, new))
    assert after[1:] == before


HOSTILE = {
    "attributes": "<item " + "".join(f'a{n}="b" ' for n in range(50_000)) + "><title>x</title></item>",
    "many tags with attributes": ("<z " + "".join(f'a{n}="b" ' for n in range(90)) + "/>") * 500,
    "namespaces": "".join(f"<n{n}:a xmlns:n{n}='u{n}'/>" for n in range(20_000)),
    "comments": "<item><title>x</title>" + "<!--" * 85_000 + "</item>",
    "author": "<item><author>" + "a" * 50_000 + "</author><title>x</title></item>",
    "creator": "<item><dc:creator><![CDATA[" + "a@" * 25_000 + "]]></dc:creator><title>x</title></item>",
    "nesting": "<item><title>" + "<b>" * 20_000 + "</title></item>",
    "deep": "<item><description>" + "<div>" * 20_000 + "</div>" * 20_000 + "</description></item>",
    "entries": "<item><title>x</title></item>" * 40_000,
    "unmatched entries": "<item><title>x</t></item>" * 20_000,
    "CDATA": "<![CDATA[" * 50_000,
    "ampersands": "<item><title>" + "&" * 200_000 + "</title></item>",
    "angles": "<item><title>" + "<" * 200_000 + "</title></item>",
    "escaped markup": "<item><description>" + "&lt;p&gt;" * 50_000 + "</description></item>",
    "quotes": "<item><description><![CDATA[" + "<x y='" * 50_000 + "]]></description></item>",
    "date": "<item><title>x</title><pubDate>" + "Mon, " * 20_000 + "</pubDate></item>",
    "number": "<item><title>&#" + "9" * 5_000 + ";</title></item>",
    "link": "<item><title>x</title><link>https://" + "a." * 50_000 + "</link></item>",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile(name: str) -> None:
    """A feed made to keep us busy is read or refused at once."""
    started = time.process_time()
    with contextlib.suppress(NotAFeedError):
        assert len(read(RSS.format(HOSTILE[name]))) <= 500
    assert time.process_time() - started < 3  # seconds; feedparser alone needs from six to sixty


def test_entity_bomb() -> None:
    """A document type's entities are never expanded."""
    bomb = "<!DOCTYPE rss [<!ENTITY a 'ha'>" + "".join(f"<!ENTITY a{n} '&a;&a;'>" for n in range(20)) + "]>"
    assert titles(bomb + "<rss><channel><item><title>&a9; <!ENTITY</title></item></channel></rss>") == ["&a9; <!ENTITY"]


PIECES = st.sampled_from(table("pieces")["case"])


@settings(deadline=None)
@given(st.lists(PIECES | st.text(max_size=8), max_size=40).map("".join))
def test_any_feed(middle: str) -> None:
    """Whatever stands in a channel is read as bounded stories with unlike ids, or refused."""
    try:
        entries = read(RSS.format(middle).encode("utf-8", "surrogatepass"))
    except NotAFeedError:
        return
    assert len({entry.guid for entry in entries}) == len(entries)
    assert all(0 < len(entry.story.title) <= TITLE_LIMIT for entry in entries)


@given(st.binary(max_size=200))
def test_any_bytes(body: bytes) -> None:
    """Bytes that are no feed are refused and nothing else happens."""
    with pytest.raises(NotAFeedError):
        read(body)


UNSEEN = "\u115f\u1160\u3164\uffa0"  # letters that no reader sees: they are dropped
# Where U+0080 to U+00FF spell UTF-8, feedparser undoes what it takes for a double encoding.
LATIN = "".join(map(chr, range(128, 256)))
NAMES = st.characters(
    exclude_categories=["C", "Z", "M"], exclude_characters="<&" + UNSEEN + "".join(map(chr, range(128, 256)))
)


@given(st.text(NAMES, min_size=1, max_size=60))
def test_names_exact(name: str) -> None:
    """A title in CDATA comes out as it is, and so does one with its ampersand left bare."""
    name = name.replace("]]>", "") + " & Co"
    (entry,) = read(RSS.format(f"<item><title><![CDATA[{name}]]></title></item>"))
    (bare,) = read(RSS.format(f"<item><title>{name}</title></item>"))
    assert entry.story.title == bare.story.title == " ".join(unicodedata.normalize("NFC", name).split())
