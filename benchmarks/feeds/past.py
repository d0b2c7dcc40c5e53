"""Feeds as a bot knows them that has polled them since an earlier edition."""

import datetime as dt
import hashlib
from dataclasses import dataclass
from functools import cache
from multiprocessing import get_context
from pathlib import Path

from benchmarks.feeds.bodies import feed_text, packed
from benchmarks.feeds.server import VARIANTS
from feeds.identity import SIZE
from feeds.parse import Parsed, Source, whole
from feeds.sift import cut, framed
from services.look import marked
from storage.feeds import FeedState
from storage.store import Store

WATCHED = ("CIFR", "UPST", "RIOT", "MARA", "CLSK")
LATER = dt.timedelta(hours=1)  # until when nothing is due


@dataclass(frozen=True, slots=True)
class Wanted:
    """A feed of the benchmark: its kind and its number."""

    kind: str
    number: int

    def url(self, port: int, places: list[str]) -> str:
        """Where it is."""
        return f"http://{places[self.number % len(places)]}:{port}/{self.kind}/{self.number}.rss"


def in_the_past(path: Path, wanted: list[Wanted], port: int, places: list[str]) -> None:
    """Have the data know these feeds; done by a process of its own, whose memory is not ours."""
    process = get_context("spawn").Process(target=_live, args=(path, wanted, port, places, dt.datetime.now(dt.UTC)))
    process.start()
    process.join()
    assert process.exitcode == 0


def _live(path: Path, wanted: list[Wanted], port: int, places: list[str], now: dt.datetime) -> None:
    store = Store(path)
    _know(store, wanted, port, places, now)
    store.close()


def _know(store: Store, wanted: list[Wanted], port: int, places: list[str], now: dt.datetime) -> None:
    kinds = {one.url(port, places): one for one in wanted}
    with store.transaction():
        store.chats.meet(1, "private", now)
        for ticker in WATCHED:
            store.chats.watch(1, ticker, now)
        store.feeds.sync([(f"{one.kind} {one.number}", url) for url, one in kinds.items()], now)
        states, traces = [], []
        for feed in store.feeds.active():
            one = kinds[feed.url]
            states.append(_known(feed, one, now))
            traces.append((feed.id, _traces(one, feed.url)))
        store.looks.save(states)
        store.looks.remember(traces)


def _known(feed: FeedState, one: Wanted, now: dt.datetime) -> FeedState:
    return feed._replace(
        primed=True,
        etag='"e1"' if one.kind == "still" else '"n0"' if one.kind == "news" else None,
        next_check=now + LATER,
        last_success=now,
        body=marked(_text(one).encode(), "" if one.kind == "news" else _wire(one.number % VARIANTS)),
        whole=now,
        told=now,
    )


def _text(one: Wanted) -> str:
    return _variant(one.number % VARIANTS) if one.kind != "news" else feed_text(one.number, 1)


@cache
def _variant(number: int) -> str:
    return feed_text(number, 0)


@cache
def _wire(number: int) -> str:
    return hashlib.blake2b(packed(number, 0), digest_size=16).hexdigest()


@cache
def _parsed(number: int) -> Parsed:
    return whole(_variant(number).encode(), Source("http://any.example/", "Any"))


def _traces(one: Wanted, url: str) -> bytes:
    """What the earlier poll would have remembered; its frame's mark holds the address, the rest is the body's own."""
    if one.kind == "news":
        return whole(_text(one).encode(), Source(url, "Any")).traces
    split = cut(_text(one))
    assert split is not None
    return framed(split, url) + _parsed(one.number % VARIANTS).traces[SIZE:]
