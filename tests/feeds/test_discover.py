"""Where a page's feed is, and what a feed calls itself."""

import time
import tomllib
from typing import Any
from urllib.parse import urljoin

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.discover import MOST, feed_places, feed_title
from tests.feeds.rows import DATA

ROWS: dict[str, Any] = tomllib.loads((DATA / "places.toml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("row", ROWS["page"], ids=[row["name"] for row in ROWS["page"]])
def test_places(row: dict[str, Any]) -> None:
    """Declared feeds come before linked ones, those before the usual places; the page itself is none."""
    places = feed_places(row["html"].encode(), row["url"])
    assert list(places[: len(row["places"])]) == row["places"]
    usual = [urljoin(row["url"], path) for path in ROWS["usual"]]
    assert [place for place in places if place in usual] == usual[: len(places)]


@pytest.mark.parametrize("row", ROWS["title"], ids=[row["name"] for row in ROWS["title"]])
def test_title(row: dict[str, Any]) -> None:
    """A feed's own title, not its first entry's."""
    assert feed_title(row["body"].encode()) == row["title"]


@given(body=st.binary(max_size=300) | st.text(alphabet="<linkarehfs=\"'/>. ", max_size=300).map(str.encode))
def test_any_page(body: bytes) -> None:
    """Any bytes give places on the web, MOST at most."""
    places = feed_places(body, "https://a.example/x?y")
    assert len(places) <= MOST
    assert all(place.startswith(("http://", "https://")) for place in places)
    feed_title(body)


@pytest.mark.parametrize("part", ["<link ", "<a href=", '<a rel="x', "<title", "<title>", "<a href='rss'>"])
def test_hostile_page(part: str) -> None:
    """A page made to keep us busy doesn't."""
    begun = time.process_time()
    feed_places((part * 200_000).encode(), "https://a.example/")
    feed_title((part * 200_000).encode())
    assert time.process_time() - begun < 3  # seconds
