"""What a feed says about itself: how often to look, and who else tells of its changes."""

import json
import re
from dataclasses import dataclass
from typing import Any

from feeds.hub import chosen, embedded

HEAD = 20_000  # characters before the first entry that are looked at
ENTRY = re.compile(r"<(?:\w{1,20}:)?(?:item|entry)[\s>]", re.IGNORECASE)
TTL = re.compile(r"<ttl>\s*(\d{1,9})(?:\.\d*)?\s*</ttl>", re.IGNORECASE)
PERIOD = re.compile(r"<\w{1,20}:updatePeriod>\s*(\w{1,20})\s*</", re.IGNORECASE)
FREQUENCY = re.compile(r"<\w{1,20}:updateFrequency>\s*(\d{1,6})\s*</", re.IGNORECASE)
PERIODS = {"hourly": 3600.0, "daily": 86_400.0, "weekly": 604_800.0, "monthly": 2_592_000.0, "yearly": 31_536_000.0}


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """``demand``: the seconds between two looks that the feed asks for (ttl, sy:updatePeriod), 0 where it doesn't.

    ``hub`` tells of changes to ``topic`` by itself (WebSub).
    """

    demand: float = 0.0
    hub: str | None = None
    topic: str | None = None


def xml_facts(text: str, url: str) -> Facts:
    """What RSS and Atom say before their entries."""
    head = text[:HEAD]
    first = ENTRY.search(head)
    head = head[: first.start()] if first else head
    hub, topic = embedded(head, url)
    return Facts(demand=max(minutes(head), period(head)), hub=hub, topic=topic)


def minutes(head: str) -> float:
    """RSS's own ttl, in seconds."""
    return float(ttl[1]) * 60 if (ttl := TTL.search(head)) else 0.0


def period(head: str) -> float:
    """The syndication module's period in seconds, divided by its frequency."""
    named = PERIOD.search(head)
    often = FREQUENCY.search(head)
    seconds = PERIODS.get(named[1].lower(), 0.0) if named else 0.0
    return seconds / max(int(often[1]), 1) if often else seconds


def json_facts(text: str, url: str) -> Facts:
    """What JSON Feed says; nothing where the text is none."""
    try:
        feed = json.loads(text)
    except (ValueError, RecursionError):
        return Facts()
    hubs = feed.get("hubs") if isinstance(feed, dict) else None
    if not isinstance(hubs, list):
        return Facts()
    links = [("hub", words(hub, "url")) for hub in hubs if words(hub, "type").lower() == "websub"]
    hub, topic = chosen([*links, ("self", words(feed, "feed_url"))], url)
    return Facts(hub=hub, topic=topic)


def words(thing: Any, key: str) -> str:
    """The text under a key of what may be anything."""
    value = thing.get(key) if isinstance(thing, dict) else None
    return value if isinstance(value, str) else ""
