"""What history tells of a call: a first, the end of a quiet time, a streak, the target before."""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from itertools import takewhile

from messages.views import Background, OldTarget, Quiet
from ratings.filters import Rule, applying
from ratings.importance import importance
from ratings.model import RatingAction, RatingEvent, RatingMove, TargetMove
from storage.store import Store

DEEP = dt.timedelta(days=180)  # a history that is shorter says nothing about firsts
QUIET = 90  # days after which the next upgrade is worth a word
STREAK = 3
LOOK_BACK = 12  # earlier calls of the firm that are looked at
OUTDATED = dt.timedelta(days=400)  # a firm that covers a stock sets a target at least once a year
TURNS = (RatingMove.UPGRADE, RatingMove.DOWNGRADE)
STEPS = (TargetMove.RAISE, TargetMove.LOWER)


def background(store: Store, event: RatingEvent) -> Background:
    """What came before the event, and how much it weighs. A few indexed questions, however long the history is."""
    call, since = event.call, _since(store, event)
    own = store.history.by_firm(event.ticker, call.firm, before=event.date, limit=LOOK_BACK) if call.firm else []
    is_first = call.firm is not None and since is not None and not own
    told = [old for old in own if not old.stale]
    return Background(
        call=call,
        importance=importance(
            call,
            first_coverage=is_first or call.rating_action is RatingMove.INITIATE,
            firms_that_day=store.history.firms_on(event.ticker, event.date),
        ),
        first_since=since if is_first else None,
        quiet=_quiet(store, event, since),
        streak=_streak(call, told),
        prior=_prior(call, event.date, told),
    )


def with_importance(store: Store, events: Iterable[RatingEvent]) -> Iterator[tuple[RatingEvent, int]]:
    """Each event with how much it weighs."""
    return ((event, background(store, event).importance) for event in events)


def weighed(store: Store, event: RatingEvent, rules: Iterable[Rule]) -> int:
    """How much the event weighs, looked up only where one of the rules asks for it; else 0."""
    asked = any(rule.importance is not None for rule in applying(rules, event.ticker))
    return background(store, event).importance if asked else 0


def _since(store: Store, event: RatingEvent) -> dt.date | None:
    """Where the stock's history begins, None where that is too short a time ago."""
    first = store.history.first_day(event.ticker)
    return first if first is not None and event.date - first >= DEEP else None


def _quiet(store: Store, event: RatingEvent, since: dt.date | None) -> Quiet | None:
    """The time since anybody made the same turn."""
    turn = event.call.rating_action
    if turn not in TURNS or event.call.quant:
        return None
    last = store.history.last_turn(event.ticker, turn, before=event.date)
    begin = last or since
    if begin is None or (event.date - begin).days < QUIET:
        return None
    return Quiet(days=(event.date - begin).days, at_least=last is None)


def _streak(call: RatingAction, earlier: Iterable[RatingAction]) -> int:
    """How often in a row the target was moved this way; calls that keep it don't break the row."""
    if call.pt_action not in STEPS:
        return 0
    moved = (old.pt_action for old in earlier if old.pt_action not in (None, TargetMove.MAINTAIN))
    count = 1 + len(list(takewhile(lambda move: move is call.pt_action, moved)))
    return count if count >= STREAK else 0


def _prior(call: RatingAction, day: dt.date, earlier: Sequence[RatingAction]) -> OldTarget | None:
    """The firm's last target, if no source tells the one before and it can be the one that was moved."""
    if call.pt_prior is not None or call.rating_action is RatingMove.INITIATE:
        return None
    last = next((old for old in earlier if old.pt_current is not None or old.pt_action is TargetMove.WITHDRAW), None)
    if last is None or last.pt_current is None or last.date is None or day - last.date > OUTDATED:
        return None
    if not _is_before(call, last):  # a call in between is missing
        return None
    return OldTarget(figure=last.pt_current, currency=last.currency, day=last.date)


def _is_before(call: RatingAction, last: RatingAction) -> bool:
    """Whether the new target can have come from the old one."""
    if call.pt_current is None or last.pt_current is None or call.currency != last.currency:
        return True
    return {
        TargetMove.RAISE: last.pt_current < call.pt_current,
        TargetMove.LOWER: last.pt_current > call.pt_current,
        TargetMove.MAINTAIN: last.pt_current == call.pt_current,
    }.get(call.pt_action or TargetMove.ANNOUNCE, True)
