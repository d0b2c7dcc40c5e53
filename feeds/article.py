"""From an article's page to the article's text."""

import re

from feeds.decode import decode
from feeds.text import TAG, TEXT_LIMIT, html_text, plain

PAGE_LIMIT = 2_000_000  # characters of a page that are looked at
LONGEST_TAG = 20_000  # characters; libxml2's time grows with the square of a tag's attributes
PARAGRAPH = 80  # characters of a line that is surely no furniture
LOOKS_HTML = re.compile(r"<(?:!doctype|html|head|body|div|article|p|br)\b", re.IGNORECASE)


def article_text(html: bytes | str, url: str | None = None) -> str:
    """The article's text without the page's furniture, a line for each paragraph; "" where there is none.

    At most TEXT_LIMIT characters. Where no article stands out, the page's long lines; plain text is taken as it is.
    """
    page = (decode(html) if isinstance(html, bytes) else html)[:PAGE_LIMIT]
    if "\0" in page:
        return ""  # a picture or a document, whatever its label says
    if LOOKS_HTML.search(page) is None:
        return html_text(page)
    import trafilatura  # half a second that only the workers need

    page = TAG.sub(lambda tag: tag[0] if len(tag[0]) <= LONGEST_TAG else "", page)
    found = trafilatura.extract(page, url=url, fast=True, include_comments=False)
    return plain(found)[:TEXT_LIMIT].rstrip() if found else long_lines(html_text(page))


def long_lines(text: str) -> str:
    """The lines that are paragraphs."""
    return "\n".join(line for line in text.split("\n") if len(line) >= PARAGRAPH)
