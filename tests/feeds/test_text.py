"""Text from strangers made plain."""

import unicodedata
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.text import TEXT_LIMIT, TITLE_LIMIT, html_text, title_text
from tests.feeds.rows import cases

MARKUP = st.text(st.sampled_from("<>/!-&;'\"= \nabpscript[]CDATA#x0129"), max_size=200) | st.text(max_size=100)


@pytest.mark.parametrize("case", cases("titles"))
def test_title(case: dict[str, Any]) -> None:
    """A headline is exactly what its outlet means to print."""
    assert title_text(case["title"]) == case["text"]


@pytest.mark.parametrize("case", cases("html"))
def test_html(case: dict[str, Any]) -> None:
    """Markup becomes the lines that a reader of the page would see."""
    assert html_text(case["html"]) == case["text"]


@given(MARKUP)
def test_title_bounded(text: str) -> None:
    """Any title is one bounded line with nothing invisible in it."""
    title = title_text(text)
    assert len(title) <= TITLE_LIMIT
    assert not {unicodedata.category(character) for character in title} & {"Cc", "Cs", "Zl", "Zp"}
    assert title == " ".join(title.split())


@given(MARKUP)
def test_html_harmless(text: str) -> None:
    """Any markup gives lines of words, none of them empty, no control among them but the line's end."""
    lines = html_text(text).split("\n")
    assert lines == [""] or all(line and line == " ".join(line.split()) for line in lines)


@pytest.mark.parametrize(
    "piece", ["<", "&", "<a '", "<!--", "<script>", '<x y="', "&amp;", "<p>word ", "e\u0301", "<![CDATA["]
)
def test_text_bounded(piece: str) -> None:
    """A million characters of anything are cut, not chewed."""
    assert len(html_text(piece * 200_000)) <= TEXT_LIMIT
    assert len(title_text(piece * 200_000)) <= TITLE_LIMIT
