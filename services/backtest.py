"""What a chat's rules would have let through of the calls that are known: tried out before they count."""

import datetime as dt
import re
from collections.abc import Collection

from messages.wish_views import TrialView
from ratings.filter_words import Unclear
from ratings.filters import Rule, refusal
from ratings.model import RatingEvent
from services.background import weighed
from services.ports import Clock
from services.wishes import WishKeeper
from storage.store import Memory, Store

USUAL = 30  # days
LONGEST = 365
LOOKED_AT = 500  # calls, the newest
_DAYS = re.compile(r"(\d{1,3})d?(?:\s+|$)", re.ASCII)


class Backtest:
    """Tries rules on what is stored."""

    def __init__(self, memory: Memory, clock: Clock, wishes: WishKeeper) -> None:
        self._memory = memory
        self._clock = clock
        self._wishes = wishes

    async def test(self, chat_id: int, words: str) -> TrialView | Unclear:
        """What "30d upgrade,downgrade" would have sent: the chat's rules, with the one that is told."""
        found = _DAYS.match(words)
        days = int(found[1]) if found else USUAL
        rest = words[found.end() :] if found else words
        if not 0 < days <= LONGEST:
            return Unclear("days", str(days))
        draft = self._wishes.read(rest) if rest else None
        if isinstance(draft, Unclear):
            return draft
        return await self._memory.ask(_try, chat_id, days, draft, self._clock.now())


def _try(store: Store, chat_id: int, days: int, draft: Rule | None, now: dt.datetime) -> TrialView:
    store.wishes.set_draft(chat_id, draft)
    rules = [*store.wishes.of(chat_id).rules.values(), *([draft] if draft else [])]
    stocks = [watch.ticker for watch in store.chats.watches(chat_id)]
    numbers = store.wishes.told_of(stocks, now.date() - dt.timedelta(days=days), LOOKED_AT + 1)
    models = any(rule.quant for rule in rules)
    events = [event for event in store.events.of(numbers[:LOOKED_AT]) if models or not event.call.quant]
    return TrialView(
        days=days,
        sent=tuple(event for event in events if _wanted(store, rules, event)),
        total=len(events),
        stocks=len(stocks),
        draft=draft,
        more=len(numbers) > LOOKED_AT,
    )


def _wanted(store: Store, rules: Collection[Rule], event: RatingEvent) -> bool:
    """Whether the rules let it through; what it weighs is looked up last, since that takes longest."""
    if refusal(rules, event.call, importance=5) is not None:
        return False
    return refusal(rules, event.call, weighed(store, event, rules)) is None
