"""A story that vanishes from its feed was deleted, where nothing else explains it; what only it told is retracted."""

import datetime as dt
from collections.abc import Collection, Sequence

import structlog

from feeds.identity import mark
from services.match import EDIT_PAUSE
from services.merge import Placed
from services.ports import Clock
from services.retell import bring_back, take_back
from services.together import Together, in_one
from storage.store import Memory, Store
from storage.vanished import Recent

Shown = tuple[int, Collection[bytes] | None, dt.datetime]  # a feed, the marks of all guids that it shows, and when
Judged = tuple[Sequence[int], Sequence[int]]  # stories that were deleted, and those that are missing for the first time

log = structlog.get_logger()

KEPT = dt.timedelta(days=3)  # for which a deletion is looked for
ONE_LOOK = dt.timedelta(minutes=10)  # within which stories may be of the same look, the time of their articles included
TOGETHER = 50  # looks in one transaction
MOST = 2  # stories that are missing at once; where it is more, the feed shows another list


class Vanishing:
    """Watches for stories that their feeds show no more.

    A story counts as deleted when two whole answers in a row lack it though they list stories from before and after
    it. A feed in which something came back that was missing is fickle: its gaps mean nothing any more.
    """

    def __init__(self, memory: Memory, clock: Clock) -> None:
        self._memory = memory
        self._together: Together[Shown, Judged] = Together(
            self._judge, weigh=_one, most=TOGETHER, clock=clock, linger=0.0
        )
        self._suspected: set[int] | None = None  # feeds that lacked a story at their last look

    async def judge(self, feed_id: int, present: Collection[bytes] | None, now: dt.datetime) -> None:
        """Conclude from a look at a feed: the marks of all guids that it shows; None where that is as it was."""
        if self._suspected is None:
            self._suspected = await self._memory.ask(lambda store: store.vanished.suspected())
        if present is None and feed_id not in self._suspected:
            return
        gone, doubtful = await self._together.do((feed_id, present, now))
        self._suspected.discard(feed_id)
        if doubtful:
            self._suspected.add(feed_id)
        for story_id in gone:
            log.info("story vanished", feed=feed_id, story=story_id)

    async def _judge(self, shown: Sequence[Shown]) -> Sequence[Judged | Exception]:
        return await self._memory.ask(judge_together, shown)


def judge_together(store: Store, shown: Sequence[Shown]) -> list[Judged | Exception]:
    """Conclude from looks at several feeds."""
    return in_one(store, lambda one: judge(store, *one), shown)


def _one(_: Shown) -> int:
    return 1


def judge(store: Store, feed_id: int, present: Collection[bytes] | None, now: dt.datetime) -> Judged:
    """Take back what was deleted, bring back what is there again; gives the deleted stories and the newly missing."""
    with store.transaction():
        if present is None:
            lacking, gone = [], store.vanished.missing(feed_id)
        else:
            recent = store.vanished.recent(feed_id, now - KEPT)
            _return(store, feed_id, [one for one in recent if one.missing and mark(one.guid) in present], now)
            lacking = [] if store.vanished.is_fickle(feed_id) else gaps(recent, present)
            gone = [one.id for one in lacking if one.missing and not one.gone]
            _forgive(store, recent, lacking)
        new = [one.id for one in lacking if one.telling and not one.missing]
        store.vanished.mark(new, now)
        for story_id in gone:
            _edit(store, take_back(store, story_id, now=now), now)
        return gone, new


def gaps(recent: Sequence[Recent], present: Collection[bytes]) -> list[Recent]:
    """The stories that a list lacks between its newer and its older ones; none where it lacks too many.

    A list that was cut short lacks its oldest, one that has not caught up its newest: both say nothing.
    """
    shown = [one for one in recent if mark(one.guid) in present]
    older = len(present) > len(shown)  # it also shows what was told before all of these
    lacking = [
        one
        for one in recent
        if mark(one.guid) not in present
        and (older or any(_is_before(other, one) for other in shown))
        and any(_is_before(one, other) for other in shown)
    ]
    return lacking if sum(not one.gone for one in lacking) <= MOST else []


def _is_before(one: Recent, other: Recent) -> bool:
    """Whether it surely stood further down the list.

    Stories of one look are not stored in the list's order, those with articles last: without dates they have none.
    """
    if _is_undated(one) or _is_undated(other):
        return one.seen + ONE_LOOK < other.seen
    return one.published < other.published and one.seen < other.seen + ONE_LOOK


def _is_undated(one: Recent) -> bool:
    return one.published == one.seen


def _return(store: Store, feed_id: int, back: Sequence[Recent], now: dt.datetime) -> None:
    if not back:
        return
    store.vanished.distrust(feed_id)
    store.vanished.mark([one.id for one in back], None)
    for one in back:
        if one.gone:
            log.info("story came back", feed=feed_id, story=one.id)
            _edit(store, bring_back(store, one.id, now=now), now)


def _forgive(store: Store, recent: Sequence[Recent], lacking: Sequence[Recent]) -> None:
    """What was missing and is off the end of the list by now is suspected no more."""
    still = {one.id for one in lacking}
    store.vanished.mark([one.id for one in recent if one.missing and not one.gone and one.id not in still], None)


def _edit(store: Store, placed: Sequence[Placed], now: dt.datetime) -> None:
    for one in placed:
        store.outbox.queue_edits(one.event.id, now=now, not_before=now + EDIT_PAUSE)
