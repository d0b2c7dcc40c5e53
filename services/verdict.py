"""Whether a chat hears of a call now, without a sound, later or never, and why. The one place that decides. Pure."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import IntEnum

from ratings.filters import refusal
from ratings.kinds import Way, kind_of
from ratings.model import RatingEvent
from services.localtime import Quiet
from services.timetable import next_morning
from services.zones import zone_of
from storage.chats import Watch
from storage.preferences import Preferences
from storage.wishes import ALL_FIRMS, Selection


class Fate(IntEnum):
    """What becomes of a call, the stronger the further down."""

    NOW = 0
    SILENT = 1
    HOLD = 2
    DIGEST = 3
    NEVER = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """What is decided on. ``spent`` is how many alerts the chat has got on its local day.

    ``importance``, 0 to 5, need only be told where a rule of the ``selection`` asks for it.
    """

    event: RatingEvent
    wishes: Preferences
    watch: Watch | None
    now: dt.datetime
    spent: int = 0
    selection: Selection = field(default_factory=Selection)
    importance: int = 0


@dataclass(frozen=True, slots=True)
class Verdict:
    """The fate and its reason, a word of messages.reasons and what belongs to it ("limit 5").

    ``until`` is when a call that waits is told; None where that is the next digest, or /resume.
    """

    fate: Fate
    reason: str = ""
    until: dt.datetime | None = None


Rule = Callable[[Case], Verdict]
PASS = Verdict(Fate.NOW)


def judge(case: Case) -> Verdict:
    """The strongest verdict of all rules, of equal ones the first."""
    return max((rule(case) for rule in RULES), key=lambda verdict: verdict.fate)


def timing(wishes: Preferences, now: dt.datetime) -> Verdict:
    """What the hour alone decides, whatever the call is."""
    if wishes.paused is not None:
        return Verdict(Fate.HOLD, "paused")
    quiet = Quiet.read(wishes.quiet) if wishes.quiet else None
    until = quiet.until(now, zone_of(wishes.timezone)) if quiet else None
    if quiet is None or until is None:
        return PASS
    return Verdict(Fate.SILENT, "quiet") if quiet.silent else Verdict(Fate.HOLD, "quiet", until)


def digest_time(wishes: Preferences, now: dt.datetime) -> dt.datetime | None:
    """Until when a call waits that is not told by itself: with the next digest, without one until the next morning."""
    return None if wishes.digest else next_morning(now, zone_of(wishes.timezone))


def _standing(case: Case) -> Verdict:
    if case.wishes.state != "active":
        return Verdict(Fate.NEVER, "off")
    return Verdict(Fate.NEVER, "retracted") if case.event.retracted else PASS


def _watching(case: Case) -> Verdict:
    if case.watch is None:
        return Verdict(Fate.NEVER, "unwatched")
    muted = case.watch.muted_until
    return Verdict(Fate.NEVER, "muted") if muted is not None and muted > case.now else PASS


def _silenced(case: Case) -> Verdict:
    mutes = case.selection.mutes
    for firm, reason in ((ALL_FIRMS, "muted_all"), (case.event.call.firm, f"muted_firm {case.event.call.firm}")):
        if firm is not None and firm in mutes and mutes[firm] > case.now:
            return Verdict(Fate.NEVER, reason)
    return PASS


def _chosen(case: Case) -> Verdict:
    missed = refusal(case.selection.rules.values(), case.event.call, case.importance)
    if missed is None:
        return PASS
    return Verdict(Fate.NEVER, f"filter {missed.term}|{missed.wanted}|{missed.found}")


def _noticed(case: Case) -> Verdict:
    kind = kind_of(case.event.call)
    reason = f"notify {kind}"
    match case.selection.ways.get(kind, Way.ON):
        case Way.SILENT:
            return Verdict(Fate.SILENT, reason)
        case Way.DIGEST:
            return Verdict(Fate.DIGEST, reason, digest_time(case.wishes, case.now))
        case Way.OFF:
            return Verdict(Fate.NEVER, reason)
    return PASS


def _limit(case: Case) -> Verdict:
    if case.wishes.limit is None or case.spent < case.wishes.limit:
        return PASS
    return Verdict(Fate.DIGEST, f"limit {case.wishes.limit}", digest_time(case.wishes, case.now))


def _hour(case: Case) -> Verdict:
    return timing(case.wishes, case.now)


RULES: tuple[Rule, ...] = (_standing, _watching, _silenced, _chosen, _noticed, _limit, _hour)
