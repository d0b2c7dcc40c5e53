"""The evidence: what was told of each call, what the bot made of it, and what its chats see."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from benchmarks.replay.expect import FACTS, Telling, facts_of, is_plain, is_unsaid, tellings_by_call, tells_in_full
from benchmarks.replay.linked import Linked, linked
from benchmarks.replay.play import Playbill
from benchmarks.replay.seen import Seen, alerts
from benchmarks.replay.stage import Stage
from benchmarks.replay.truth import Call
from ratings.model import RatingAction
from services.calendar import market_day, trading_distance
from storage.questions import Wish

FIRMLESS_SPAN = 2  # trading days within which a telling without a firm joins the one call that it fits

Facts = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Heard:
    """What a chat heard of a call: messages on tellings that mean this call alone, and on others."""

    plain: list[Seen]
    vague: list[Seen]


class Case:
    """Everything that a verdict draws on.

    A telling without a firm that fits several calls is vague: it may stand with any of them or alone.
    """

    def __init__(self, stage: Stage, calls: Sequence[Call], bill: Playbill) -> None:
        self.calls = {call.number: call for call in calls}
        self.tellings = tellings_by_call(bill.pieces, bill.arrived)
        everything = [telling for tellings in self.tellings.values() for telling in tellings]
        self.events = linked(stage.store.events.of(stage.store.questions.latest(Wish(), 10**9)), everything)
        self.seen = list(alerts(stage))
        alerted = (stage.store.events.get(number) for number in {number for one in self.seen for number in one.events})
        self.retracted = linked((event for event in alerted if event and event.retracted), everything)
        self.unsaid = {number for number, told in self.tellings.items() if is_unsaid(told, bill.deleted)}
        self._by_id = {one.event.id: one for one in self.events}
        self._facts = {number: facts_of(tellings) for number, tellings in self.tellings.items()}
        self._on_stock: dict[str, list[Call]] = defaultdict(list)
        for call in calls:
            self._on_stock[call.stock.ticker].append(call)
        self._plain = {id(telling) for telling in everything if is_plain(telling, self._near(telling))}
        self._watches = bill.watches

    @cached_property
    def homes(self) -> dict[int, list[Linked]]:
        """Call number -> the events that hold a plain telling of it."""
        homes: dict[int, list[Linked]] = {number: [] for number in self.tellings}
        for one in self.events:
            for number in self.meant(one):
                homes[number].append(one)
        return homes

    @cached_property
    def heard(self) -> dict[tuple[int, int], Heard]:
        """Chat and call -> what the chat heard of it."""
        heard: dict[tuple[int, int], Heard] = defaultdict(lambda: Heard([], []))
        for seen in self.seen:
            held = self.events_of(seen)
            meant = {number for one in held for number in self.meant(one)}
            for number in {number for one in held for number in one.calls}:
                known = heard[seen.chat_id, number]
                (known.plain if number in meant else known.vague).append(seen)
        return heard

    @cached_property
    def due(self) -> list[tuple[int, int]]:
        """The chats and calls for which an alert is due: some piece told the call in full while it was fresh."""
        return [
            (chat_id, number)
            for number, tellings in self.tellings.items()
            if number not in self.unsaid
            if any(tells_in_full(telling) for telling in tellings)
            for chat_id, tickers in self._watches.items()
            if self.calls[number].stock.ticker in tickers
        ]

    def events_of(self, seen: Seen) -> list[Linked]:
        """The events that an alert tells of."""
        return [self._by_id[event_id] for event_id in seen.events if event_id in self._by_id]

    def meant(self, one: Linked) -> list[int]:
        """The calls of which an event holds a plain telling."""
        return sorted({telling.call.number for telling in one.tellings if self.is_plain(telling)})

    def is_plain(self, telling: Telling) -> bool:
        """Whether it can mean no other call."""
        return id(telling) in self._plain

    def expected(self, one: Linked) -> Iterator[tuple[int, Facts]]:
        """Each call that an event must show, with its facts as told: by all its plain tellings, and vague ones here."""
        vague = [telling for telling in one.tellings if not self.is_plain(telling)]
        for number in self.meant(one):
            plain = [telling for telling in self.tellings[number] if self.is_plain(telling)]
            yield number, facts_of(sorted([*plain, *vague], key=Telling.order))
        if vague and len(vague) == len(one.tellings):
            yield vague[0].call.number, facts_of(sorted(vague, key=Telling.order))

    def story(self, number: int) -> str:
        """A call with everything that was told of it."""
        call = self.calls[number]
        told = [
            f"  {telling.dated:%d %b %H:%M} {telling.piece.outlet.name}: {telling.piece.title}"
            f" [{telling.piece.number} {telling.piece.wording}] {brief(telling.action)}"
            for telling in self.tellings[number]
        ]
        return "\n".join([f"call {number} of {call.made:%d %b %H:%M}: {brief(call.action)}", *told])

    def _near(self, telling: Telling) -> dict[int, Facts]:
        """What is told altogether of the stock's calls around the day of a telling."""
        day = market_day(telling.dated)
        near = [call for call in self._on_stock[telling.call.stock.ticker] if call.number in self._facts]
        return {
            call.number: self._facts[call.number] for call in near if trading_distance(call.day, day) <= FIRMLESS_SPAN
        }


def brief(action: RatingAction) -> str:
    """A call in one line."""
    told = [getattr(action, name) for name in ("ticker", *FACTS[:-1])]
    return " ".join("–" if value is None else str(value) for value in told)
