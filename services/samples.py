"""An alert to look at, and what a chat's wishes would make of it."""

import datetime as dt
from dataclasses import replace
from decimal import Decimal

from messages.wish_views import SampleView
from ratings.model import RatingAction, RatingEvent, RatingMove, Source, TargetMove
from services.background import background
from services.companies import Companies
from services.localtime import day_start
from services.ports import Clock
from services.verdict import Case, judge
from services.zones import zone_of
from storage.chats import Watch
from storage.preferences import Preferences
from storage.store import Memory, Store

UNWATCHED = "AAPL"  # shown where nothing is watched yet


class Sampler:
    """Shows alerts that were not sent."""

    def __init__(self, memory: Memory, companies: Companies, clock: Clock) -> None:
        self._memory = memory
        self._companies = companies
        self._clock = clock

    async def sample(self, chat_id: int) -> SampleView:
        """The newest call on the first stock of the list that has one, else one that is made up."""
        return await self._memory.ask(self._sample, chat_id, self._clock.now())

    def _sample(self, store: Store, chat_id: int, now: dt.datetime) -> SampleView:
        wishes = store.preferences.of(chat_id) or Preferences(chat_id=chat_id)
        watches = store.chats.watches(chat_id)
        known = (event for watch in watches for event in store.events.of_ticker(watch.ticker, 1))
        event = next(known, None)
        ticker = event.ticker if event else watches[0].ticker if watches else UNWATCHED
        shown = event or self._made_up(ticker, now)
        watch = next((watch for watch in watches if watch.ticker == ticker), None)
        told = background(store, shown)
        verdict = judge(
            Case(
                event=shown,
                wishes=wishes,
                watch=watch or Watch(ticker=ticker, since=now, muted_until=None),
                now=now,
                spent=store.told.sent_since(chat_id, day_start(now, zone_of(wishes.timezone))),
                selection=store.wishes.of(chat_id),
                importance=told.importance,
            )
        )
        return SampleView(
            event=shown,
            background=told,
            made_up=event is None,
            fate=verdict.fate.name.lower(),
            reason=verdict.reason,
        )

    def _made_up(self, ticker: str, now: dt.datetime) -> RatingEvent:
        """An upgrade that nobody ever made."""
        call = RatingAction(
            ticker=ticker,
            company=self._companies.name(ticker),
            firm="Example Research",
            analysts=("Ada Example",),
            rating_action=RatingMove.UPGRADE,
            rating_current="Buy",
            rating_prior="Hold",
            pt_action=TargetMove.RAISE,
            pt_current=Decimal(25),
            pt_prior=Decimal(20),
            currency="USD",
        )
        source = Source(
            story_id=0, outlet="Example outlet", title="A made-up story", url=None, published=now, action=call
        )
        return RatingEvent(
            id=0, call=replace(call, date=now.date()), date=now.date(), seen=now, updated=now, sources=(source,)
        )
