"""From an article's page to its text."""

import time

import pytest

from feeds.article import article_text
from feeds.text import TEXT_LIMIT
from tests.fakes.outlet import Published, page

PARAGRAPHS = (
    "Oppenheimer moved Datadog to Outperform on Thursday and put a target of $165 on the shares, its first this year.",
    "The desk expects large customers to spend more on monitoring next year, and sees little of that in the price.",
    "Competition remains the main risk, it wrote, while margins have held up better than most of its peers' have.",
)


def told(article: str) -> str:
    """An outlet's page around an article."""
    return page(
        Published(
            number=1, title="Datadog moved up", summary="", content="", article=article, published=None, tickers=()
        )
    )


def test_furniture() -> None:
    """The article is read, the page's furniture is not."""
    text = article_text(told("".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS)).encode())
    assert all(paragraph in text.split("\n") for paragraph in PARAGRAPHS)
    for furniture in ("rainy day", "Advertisement", "All rights kept", "Get our letter", "window.adverts"):
        assert furniture not in text


def test_plain() -> None:
    """Text without markup is taken as it is."""
    assert article_text("\n".join(PARAGRAPHS)) == "\n".join(PARAGRAPHS)


@pytest.mark.parametrize("nothing", [b"", "", b"\xff\xd8\xff\xe0\x00\x10JFIF<p>", "<html></html>", "<p>"])
def test_nothing(nothing: bytes | str) -> None:
    """A page without an article has no text."""
    assert article_text(nothing) == ""


@pytest.mark.parametrize(
    "piece", ["<div>", "<p>word ", "<table><tr><td>", "<p " + "a=1 " * 500 + ">", "&#xD800;<br>", "<p>" + PARAGRAPHS[0]]
)
def test_bounded(piece: str) -> None:
    """A page made to keep us busy gives a bounded text and no error."""
    assert len(article_text("<html><body>" + piece * 5_000)) <= TEXT_LIMIT


def test_attributes() -> None:
    """A tag with a hundred thousand attributes costs no more than itself."""
    tag = "<p " + "".join(f"a{number}=1 " for number in range(100_000)) + ">"
    started = time.process_time()
    assert article_text(f"<html><body>{tag}<p>{PARAGRAPHS[0]}</p>") == PARAGRAPHS[0]
    assert time.process_time() - started < 3  # seconds; the parser alone needs eight
