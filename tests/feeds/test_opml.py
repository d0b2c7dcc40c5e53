"""Lists of feeds in and out."""

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.opml import LARGEST, MOST, NAME, NotOpmlError, Outline, read_opml, write_opml
from feeds.text import one_line

URL = "https://a.example/feed"
NAMES = st.text(min_size=1, max_size=NAME).map(lambda text: one_line(text, NAME)).filter(bool)
URLS = st.from_regex(r"https://[a-z]{1,9}\.example/[a-z{}?=&%\"']{0,20}", fullmatch=True)


def listed(*outlines: str) -> bytes:
    return f'<opml version="1.0"><body>{"".join(outlines)}</body></opml>'.encode()


@given(st.lists(st.builds(Outline, name=NAMES, url=URLS), max_size=5, unique_by=lambda outline: outline.url))
def test_round_trip(outlines: list[Outline]) -> None:
    """What is written is read again, names and templates and all."""
    assert read_opml(write_opml(outlines)).outlines == tuple(outlines)


def test_folders_and_twins() -> None:
    """Folders are opened, an address counts once, and a feed without a name is called by its address."""
    found = read_opml(
        listed(
            f'<outline text="Folder"><outline title="A" text="B" xmlUrl="{URL}"/></outline>',
            f'<outline text="Twin" XMLURL=" {URL} "/>',
            f'<outline xmlUrl="{URL}2"/>',
        )
    )
    assert found.outlines == (Outline(name="A", url=URL), Outline(name=f"{URL}2", url=f"{URL}2"))
    assert found.left_out == 0


def test_useless_and_too_many() -> None:
    """Addresses that are none of the web's, and what is over the limit, are counted and left out."""
    bad = ['<outline xmlUrl="file:///etc/passwd"/>', '<outline xmlUrl=""/>', '<outline xmlUrl="feed://x.example"/>']
    many = [f'<outline xmlUrl="{URL}/{number}"/>' for number in range(MOST + 5)]
    found = read_opml(listed(*bad, *many))
    assert (len(found.outlines), found.left_out) == (MOST, len(bad) + 5)


HOSTILE = {
    "no XML": b"hello",
    "cut short": b"<opml><body>",
    "another document": b"<rss/>",
    "too large": b" " * (LARGEST + 1),
    "entities": b'<!DOCTYPE o [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><opml>&b;</opml>',
    "outside entity": b'<!DOCTYPE o [<!ENTITY a SYSTEM "file:///etc/passwd">]><opml>&a;</opml>',
    "unknown encoding": b'<?xml version="1.0" encoding="klingon"?><opml/>',
    "multi-byte encoding": b'<?xml version="1.0" encoding="utf-7"?><opml/>',
    "deep": b"<opml>" + b"<outline>" * 100_000,
}


@pytest.mark.parametrize("body", HOSTILE.values(), ids=HOSTILE)
def test_hostile(body: bytes) -> None:
    """What is no list, or was made to do harm, is refused in words."""
    with pytest.raises(NotOpmlError):
        read_opml(body)


@given(st.binary(max_size=200))
def test_any_bytes(body: bytes) -> None:
    """Any bytes are read, or refused as no list."""
    outlines: tuple[Outline, ...] = ()
    with contextlib.suppress(NotOpmlError):
        outlines = read_opml(body).outlines
    assert len(outlines) <= MOST
