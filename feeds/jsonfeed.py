"""Entries of JSON Feed (https://www.jsonfeed.org/version/1.1/)."""

import json
from typing import Any

from feeds.dates import read_date
from feeds.model import Item
from feeds.repair import BrokenFeedError
from feeds.tickers import marked


def json_items(text: str) -> list[Item]:
    """The entries in the feed's order. Raises BrokenFeedError where the text is no JSON Feed."""
    try:
        feed = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise BrokenFeedError("the answer is JSON, but broken or cut short") from error
    items = feed.get("items") if isinstance(feed, dict) else None
    if not isinstance(items, list) or "jsonfeed.org" not in words(feed, "version"):
        raise BrokenFeedError("the answer is JSON, but no JSON Feed; the address may be wrong")
    return [item(entry) for entry in items if isinstance(entry, dict)]


def item(entry: dict[str, Any]) -> Item:
    """One entry in our words."""
    tags = entry.get("tags")
    return Item(
        title=words(entry, "title"),
        summary=words(entry, "summary"),
        content=words(entry, "content_html") or words(entry, "content_text"),
        link=words(entry, "url") or words(entry, "external_url"),
        guid=words(entry, "id"),
        published=read_date(words(entry, "date_published")) or read_date(words(entry, "date_modified")),
        tickers=marked(tag for tag in tags if isinstance(tag, str)) if isinstance(tags, list) else (),
    )


def words(entry: dict[str, Any], key: str) -> str:
    """The text under a key; a number is taken at its digits, since some feeds number their entries."""
    value = entry.get(key)
    return str(value) if isinstance(value, str | int) and not isinstance(value, bool) else ""
