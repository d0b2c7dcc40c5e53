"""Who tells of which call, when and how: the outlets' news of a month, drawn from the truth."""

import datetime as dt
import itertools
import random
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from benchmarks.replay.cast import Outlet, outlets
from benchmarks.replay.pieces import Line, Piece, Press
from benchmarks.replay.truth import Call
from benchmarks.replay.wordings import Wording, fitting, flipped, wordings
from ratings.model import RatingAction, TargetMove
from services.calendar import market_day

OUTLETS = ((1, 2, 3, 4, 5, 6, 7, 8), (22, 20, 18, 13, 10, 8, 5, 4))  # how many tell of a call, and how often so many
KINDS = ("headline", "full", "rewrite")
FIRMLESS = 0.04  # of the tellings
BEHIND = 0.06  # of the tellings, those whose facts stand on the article's page alone
GROUPED = 0.6  # of the tellings of a note on several stocks, those that are one piece
MISPRINTED = 0.08  # of the calls with a target, those whose target one outlet prints wrong
FLIPPED = 0.05  # of the upgrades and downgrades, those that one outlet tells the wrong way round
TYING = {"prior", "was"}  # what a telling of a later day with a wrong target must share with its call
DELETED = 0.15  # of the calls that one outlet alone tells of, those whose story it deletes
CORRECTED = 0.6  # of what was printed wrong
LATE = 0.04  # of the tellings
ROUNDUPS = 3  # a day
RECALLED = 0.25  # of the calls
REVIEWS = 2  # recaps of several calls, a day
NOISE = 40  # a day

MINUTE = dt.timedelta(minutes=1)


def news(calls: Sequence[Call], seed: int) -> list[Piece]:
    """Every piece by the time at which its feed shows it; the same for the same seed and calls."""
    pieces = _News(calls, random.Random(seed)).pieces()
    return sorted(pieces, key=lambda piece: (piece.visible, piece.number))


class _News:
    """Draws the outlets' month."""

    def __init__(self, calls: Sequence[Call], draw: random.Random) -> None:
        self._calls = calls
        self._draw = draw
        self._press = Press(draw)
        self._outlets = outlets()
        self._tellers: dict[int, set[str]] = {}  # call -> outlets that have told of it
        self._unsaid: set[int] = set()  # calls that were taken back

    def pieces(self) -> Iterator[Piece]:
        """All of them, in no order."""
        for _, group in itertools.groupby(self._calls, key=lambda call: call.note):
            yield from self._note(list(group))
        for _, group in itertools.groupby(self._calls, key=lambda call: call.day):
            today = list(group)
            yield from self._roundups(today)
            yield from self._reviews(today)
            yield from self._noise(today)
        for call in self._calls:
            yield from self._recaps(call)

    def _note(self, group: Sequence[Call]) -> Iterator[Piece]:
        """What the outlets make of one note."""
        wrong = self._misprint(group[0]) if len(group) == 1 else None
        count = self._draw.choices(*OUTLETS)[0]
        if count == 1 and len(group) == 1 and not (wrong or group[0].mended) and self._draw.random() < DELETED:
            yield self._deleted(group[0])
            return
        for place, outlet in enumerate(self._draw.sample(self._outlets, count)):
            at = group[0].made + self._lag(place)
            if len(group) > 1 and self._draw.random() < GROUPED:
                yield self._several("note", group, outlet, at)
            elif wrong and place == min(1, count - 1):
                yield from self._slip(group[0], wrong, outlet, at)
            else:
                for call in group:
                    firmless = wrong is None and call.mended is None and self._draw.random() < FIRMLESS
                    yield self._single(call, outlet, at + self._draw.randint(0, 9) * MINUTE, firmless=firmless)
        if group[0].mended:
            yield from self._mend(group[0])

    def _deleted(self, call: Call) -> Piece:
        """The only piece on a call, which its outlet takes back within hours; nobody speaks of that call again."""
        piece = self._single(call, self._draw.choice(self._outlets), call.made + self._lag(0))
        self._unsaid.add(call.number)
        return replace(piece, deleted=piece.visible + self._draw.randint(20, 180) * MINUTE)

    def _lag(self, place: int) -> dt.timedelta:
        """How long after the note a piece is dated; the first comes within minutes."""
        if place == 0:
            return self._draw.randint(0, 8) * MINUTE
        if self._draw.random() < LATE:
            return self._draw.randint(20 * 60, 40 * 60) * MINUTE
        return min(int(self._draw.expovariate(1 / 120)), 20 * 60) * MINUTE

    def _single(self, call: Call, outlet: Outlet, at: dt.datetime, *, firmless: bool = False) -> Piece:
        action = as_known(call, at)
        rare = "firmless" if firmless else "behind" if self._draw.random() < BEHIND else ""
        kinds = (rare,) if fitting([rare], action) else KINDS
        self._note_teller(call, outlet)
        return self._press.single(Line(call=call, action=action, wording=self._pick(kinds, action)), outlet, at)

    def _several(self, kind: str, calls: Sequence[Call], outlet: Outlet, at: dt.datetime) -> Piece:
        for call in calls:
            self._note_teller(call, outlet)
        lines = [self._line(call, at, "recap" if kind == "recap" else "line") for call in calls]
        return self._press.several(kind, lines, outlet, at)

    def _line(self, call: Call, at: dt.datetime, kind: str) -> Line:
        action = as_known(call, at)
        return Line(call=call, action=action, wording=self._pick([kind], action))

    def _pick(self, kinds: Sequence[str], action: RatingAction) -> Wording:
        kind = self._draw.choice([kind for kind in kinds if fitting([kind], action)])
        return self._draw.choice(fitting([kind], action))

    def _misprint(self, call: Call) -> RatingAction | None:
        """What one outlet takes the call for, None where all get it right."""
        action = call.action
        if call.mended:
            return None
        if action.rating_prior and self._draw.random() < FLIPPED:
            return flipped(action)
        if action.pt_current is None or self._draw.random() >= MISPRINTED:
            return None
        onward = -1 if action.pt_action is TargetMove.LOWER else 1
        return replace(action, pt_current=action.pt_current + onward * Decimal(self._draw.randint(1, 3)))

    def _slip(self, call: Call, wrong: RatingAction, outlet: Outlet, at: dt.datetime) -> Iterator[Piece]:
        """A piece with a mistake, and most often its correction."""
        # A wrong direction beside both ratings would contradict itself, and readers would know better.
        field = "target" if wrong.rating_action is call.action.rating_action else "move"
        unfit = {"move": "prior", "target": ""}[field]
        # Of a later day, another figure by itself would be another call's, for all that anyone can know.
        tying = TYING if field == "target" and market_day(at) != call.day else {field}
        choices = [one for one in fitting(KINDS, wrong) if field in one.tells and unfit not in one.tells]
        choices = [one for one in choices if one.tells & tying]
        if not choices:  # nothing that is printed holds the mistake
            yield self._single(call, outlet, at)
            return
        self._note_teller(call, outlet)
        yield self._press.single(Line(call=call, action=wrong, wording=self._draw.choice(choices)), outlet, at)
        if self._draw.random() < CORRECTED:
            right = [one for one in fitting(["correction"], call.action) if field in one.tells]
            line = Line(call=call, action=call.action, wording=self._draw.choice(right))
            yield self._press.single(line, outlet, at + self._draw.randint(30, 240) * MINUTE)

    def _mend(self, call: Call) -> Iterator[Piece]:
        """The firm's own mending, told by an outlet that is new to it and by one that had told of the call."""
        assert call.mended
        told = [outlet for outlet in self._outlets if outlet.name in self._tellers[call.number]]
        fresh = [outlet for outlet in self._outlets if outlet not in told]
        for pool in (fresh, told):
            at = call.mended.at + self._draw.randint(1, 40) * MINUTE
            outlet = self._draw.choice(pool)
            self._note_teller(call, outlet)
            action = call.action
            yield self._press.single(Line(call=call, action=action, wording=wordings("mended")[0]), outlet, at)

    def _roundups(self, today: Sequence[Call]) -> Iterator[Piece]:
        """The day's calls in one piece, by outlets that have not told of them yet."""
        for outlet in self._draw.sample(self._outlets, ROUNDUPS):
            at = today[0].made.replace(hour=self._draw.choice((14, 18, 22)), minute=self._draw.randint(0, 59))
            known = [call for call in today if call.made < at and self._is_new(call, outlet)]
            if known:
                yield self._several("roundup", self._draw.sample(known, min(len(known), 6)), outlet, at)

    def _reviews(self, today: Sequence[Call]) -> Iterator[Piece]:
        """Several calls of a day, recalled weeks later."""
        for outlet in self._draw.sample(self._outlets, REVIEWS):
            known = [call for call in today if self._is_new(call, outlet) and fitting(["recap"], call.action)]
            yield self._several("recap", self._draw.sample(known, min(len(known), 4)), outlet, self._later(today[0]))

    def _recaps(self, call: Call) -> Iterator[Piece]:
        """A call recalled by itself."""
        new = [outlet for outlet in self._outlets if self._is_new(call, outlet)]
        choices = fitting(["recap"], call.action)
        if new and choices and self._draw.random() < RECALLED:
            line = Line(call=call, action=call.action, wording=self._draw.choice(choices))
            outlet = self._draw.choice(new)
            self._note_teller(call, outlet)
            yield self._press.single(line, outlet, self._later(call))

    def _noise(self, today: Sequence[Call]) -> Iterator[Piece]:
        for _ in range(NOISE):
            call = self._draw.choice(today)
            at = today[0].made.replace(hour=self._draw.randint(10, 22), minute=self._draw.randint(0, 59))
            yield self._press.noise(self._draw.choice(wordings("noise")), call, self._draw.choice(self._outlets), at)

    def _later(self, call: Call) -> dt.datetime:
        """Two to thirty days after the call, by daylight."""
        day = call.made + dt.timedelta(days=self._draw.randint(2, 30))
        return day.replace(hour=self._draw.randint(12, 21), minute=self._draw.randint(0, 59))

    def _is_new(self, call: Call, outlet: Outlet) -> bool:
        return call.number not in self._unsaid and outlet.name not in self._tellers.get(call.number, set())

    def _note_teller(self, call: Call, outlet: Outlet) -> None:
        self._tellers.setdefault(call.number, set()).add(outlet.name)


def as_known(call: Call, at: dt.datetime) -> RatingAction:
    """The call as its firm had it at a moment: before it mended its target, or after."""
    if call.mended is None or at >= call.mended.at:
        return call.action
    return replace(call.action, pt_current=call.mended.before)
