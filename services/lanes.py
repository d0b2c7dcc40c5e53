"""Feeds whose time has come, waiting for their host's turn: one host's thousand hold up nobody else's one."""

import heapq
from collections import defaultdict
from collections.abc import Callable, Iterable

from feeds.links import site
from storage.looks import Due


class Lanes:
    """A lane for each host, who was never looked at first, then the longest waiting."""

    def __init__(self) -> None:
        self._lanes: defaultdict[str, list[Due]] = defaultdict(list)
        self._known: set[int] = set()

    def add(self, due: Iterable[Due]) -> None:
        """Have these wait, unless they do or are under way."""
        for one in due:
            if one.id not in self._known:
                self._known.add(one.id)
                heapq.heappush(self._lanes[site(one.url)], one)

    def take(self, room: Callable[[str], int], most: int) -> list[int]:
        """The feeds whose turn it is, at most so many; ``room`` tells how many of an address's host may go."""
        chosen: list[int] = []
        for host, lane in list(self._lanes.items()):
            free = min(room(lane[0].url), most - len(chosen), len(lane))
            chosen += (heapq.heappop(lane).id for _ in range(free))
            if not lane:
                del self._lanes[host]
            if len(chosen) >= most:
                break
        return chosen

    def done(self, feed_id: int) -> None:
        """It may wait again."""
        self._known.discard(feed_id)

    def clear(self, host: str) -> None:
        """Nobody waits for this host."""
        for one in self._lanes.pop(host, ()):
            self._known.discard(one.id)
