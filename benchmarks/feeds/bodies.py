"""Made-up feeds: 65 KB, a hundred entries, and two new ones with each edition."""

import gzip
import random
from email.utils import formatdate
from functools import cache
from html import escape

from ratings.symbols import directory

ENTRIES = 100
START = 1_764_000_000
FIRMS = ("Mizuho", "Jefferies", "Barclays", "UBS", "Citigroup", "Wells Fargo", "Needham", "Stifel", "Evercore ISI")
CALLS = 5  # one story in so many is an analyst's call
TOPICS = ("opens a plant in Ohio", "names a new finance chief", "reports record quarterly sales", "settles a lawsuit")
FILLER = "The desk speaks of the quarter, of what may come after it and of what that would be worth. "


@cache
def companies() -> list[tuple[str, str]]:
    """Names and tickers of five hundred companies."""
    named = sorted(directory().names().items())
    return [(escape(name), ticker) for name, ticker in named[:: len(named) // 500]]


def entry(feed: int, number: int) -> str:
    """One story of a feed: now and then a call, with all its facts in the headline."""
    draw = random.Random(feed * 100_003 + number)
    company, ticker = draw.choice(companies())
    target = draw.randrange(20, 400)
    title = f"{company} ({ticker}) {draw.choice(TOPICS)}"
    if number % CALLS == 0:
        title = f"{draw.choice(FIRMS)} raises {ticker} price target to ${target} from ${target - 5}, keeps Buy rating"
    link = f"https://desk{feed}.example/stories/{number}"
    return (
        f"<item><title>{title}</title><link>{link}</link><guid isPermaLink='false'>{feed}-{number}</guid>"
        f"<pubDate>{formatdate(START + number * 60)}</pubDate><category>Analysts</category>"
        f"<description>{draw.getrandbits(560):x} {FILLER * 2}{FILLER[:40]}</description></item>\n"
    )


def feed_text(feed: int, edition: int) -> str:
    """A feed with its newest hundred entries on top; each edition brings two."""
    newest = ENTRIES + 2 * edition
    items = "".join(entry(feed, number) for number in range(newest - 1, newest - ENTRIES - 1, -1))
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n<rss version="2.0"><channel><title>Desk</title>'
        f"<link>https://desk{feed}.example/</link><description>Calls</description>{items}</channel></rss>"
    )


@cache
def packed(feed: int, edition: int) -> bytes:
    """The same as it goes over the wire, the same bytes each time, as nginx packs it."""
    return gzip.compress(feed_text(feed, edition).encode(), 6, mtime=0)
