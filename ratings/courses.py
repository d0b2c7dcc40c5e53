"""How a stock's targets went over time: each firm's course, the median of those that stand, and the turns."""

import datetime as dt
from bisect import bisect_left, insort
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from statistics import median

from ratings.model import RatingAction, RatingMove, TargetMove
from ratings.outlook import WINDOW

Step = tuple[dt.date, Decimal]
SHORTEST = dt.timedelta(days=30)  # that a picture shows
ROOM = 16  # times as long as what is shown of the time before the first step
TURNS = (RatingMove.UPGRADE, RatingMove.DOWNGRADE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """One firm's targets: from each step's day on, until the next one's or the ``end``, when none stands any more.

    ``before`` is the target that the first step's call says it had until then; since when, nobody told.
    """

    firm: str
    steps: tuple[Step, ...]
    end: dt.date
    before: Decimal | None = None

    def at(self, day: dt.date) -> Decimal | None:
        """The target that stood on a day."""
        if day >= self.end:
            return None
        return next((figure for since, figure in reversed(self.steps) if since <= day), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """A firm's upgrade or downgrade."""

    day: dt.date
    firm: str | None
    up: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """What a chart shows, from ``first`` to ``last``, all targets in one ``currency``.

    ``courses`` are in the order of their newest step, the newest first. The ``middle`` is the median of the targets
    that stand, None from a day on where none does. ``left_out`` targets are in other currencies.
    """

    currency: str | None
    first: dt.date
    last: dt.date
    courses: tuple[Course, ...]
    middle: tuple[tuple[dt.date, Decimal | None], ...]
    turns: tuple[Turn, ...]
    left_out: int


def picture(calls: Sequence[RatingAction], *, first: dt.date, last: dt.date) -> Picture | None:
    """The picture of one stock's calls, in any order and each with its date; None without a target in that time.

    Calls before ``first`` tell what stood then. Models and calls without a firm are left out.
    """
    kept = [call for call in calls if call.firm and not call.quant and call.date and call.date <= last]
    currencies = [call.currency for call in kept if call.pt_current is not None]
    if not currencies:
        return None
    currency = max(currencies, key=currencies.count)  # of equals that of the first, the same at every look
    courses = _courses([call for call in kept if call.pt_current is None or call.currency == currency], first, last)
    if not courses:
        return None
    first = min(max(first, _beginning(courses, last)), last - SHORTEST)
    return Picture(
        currency=currency,
        first=first,
        last=last,
        courses=courses,
        middle=_middle(courses, first, last),
        turns=_turns(kept, first),
        left_out=sum(one != currency for one in currencies),
    )


def _courses(calls: Iterable[RatingAction], first: dt.date, last: dt.date) -> tuple[Course, ...]:
    firms: dict[str, list[tuple[dt.date, RatingAction]]] = {}
    for call in calls:
        if call.firm is not None and call.date is not None:
            firms.setdefault(call.firm, []).append((call.date, call))
    found = [course for firm, own in firms.items() for course in _course(firm, own, last)]
    return tuple(
        sorted(
            (course for course in found if course.end > first),
            key=lambda one: (one.steps[-1][0], one.firm),
            reverse=True,
        )
    )


def _beginning(courses: Iterable[Course], last: dt.date) -> dt.date:
    """The day of the first step, or a little earlier where there is something to show of the time before."""
    begun = [(course.steps[0][0], course.before is not None) for course in courses]
    return min(day - (last - day) / ROOM if before else day for day, before in begun)


def _course(firm: str, calls: list[tuple[dt.date, RatingAction]], last: dt.date) -> list[Course]:
    """A firm's courses: a new one begins where it comes back after its target was withdrawn or lapsed."""
    found: list[Course] = []
    steps: list[Step] = []
    before: Decimal | None = None
    for day, call in sorted(calls, key=lambda one: one[0]):
        if steps and day > steps[-1][0] + WINDOW:
            found.append(_ended(firm, steps, steps[-1][0] + WINDOW, before))
            steps = []
        if call.pt_action is TargetMove.WITHDRAW or call.rating_action is RatingMove.TERMINATE:
            if steps:
                found.append(_ended(firm, steps, day, before))
            steps = []
        elif call.pt_current is not None:
            before = before if steps else call.pt_prior
            steps.append((day, call.pt_current))
    if steps:
        found.append(_ended(firm, steps, min(steps[-1][0] + WINDOW, last + dt.timedelta(days=1)), before))
    return found


def _ended(firm: str, steps: Sequence[Step], end: dt.date, before: Decimal | None) -> Course:
    return Course(firm=firm, steps=tuple(steps), end=end, before=before)


def _middle(courses: Sequence[Course], first: dt.date, last: dt.date) -> tuple[tuple[dt.date, Decimal | None], ...]:
    """The median from day to day, in one pass over what changes, however many firms there are."""
    changes: dict[dt.date, list[tuple[int, Decimal | None]]] = {first: []}
    for number, course in enumerate(courses):
        for day, figure in (*course.steps, (course.end, None)):
            if day <= last:
                changes.setdefault(max(day, first), []).append((number, figure))
    standing: dict[int, Decimal] = {}
    ranked: list[Decimal] = []
    middle: list[tuple[dt.date, Decimal | None]] = []
    for day in sorted(changes):
        for number, figure in changes[day]:
            _stand(standing, ranked, number, figure)
        found = median(ranked[(len(ranked) - 1) // 2 : len(ranked) // 2 + 1]) if ranked else None
        if not middle or middle[-1][1] != found:
            middle.append((day, found))
    return tuple(middle)


def _stand(standing: dict[int, Decimal], ranked: list[Decimal], number: int, figure: Decimal | None) -> None:
    """Let one course stand at this figure, or no more; ``ranked`` keeps the figures in order."""
    before = standing.pop(number, None)
    if before is not None:
        del ranked[bisect_left(ranked, before)]
    if figure is not None:
        standing[number] = figure
        insort(ranked, figure)


def _turns(calls: Iterable[RatingAction], first: dt.date) -> tuple[Turn, ...]:
    return tuple(
        Turn(day=call.date, firm=call.firm, up=call.rating_action is RatingMove.UPGRADE)
        for call in calls
        if call.date is not None and call.date >= first and call.rating_action in TURNS
    )
