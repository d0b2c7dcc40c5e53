"""What a chat wants to hear of: its rules and how each kind is told; every change can be undone for a minute."""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import replace

from messages.wish_views import NumberedRule, WishView
from ratings.filter_words import Unclear, read_rule
from ratings.filters import Rule
from ratings.kinds import Kind, Way
from services.companies import Companies
from services.mute_rows import mute_rows
from services.notice_words import read_ways
from services.ports import Clock
from services.undo import UNDONE_FOR, restore, snapshot
from services.zones import zone_of
from storage.store import Memory, Store

MOST = 20  # rules of one chat

Edit = Callable[[Store], None]


class WishKeeper:
    """The wishes of all chats."""

    def __init__(self, memory: Memory, companies: Companies, clock: Clock) -> None:
        self._memory = memory
        self._companies = companies
        self._clock = clock

    def read(self, words: str) -> Rule | Unclear:
        """The rule that the words mean."""
        found = read_rule(words, self._companies.ticker)
        if isinstance(found, Unclear) and found.kind == "ticker":
            meant = self._companies.suggest(found.words)
            return replace(found, meant=meant[0].ticker if meant else "")
        return found

    async def view(self, chat_id: int) -> WishView:
        """How it is now."""
        return await self._memory.ask(self.now, chat_id)

    def now(self, store: Store, chat_id: int) -> WishView:
        """The same, for who has the store at hand."""
        return self._view(store, chat_id, None)

    async def add(self, chat_id: int, words: str) -> WishView | Unclear:
        """One more rule; one that is there already stays single."""
        rule = self.read(words)
        return rule if isinstance(rule, Unclear) else await self._memory.ask(self._add, chat_id, rule)

    def _add(self, store: Store, chat_id: int, rule: Rule) -> WishView | Unclear:
        known = store.wishes.of(chat_id).rules
        if len(known) >= MOST:
            return Unclear("full")
        return self.change(store, chat_id, lambda store: _put(store, chat_id, rule))

    async def remove(self, chat_id: int, words: str) -> WishView | None:
        """One rule less: "2" is the second that is shown, "#17" the one of that number; None where there is none."""
        return await self._memory.ask(self._remove, chat_id, words)

    def _remove(self, store: Store, chat_id: int, words: str) -> WishView | None:
        numbers = [one.number for one in _numbered(store.wishes.of(chat_id).rules)]
        digits = words.removeprefix("#").strip()
        if not (digits.isdecimal() and len(digits) < 10):
            return None
        wanted = int(digits)
        if not words.startswith("#"):
            wanted = numbers[wanted - 1] if 0 < wanted <= len(numbers) else 0
        if wanted not in numbers:
            return None
        return self.change(store, chat_id, lambda store: store.wishes.drop_rule(chat_id, wanted))

    async def clear(self, chat_id: int) -> WishView:
        """No rule any more: every call comes."""

        def edit(store: Store) -> None:
            store.wishes.replace(chat_id, replace(store.wishes.of(chat_id), rules={}))

        return await self._memory.ask(self.change, chat_id, edit)

    async def save(self, chat_id: int) -> WishView | Unclear | None:
        """Keep the rule that was tried out; None where there is none."""
        return await self._memory.ask(self._save, chat_id)

    def _save(self, store: Store, chat_id: int) -> WishView | Unclear | None:
        draft = store.wishes.draft(chat_id)
        if draft is None:
            return None
        with store.transaction():
            saved = self._add(store, chat_id, draft)
            if not isinstance(saved, Unclear):
                store.wishes.set_draft(chat_id, None)
        return saved

    async def set_ways(self, chat_id: int, words: str) -> WishView | Unclear:
        """Have kinds told as in "upgrade=on target=silent"."""
        ways = read_ways(words)
        if isinstance(ways, Unclear):
            return ways
        told: Mapping[Kind, Way] = ways
        return await self._memory.ask(self.change, chat_id, lambda store: store.wishes.set_ways(chat_id, told))

    async def undo(self, chat_id: int, number: int | None = None) -> WishView | None:
        """How it was before that change, or the last one; None where another followed, or the time for it is over."""
        return await self._memory.ask(self._undo, chat_id, number, self._clock.now())

    def _undo(self, store: Store, chat_id: int, number: int | None, now: dt.datetime) -> WishView | None:
        with store.transaction():
            before = store.wishes.take_before(chat_id, number, now - UNDONE_FOR)
            if before is None:
                return None
            restore(store, chat_id, before)
            return self.now(store, chat_id)

    def change(self, store: Store, chat_id: int, edit: Edit) -> WishView:
        """Do it, and note how it was before."""
        with store.transaction():
            before = snapshot(store, chat_id)
            edit(store)
            changed = snapshot(store, chat_id) != before
            undo = store.wishes.note_before(chat_id, before, self._clock.now()) if changed else None
            return self._view(store, chat_id, undo)

    def _view(self, store: Store, chat_id: int, undo: int | None) -> WishView:
        wishes = store.preferences.of(chat_id)
        selection = store.wishes.of(chat_id)
        return WishView(
            rules=_numbered(selection.rules),
            ways=selection.ways,
            mutes=mute_rows(
                selection.mutes,
                store.chats.watches(chat_id),
                self._companies,
                now=self._clock.now(),
                zone=zone_of(wishes.timezone if wishes else "UTC"),
            ),
            undo=undo,
        )


def _put(store: Store, chat_id: int, rule: Rule) -> None:
    if rule not in store.wishes.of(chat_id).rules.values():
        store.wishes.add_rule(chat_id, rule)


def _numbered(rules: Mapping[int, Rule]) -> tuple[NumberedRule, ...]:
    """Those for all stocks first, then stock by stock, each in the order in which they were made."""
    order = sorted(rules.items(), key=lambda pair: (pair[1].tickers, pair[0]))
    return tuple(NumberedRule(number=number, rule=rule) for number, rule in order)
