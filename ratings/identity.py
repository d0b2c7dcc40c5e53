"""When tellings are of one call (design.md, section 4): the same tellings make the same calls in whatever order."""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from ratings.consensus import OPENINGS, RATINGS, consensus, corrects, order
from ratings.grades import grade
from ratings.model import RatingAction, RatingMove, Source, TargetMove

SPAN = 3  # trading days between the call and a telling of it
FIRMLESS_SPAN = 2  # where the telling doesn't name the firm
RECALLED = dt.timedelta(days=120)  # how far back a recollection without a date may look

Distance = Callable[[dt.date, dt.date], int]  # trading days between two days

TARGETS = ("pt_current", "pt_prior")
DIRECTIONS = {RatingMove.UPGRADE, RatingMove.DOWNGRADE}
FIELDS = ("rating_action", *RATINGS, "pt_action", *TARGETS, "currency")


@dataclass(frozen=True, slots=True)
class Telling:
    """A source, and the day of the call as far as it tells: stated, or else that of its publication."""

    source: Source
    day: dt.date

    @property
    def action(self) -> RatingAction:
        """What it says."""
        return self.source.action

    @property
    def is_undated(self) -> bool:
        """Whether it recalls a call without saying when that was."""
        return self.action.stale and self.action.date is None

    @property
    def corrects(self) -> bool:
        """Whether it was published to set an earlier one right."""
        return corrects(self.source)

    def rank(self) -> tuple[object, ...]:
        """The order in which tellings are placed: those that name the firm first, then by publication.

        Nothing in it depends on when they were met.
        """
        return (self.action.firm is None, self.is_undated, self.corrects, self.action.stale, order(self.source))


class Group:
    """Tellings of one call, those that their own outlet took back among them; ``fixes`` stand against them all."""

    def __init__(self, *tellings: Telling, fixes: Mapping[str, Any] | None = None) -> None:
        self.tellings = list(tellings)
        self._words = [telling.source for telling in tellings]
        self._fixes = fixes or {}
        self._settle()

    def add(self, telling: Telling) -> None:
        """One more telling of it."""
        self.tellings.append(telling)
        self._words.append(telling.source)
        self._settle()

    def keep(self, withdrawn: Telling, right: Telling) -> None:
        """A telling that was corrected: what the correction doesn't speak of still stands."""
        self.tellings.append(withdrawn)
        action = withdrawn.action
        if "rating_action" in conflicts(right.action, action):  # the grades went with the direction
            action = replace(action, rating_current=None, rating_prior=None)
        self._words.append(replace(withdrawn.source, action=action))
        self._settle()

    def echoes(self, action: RatingAction) -> bool:
        """Whether one of its sources tells the very same: a figure that was corrected since, or is disputed."""
        told = (telling.action for telling in self.tellings)
        return any(not conflicts(one, action) and _shared(one, action) for one in told)

    def _settle(self) -> None:
        call, disputed = consensus(self._words)
        self.call = replace(call, **self._fixes)
        self.disputed = tuple(field for field in disputed if field not in self._fixes)
        stated = [telling.day for telling in self.tellings if telling.action.date]
        told = [telling.day for telling in self.tellings if not telling.is_undated]
        self.date = min(stated or told or [telling.day for telling in self.tellings])


def group_tellings(tellings: Iterable[Telling], distance: Distance, settled: Iterable[Group] = ()) -> list[Group]:
    """The tellings of one stock, by the calls they are of.

    ``settled`` groups keep the tellings they have, and may get more.
    """
    ranked = sorted(tellings, key=Telling.rank)
    withdrawn = _withdrawn(ranked, distance)
    standing = [telling for telling in ranked if id(telling) not in withdrawn]
    groups = list(settled)
    home: dict[int, Group] = {}
    for telling in _named_first(standing, groups, distance):
        group = _find(telling, groups, distance)
        if group is None:
            group = Group(telling)
            groups.append(group)
        else:
            group.add(telling)
        home[id(telling)] = group
    for telling in ranked:
        if id(telling) in withdrawn:
            right = withdrawn[id(telling)]
            home[id(right)].keep(telling, right)
    return groups


def _named_first(ranked: Sequence[Telling], groups: Sequence[Group], distance: Distance) -> Iterator[Telling]:
    """The tellings in the order in which they are placed in the groups, which grow meanwhile.

    Those without a firm come last: first those that fit one call alone. What such a one adds to its call may show
    that another can't be of that call, and then of which it is.
    """
    yield from (telling for telling in ranked if telling.action.firm is not None)
    waiting = [telling for telling in ranked if telling.action.firm is None]
    left: list[Telling] = []
    while len(left) != len(waiting):
        left, waiting = waiting, []
        for telling in left:
            if len(fitting(telling, _named(groups), distance)) == 1:
                yield telling
            else:
                waiting.append(telling)
    yield from waiting


def _withdrawn(tellings: Sequence[Telling], distance: Distance) -> dict[int, Telling]:
    """Tellings that their own outlet corrected, by id, each with what corrects it."""
    withdrawn: dict[int, Telling] = {}
    for right in (telling for telling in tellings if telling.corrects):
        for wrong in tellings:
            if not wrong.corrects and _takes_back(right, wrong, distance):
                withdrawn.setdefault(id(wrong), right)
    return withdrawn


def _takes_back(right: Telling, wrong: Telling, distance: Distance) -> bool:
    return (
        right.source.outlet == wrong.source.outlet
        and right.source.published >= wrong.source.published
        and right.action.firm == wrong.action.firm
        and distance(right.day, wrong.day) <= SPAN
        and bool(conflicts(right.action, wrong.action))
    )


def _find(telling: Telling, groups: Sequence[Group], distance: Distance) -> Group | None:
    if telling.action.firm is None:
        return _only(fitting(telling, _named(groups), distance) or fitting(telling, groups, distance))
    own = [group for group in groups if group.call.firm == telling.action.firm]
    if telling.is_undated:
        return _latest(telling, own)
    near = _near(telling, own, distance, SPAN)
    if near:
        return min(near, key=lambda group: (distance(group.date, telling.day), -_shared(group.call, telling.action)))
    echoed = [g for g in own if distance(g.date, telling.day) <= SPAN and g.echoes(telling.action)]
    return echoed[0] if echoed else _differing(telling, own, distance)


def _named(groups: Iterable[Group]) -> list[Group]:
    return [group for group in groups if group.call.firm is not None]


def fitting(telling: Telling, groups: Iterable[Group], distance: Distance) -> list[Group]:
    """The calls that a telling without a firm may be of; it belongs to none where there are several.

    Of another day, one that nobody names a firm for either must have more in common with it than the stock.
    """
    return [
        group
        for group in _near(telling, groups, distance, FIRMLESS_SPAN)
        if group.call.firm or distance(group.date, telling.day) == 0 or _shared(group.call, telling.action)
    ]


def _near(telling: Telling, groups: Iterable[Group], distance: Distance, span: int) -> list[Group]:
    return [
        group
        for group in groups
        if distance(group.date, telling.day) <= span and not conflicts(group.call, telling.action)
    ]


def _only(groups: Sequence[Group]) -> Group | None:
    """The one group there is; where several would fit, nobody knows which is meant."""
    return groups[0] if len(groups) == 1 else None


def _latest(telling: Telling, groups: Iterable[Group]) -> Group | None:
    """The latest call before it that fits: when a recalled call was made, nobody says."""
    fitting = [
        group
        for group in groups
        if group.date <= telling.day <= group.date + RECALLED and not conflicts(group.call, telling.action)
    ]
    return max(fitting, key=lambda group: group.date, default=None)


def _differing(telling: Telling, groups: Iterable[Group], distance: Distance) -> Group | None:
    """The call of which this tells something else: by correction, or by a slip."""
    meant = [group for group in groups if _is_meant(telling, group, distance(group.date, telling.day))]
    return max(meant, key=lambda group: (_shared(group.call, telling.action), group.date), default=None)


def _is_meant(telling: Telling, group: Group, apart: int) -> bool:
    if apart > SPAN or group.date > telling.day:
        return False
    return telling.corrects or is_slip(group.call, telling.action, same_day=apart == 0)


def is_slip(call: RatingAction, action: RatingAction, *, same_day: bool) -> bool:
    """Whether one field differs between two tellings: a misprint, or a figure set right.

    What they share must leave no doubt that they are of one call: on the same day anything, later the whole rating
    or the target before. A direction told the wrong way round still leads to the same rating, where no second turn
    within days could lead.
    """
    different = conflicts(call, action)
    if len(different) != 1:
        return False
    if different[0] == "rating_action":
        turned = {call.rating_action, action.rating_action} == DIRECTIONS
        return turned and _agree(call, action, "rating_current")
    rating = all(_agree(call, action, field) for field in ("rating_action", *RATINGS))
    certain = rating or _agree(call, action, "pt_prior")
    return different[0] in (*RATINGS, *TARGETS) and (certain or (same_day and _shared(call, action) > 0))


def _agree(call: RatingAction, action: RatingAction, field: str) -> bool:
    return _both_known(call, action, field) and not _differ(call, action, field)


def conflicts(call: RatingAction, action: RatingAction) -> tuple[str, ...]:
    """The fields that both tell, and tell differently."""
    return tuple(field for field in FIELDS if _both_known(call, action, field) and _differ(call, action, field))


def _shared(call: RatingAction, action: RatingAction) -> int:
    """How many fields both tell alike."""
    return sum(_agree(call, action, field) for field in FIELDS)


def _both_known(call: RatingAction, action: RatingAction, field: str) -> bool:
    return getattr(call, field) is not None and getattr(action, field) is not None


def _differ(call: RatingAction, action: RatingAction, field: str) -> bool:
    one, other = getattr(call, field), getattr(action, field)
    if field == "rating_action" and {one, other} == OPENINGS:
        return False
    if field == "pt_action" and TargetMove.ANNOUNCE in (one, other):
        return TargetMove.WITHDRAW in (one, other)  # a target told without its direction fits any
    if field in RATINGS:
        return _ratings_differ(one, other, call.firm or action.firm)
    return bool(one != other)


def _ratings_differ(one: str, other: str, firm: str | None) -> bool:
    """By grade on the firm's own scale, since outlets reword ratings; an unknown word fits any."""
    if one.casefold() == other.casefold():
        return False
    grades = grade(one, firm), grade(other, firm)
    return None not in grades and grades[0] != grades[1]
