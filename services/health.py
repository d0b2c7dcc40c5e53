"""How the bot fares: its figures, and which of them are a trouble to tell its owners of."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, replace

from storage.store import Store
from storage.troubles import Trouble

FEED, GONE, QUEUE, DISK, BACKUP = "feed", "gone", "queue", "disk", "backup"
PATIENCE = {FEED: dt.timedelta(days=1)}  # how long a trouble may last untold; the others are told at once
STALLED = dt.timedelta(minutes=15)  # that an alert has been due, with nothing sent for
QUIET = dt.timedelta(minutes=5)
LEAST_FREE = 200_000_000  # bytes
ENOUGH = 2  # times as many end the trouble, so that it doesn't come and go


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """``queue`` and ``feeds`` count by state; the lists are seconds, ``oldest`` those of the alert due longest."""

    queue: dict[str, int]
    oldest: float
    feeds: dict[str, int]
    finding: list[float]
    sending: list[float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What to tell: ``wrong`` for the first time, and ``well`` again."""

    wrong: tuple[Trouble, ...]
    well: tuple[Trouble, ...]


def figures(store: Store, now: dt.datetime) -> Figures:
    """What /metrics shows of the memory."""
    oldest = store.vitals.oldest_due(now)
    return Figures(
        queue=store.vitals.queue(now),
        oldest=max(0.0, (now - oldest).total_seconds()) if oldest else 0.0,
        feeds=store.vitals.feeds(),
        finding=store.vitals.finding(),
        sending=store.vitals.sending(),
    )


def ailing(store: Store, now: dt.datetime, *, free: int, backup_failed: bool) -> set[tuple[str, str]]:
    """What is wrong now, as (kind, subject); ``free`` is the disk's room in bytes."""
    # of a template's thousand feeds some always fail: what is wrong is an outlet of which nothing comes
    fares, known = store.outlets.health(), store.troubles.known()
    found = {(FEED, one.name) for one in fares if one.feeds and one.failing == one.feeds}
    gone = {one.name for one in fares if one.gone and not one.feeds}
    # who was told that it fails must not hear now that it answers
    found |= {(trouble.kind, trouble.subject) for trouble in known if trouble.told and trouble.subject in gone}
    found |= {(GONE, name) for name in gone}
    if _stalled(store, now):
        found.add((QUEUE, ""))
    full = any(trouble.kind == DISK for trouble in known)
    if free < LEAST_FREE * (ENOUGH if full else 1):
        found.add((DISK, ""))
    if backup_failed:
        found.add((BACKUP, ""))
    return found


def _stalled(store: Store, now: dt.datetime) -> bool:
    oldest = store.vitals.oldest_due(now)
    if oldest is None or now - oldest < STALLED:
        return False
    sent = store.vitals.last_sent()
    return sent is None or now - sent > QUIET


def judge(known: Iterable[Trouble], found: set[tuple[str, str]], now: dt.datetime) -> Verdict:
    """Which troubles lasted long enough to be told, and which of those told are over."""
    known = list(known)
    return Verdict(
        wrong=tuple(
            trouble
            for trouble in known
            if (trouble.kind, trouble.subject) in found
            and not trouble.told
            and now - trouble.since >= PATIENCE.get(trouble.kind, dt.timedelta(0))
        ),
        well=tuple(trouble for trouble in known if trouble.told and (trouble.kind, trouble.subject) not in found),
    )


def look(store: Store, now: dt.datetime, *, free: int, backup_failed: bool) -> Verdict:
    """Note what began and what passed untold; gives what is to be told."""
    found = ailing(store, now, free=free, backup_failed=backup_failed)
    with store.transaction():
        known = {(trouble.kind, trouble.subject): trouble for trouble in store.troubles.known()}
        for key, trouble in known.items():
            if key not in found and not trouble.told:
                store.troubles.forget(trouble)
            elif trouble.since > now:  # noted by a clock that was ahead
                store.troubles.note(replace(trouble, since=now))
        for kind, subject in found - known.keys():
            store.troubles.note(Trouble(kind=kind, subject=subject, since=now))
        return judge(store.troubles.known(), found, now)


def note_told(store: Store, verdict: Verdict) -> None:
    """The owners know."""
    with store.transaction():
        for trouble in verdict.wrong:
            store.troubles.note(replace(trouble, told=True))
        for trouble in verdict.well:
            store.troubles.forget(trouble)
