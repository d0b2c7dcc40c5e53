"""What a stock's calls come to: how many firms say buy, hold and sell, and the targets that stand."""

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from statistics import mean, median

from ratings.grades import grade
from ratings.model import RatingAction, RatingMove, TargetMove

WINDOW = dt.timedelta(days=365)  # a call that was not renewed for so long counts no more
_HUGE = Decimal(10) ** 15
FEW = 3  # firms, below which the figures say little


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """What the targets in one currency (None: not stated) come to, their number and the oldest's day."""

    currency: str | None
    low: Decimal
    median: Decimal
    mean: Decimal
    high: Decimal
    count: int
    oldest: dt.date


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlook:
    """The standing calls of one stock: ``firms`` have one, ``grades`` are those of their ratings, 5 strong buy … 1
    strong sell, and ``ungraded`` ratings stand on no scale that is known."""

    firms: int
    grades: tuple[int, ...]
    ungraded: int
    figures: tuple[Figures, ...]

    def told(self, *grades: int) -> int:
        """How many firms say one of these."""
        return sum(self.grades.count(one) for one in grades)

    @property
    def mean(self) -> Decimal | None:
        """The mean grade; None without any."""
        return Decimal(sum(self.grades)) / len(self.grades) if self.grades else None

    @property
    def level(self) -> int | None:
        """The grade that the mean is nearest to, the better one of two."""
        return None if self.mean is None else int(self.mean + Decimal("0.5"))


def outlook(calls: Iterable[RatingAction], *, since: dt.date) -> Outlook:
    """The outlook of one stock's calls, the newest first and each with its date.

    Each firm counts once, with the newest rating and the newest target that it told since that day; models, calls
    without a firm and firms that ended their coverage don't.
    """
    ratings, targets = [], []
    firms: set[str] = set()
    for firm, own in _by_firm(calls, since).items():
        rated = _newest(own, lambda call: call.rating_current is not None)
        aimed = _newest(own, lambda call: call.pt_current is not None or call.pt_action is TargetMove.WITHDRAW)
        if rated is not None:
            ratings.append(grade(rated.rating_current or "", firm))
            firms.add(firm)
        if aimed is not None and aimed.pt_current is not None and aimed.pt_action is not TargetMove.WITHDRAW:
            targets.append(aimed)
            firms.add(firm)
    known = tuple(one for one in ratings if one is not None)
    return Outlook(
        firms=len(firms),
        grades=known,
        ungraded=len(ratings) - len(known),
        figures=figures([(one, one.date) for one in targets if one.date is not None]),
    )


def figures(targets: Iterable[tuple[RatingAction, dt.date]]) -> tuple[Figures, ...]:
    """What targets of known days come to, currency by currency, the one with most targets first."""
    groups: dict[str | None, list[tuple[Decimal, dt.date]]] = {}
    for call, day in targets:
        if call.pt_current is not None:
            groups.setdefault(call.currency, []).append((call.pt_current, day))
    found = (_figures(currency, amounts) for currency, amounts in groups.items())
    return tuple(sorted(found, key=lambda one: -one.count))


def _figures(currency: str | None, targets: Sequence[tuple[Decimal, dt.date]]) -> Figures:
    amounts = [amount for amount, _ in targets]
    return Figures(
        currency=currency,
        low=min(amounts),
        median=median(amounts),
        mean=_to_cents(mean(amounts)),
        high=max(amounts),
        count=len(amounts),
        oldest=min(date for _, date in targets),
    )


def _to_cents(figure: Decimal) -> Decimal:
    """A mean has as many decimals as its division gives; no target is so exact."""
    return figure if figure >= _HUGE else figure.quantize(Decimal("0.01"))


def _by_firm(calls: Iterable[RatingAction], since: dt.date) -> dict[str, list[RatingAction]]:
    firms: dict[str, list[RatingAction]] = {}
    for call in calls:
        if call.firm is not None and not call.quant and call.date is not None and call.date >= since:
            firms.setdefault(call.firm, []).append(call)
    return firms


def _newest(calls: Sequence[RatingAction], decides: Callable[[RatingAction], bool]) -> RatingAction | None:
    """The newest call that decides; None where the firm ended its coverage since."""
    for call in calls:
        if call.rating_action is RatingMove.TERMINATE:
            return None
        if decides(call):
            return call
    return None
