"""What truly happened: a seeded month of calls by real houses on real stocks, all of it made up."""

import datetime as dt
import random
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from benchmarks.replay.cast import Stock, houses, people, stocks
from ratings.model import RatingAction, RatingMove, TargetMove
from services.calendar import EXCHANGE_ZONE, is_trading

FIRST = dt.date(2025, 11, 3)  # a Monday; Thanksgiving lies in the month, Christmas in the weeks of its recaps
A_DAY = 100  # calls
APART = 5  # trading days between two calls of one firm on one stock: a week
NOTES = 6  # a day, with two to six calls each
CROWDS = 2  # stocks a day that several firms call on
FOLLOWED = 0.08  # of the calls that move a target, those moved further a week later
MENDED = 0.03  # of the calls with a target, those whose firm mends it at noon


@dataclass(frozen=True, slots=True, kw_only=True)
class Mended:
    """What the firm had published before it mended its target, and when it did so."""

    before: Decimal
    at: dt.datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One call. ``action`` is the whole truth of it; calls of one ``note`` came out together."""

    number: int
    note: int
    made: dt.datetime
    stock: Stock
    action: RatingAction
    mended: Mended | None = None

    @property
    def firm(self) -> str:
        """The house that made it."""
        assert self.action.firm is not None
        return self.action.firm

    @property
    def day(self) -> dt.date:
        """The day in New York."""
        return self.made.astimezone(EXCHANGE_ZONE).date()


@dataclass(slots=True)
class Stand:
    """What a firm thinks of a stock: its rating's place on the scale, its target, the number of its last day."""

    place: int
    target: Decimal
    last: int = -APART
    covered: bool = True


def trading_days(count: int) -> list[dt.date]:
    """So many days on which the exchange opens."""
    days: list[dt.date] = []
    day = FIRST
    while len(days) < count:
        if is_trading(day):
            days.append(day)
        day += dt.timedelta(days=1)
    return days


def month(seed: int, days: int) -> list[Call]:
    """The calls of so many trading days, by time; the same for the same seed."""
    calls = list(_Month(random.Random(seed), days).calls())
    return sorted(calls, key=lambda call: (call.made, call.number))


@dataclass
class _Month:
    """Draws calls day by day."""

    draw: random.Random
    days: int
    stands: dict[tuple[str, str], Stand] = field(default_factory=dict)
    due: defaultdict[int, list[tuple[str, Stock, TargetMove]]] = field(default_factory=lambda: defaultdict(list))
    count: int = 0
    notes: int = 0

    def __post_init__(self) -> None:
        self.stocks: Sequence[Stock] = stocks()
        self.firms: Sequence[str] = sorted(houses())

    def calls(self) -> Iterator[Call]:
        """Every call of the month."""
        for number, day in enumerate(trading_days(self.days)):
            until = self.count + A_DAY
            for firm, stock, shift in self.due.pop(number, []):
                yield from self._note(number, day, firm, [stock], shift)
            for _ in range(CROWDS):
                stock = self.draw.choice(self.stocks)
                for firm in self.draw.sample(self.firms, self.draw.randint(3, 6)):
                    yield from self._note(number, day, firm, [stock])
            for _ in range(NOTES):
                group = self.draw.sample(self.stocks, self.draw.randint(2, 6))
                yield from self._note(number, day, self.draw.choice(self.firms), group)
            while self.count < until:
                yield from self._note(number, day, self.draw.choice(self.firms), [self.draw.choice(self.stocks)])

    def _note(
        self, number: int, day: dt.date, firm: str, group: Sequence[Stock], shift: TargetMove | None = None
    ) -> Iterator[Call]:
        """One note of a firm; a stock that it called on within the week is left out."""
        self.notes += 1
        made = self._moment(day)
        analyst = self._person()
        for stock in group:
            stand = self._stand(firm, stock)
            if number - stand.last < APART:
                continue
            action = self._action(firm, stock, stand, analyst, shift)
            stand.last = number
            self.count += 1
            self._follow(number, firm, stock, action)
            yield Call(
                number=self.count,
                note=self.notes,
                made=made,
                stock=stock,
                action=action,
                mended=self._mend(made, action) if len(group) == 1 else None,
            )

    def _moment(self, day: dt.date) -> dt.datetime:
        """Most notes come out before the market opens."""
        minute = int(self.draw.triangular(5.5 * 60, 17 * 60, 7.5 * 60))
        opened = dt.datetime.combine(day, dt.time(), EXCHANGE_ZONE) + dt.timedelta(minutes=minute)
        return opened.astimezone(dt.UTC)

    def _person(self) -> str:
        return " ".join(self.draw.choice(names) for names in people())

    def _stand(self, firm: str, stock: Stock) -> Stand:
        known = self.stands.get((firm, stock.ticker))
        if known is None:
            scale = houses()[firm]
            place = min(self.draw.choices((0, 1, 2), (50, 40, 10))[0], len(scale) - 1)
            target = Decimal(self.draw.choice((self.draw.randint(6, 60), self.draw.randint(40, 400))))
            known = self.stands[firm, stock.ticker] = Stand(place, target, covered=self.draw.random() > 0.15)
        return known

    def _action(self, firm: str, stock: Stock, stand: Stand, analyst: str, shift: TargetMove | None) -> RatingAction:
        scale = houses()[firm]
        before, was = stand.place, stand.target
        move = RatingMove.MAINTAIN if shift else self._move(stand, len(scale))
        stand.place = before + {RatingMove.UPGRADE: -1, RatingMove.DOWNGRADE: 1}.get(move, 0)
        moved = shift or self._shift(move)
        stand.target = self._target(was, moved)
        stand.covered = True
        changed = move in (RatingMove.UPGRADE, RatingMove.DOWNGRADE)
        return RatingAction(
            ticker=stock.ticker,
            company=stock.listing.name,
            firm=firm,
            analysts=(analyst,),
            rating_action=move,
            rating_current=scale[stand.place],
            rating_prior=scale[before] if changed else None,
            pt_action=moved,
            pt_current=stand.target if moved else None,
            pt_prior=was if moved in (TargetMove.RAISE, TargetMove.LOWER) else None,
            currency="USD" if moved else None,
        )

    def _move(self, stand: Stand, places: int) -> RatingMove:
        if not stand.covered:
            return RatingMove.INITIATE
        move = self.draw.choices((RatingMove.UPGRADE, RatingMove.DOWNGRADE, RatingMove.MAINTAIN), (20, 18, 62))[0]
        beyond = (move is RatingMove.UPGRADE and stand.place == 0) or (
            move is RatingMove.DOWNGRADE and stand.place == places - 1
        )
        return RatingMove.MAINTAIN if beyond else move

    def _shift(self, move: RatingMove) -> TargetMove | None:
        raised, lowered, kept = TargetMove.RAISE, TargetMove.LOWER, TargetMove.MAINTAIN
        match move:
            case RatingMove.INITIATE:
                return self.draw.choices((TargetMove.ANNOUNCE, None), (85, 15))[0]
            case RatingMove.UPGRADE:
                return self.draw.choices((raised, kept, None), (70, 15, 15))[0]
            case RatingMove.DOWNGRADE:
                return self.draw.choices((lowered, kept, None), (70, 15, 15))[0]
        return self.draw.choices((raised, lowered, kept, None), (52, 32, 12, 4))[0]

    def _target(self, was: Decimal, moved: TargetMove | None) -> Decimal:
        step = Decimal(max(1, round(float(was) * self.draw.uniform(0.04, 0.3))))
        if moved is TargetMove.RAISE:
            return was + step
        return was - step if moved is TargetMove.LOWER else was

    def _follow(self, number: int, firm: str, stock: Stock, action: RatingAction) -> None:
        """Some targets are moved further in the next week."""
        moved = action.pt_action
        if moved in (TargetMove.RAISE, TargetMove.LOWER) and self.draw.random() < FOLLOWED:
            self.due[number + self.draw.randint(APART, APART + 2)].append((firm, stock, moved))

    def _mend(self, made: dt.datetime, action: RatingAction) -> Mended | None:
        if action.pt_current is None or action.pt_prior is None or self.draw.random() > MENDED:
            return None
        onward = 1 if action.pt_action is TargetMove.RAISE else -1
        return Mended(before=action.pt_current + onward, at=made + dt.timedelta(hours=self.draw.randint(3, 5)))
