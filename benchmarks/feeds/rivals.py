"""The same feeds with the reader library, and with the loop that everybody writes first: httpx and feedparser."""

import asyncio
import io
import json
import sys
import tempfile
import time
from pathlib import Path

import feedparser
import feedparser_sgmllib
import httpx

from benchmarks.feeds.cycle import HOSTS, mixture
from benchmarks.feeds.outlets import turn_page
from benchmarks.feeds.server import hosts


def addresses(port: int, count: int) -> list[str]:
    """Where the feeds are."""
    places = hosts(HOSTS)
    return [feed.url(port, places) for feed in mixture(count)]


def with_reader(port: int, count: int) -> float:
    """Processor seconds of a second update by the reader library, with its own storage."""
    sys.modules["sgmllib"] = feedparser_sgmllib  # which reader looks for under its old name
    from reader import make_reader

    with tempfile.TemporaryDirectory(prefix="ratingwire-reader-") as folder:
        library = make_reader(str(Path(folder) / "reader.sqlite"))
        for url in addresses(port, count):
            library.add_feed(url)
        turn_page(port, 1)
        library.update_feeds(scheduled=False, workers=1)
        turn_page(port, 2)
        begun = time.process_time()
        library.update_feeds(scheduled=False, workers=1)
        spent = time.process_time() - begun
        library.close()
    return spent


async def naively(port: int, count: int) -> float:
    """Processor seconds of downloading and parsing everything, fifty feeds at a time."""
    seen: set[str] = set()
    places = asyncio.Semaphore(50)

    async def poll(client: httpx.AsyncClient, url: str) -> None:
        async with places:
            body = (await client.get(url)).content
        seen.update(entry.get("id", "") for entry in feedparser.parse(io.BytesIO(body)).entries)

    turn_page(port, 2)
    async with httpx.AsyncClient() as client:
        begun = time.process_time()
        await asyncio.gather(*(poll(client, url) for url in addresses(port, count)))
        return time.process_time() - begun


if __name__ == "__main__":
    which, where, many = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    cost = with_reader(where, many) if which == "reader" else asyncio.run(naively(where, many))
    print(json.dumps({"cpu": cost}))
