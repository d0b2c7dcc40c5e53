"""Our own malformed feeds, bent at random: whether any of them breaks, stalls or swells the reading of feeds."""

import json
import random
import resource
import sys
import time
import tomllib
from pathlib import Path

from benchmarks.feeds.bodies import feed_text
from feeds.errors import NotAFeedError
from feeds.parse import Source, anew

DATA = Path(__file__).parents[2] / "tests/data/feeds"
SEED = 20261120
SOURCE = Source("https://outlet.example/rss", "The Outlet")
SMALL = 6_000  # bytes of a feed that is bent; a larger one takes longer and shows no more
PIECES = (
    b"<item>", b"</item>", b"<![CDATA[", b"]]>", b"<!--", b"-->", b"&", b"&amp;", b"&#xD800;", b"&#0;",
    b"\x00", b"\xff", b"<", b">", b'"', b"<entry>", b"</rss>", b"<guid>", b"<title>", b"\xe2\x80\xae",
    b"<!DOCTYPE x [", b"xmlns:a='b' ",
)  # fmt: skip


def corpus() -> list[bytes]:
    """What the tests know of broken feeds, and sound ones."""
    rss = '<?xml version="1.0"?><rss version="2.0"><channel><title>c</title>{}</channel></rss>'
    rows = [*_rows("feeds"), *_rows("broken")]
    bodies = [row.get("body") or rss.format(row.get("item", "")) for row in rows]
    doubts = [rss.format(row[side]) for row in _rows("doubts") for side in ("before", "after")]
    return [body.encode() for body in [*bodies, *doubts, feed_text(1, 1)[:SMALL] + "</channel></rss>"]]


def _rows(name: str) -> list[dict[str, str]]:
    rows: list[dict[str, str]] = tomllib.loads((DATA / f"{name}.toml").read_text(encoding="utf-8"))["case"]
    return rows


def bent(body: bytes, draw: random.Random, others: list[bytes]) -> bytes:
    """A feed with a few things wrong."""
    found = bytearray(body[:SMALL])
    for _ in range(draw.randrange(1, 6)):
        at, end = sorted(draw.randrange(len(found) + 1) for _ in range(2))
        match draw.randrange(6):
            case 0:
                found[at:at] = draw.choice(PIECES) * draw.choice((1, 1, 1, 50))
            case 1:
                del found[at : min(end, at + 40)]
            case 2:
                found[at : at + 1] = bytes([draw.randrange(256)])
            case 3:
                found[at:at] = found[at : min(end, at + 300)]
            case 4:
                other = draw.choice(others)
                place = draw.randrange(len(other) + 1)
                found[at:at] = other[place : place + 200]
            case _:
                found = found[:end] if draw.randrange(8) == 0 else found
    return bytes(found)


def run(count: int) -> dict[str, float]:
    """Read so many, each alone and as the next edition of the one before."""
    draw, bodies = random.Random(SEED), corpus()
    slowest, refused, traces, memory = 0.0, 0, b"", 0
    for number in range(count):
        body = bent(draw.choice(bodies), draw, bodies)
        begun = time.perf_counter()
        try:
            traces = anew(body, SOURCE, traces).traces
        except NotAFeedError:
            refused += 1
        slowest = max(slowest, time.perf_counter() - begun)
        if number == count // 5:
            memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - memory) / 1000
    return {"feeds": count, "refused": refused, "slowest": slowest, "grown": grown}


if __name__ == "__main__":
    print(json.dumps(run(int(sys.argv[1]))))
