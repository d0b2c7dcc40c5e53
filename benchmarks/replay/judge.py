"""What the bot made of the month against what is true: counts, and the pieces behind each of them."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from benchmarks.replay.case import Case, Facts, brief
from benchmarks.replay.expect import FACTS, is_news, sameness
from benchmarks.replay.play import Playbill
from benchmarks.replay.seen import blocks, tells
from benchmarks.replay.stage import Stage
from benchmarks.replay.truth import Call
from ratings.model import RatingAction, RatingEvent


@dataclass(frozen=True, slots=True)
class Count:
    """How many of how many went wrong; ``limit`` is the share that may. ``cases`` tell the pieces of each."""

    name: str
    of: int
    limit: float | None
    cases: tuple[str, ...]

    @property
    def share(self) -> float:
        """The part that went wrong."""
        return len(self.cases) / self.of if self.of else 0.0

    @property
    def is_met(self) -> bool:
        """Whether it is within its limit; without one it is told and judged by nobody."""
        return self.limit is None or self.share <= self.limit


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """All counts of a month: so many pieces told of so many calls, of which the bot made events and alerts."""

    pieces: int
    calls: int
    events: int
    alerts: int
    counts: tuple[Count, ...]

    @property
    def is_met(self) -> bool:
        """Whether every count is within its limit."""
        return all(count.is_met for count in self.counts)


def judge(stage: Stage, calls: Sequence[Call], bill: Playbill) -> Verdict:
    """Compare what stands in the bot's memory and in its chats with what was told."""
    case = Case(stage, calls, bill)
    told, events, alerts, heard = len(case.tellings), len(case.events), len(case.seen), len(case.heard)
    rows: list[tuple[str, int, float | None, Callable[[Case], Iterator[str]]]] = [
        ("calls without an event", told, 0, unfound),
        ("events of no call", events, 0, invented),
        ("calls wrongly merged", told, 0.002, merged),
        ("calls wrongly split", told, 0.005, split),
        ("calls wrongly retracted", told, 0, silenced),
        ("deleted calls that stand", len(case.unsaid), 0, standing),
        ("alerts missed", len(case.due), 0, missed),
        ("alerts repeated", heard, 0, repeated),
        ("alerts on what may be known", heard, None, vague),
        ("alerts uncalled for", alerts, 0, uncalled),
        ("edits missing", alerts, 0, unedited),
        ("events with wrong facts", events, 0, false),
        ("final messages not as told", alerts, 0, untrue),
    ]
    counts = tuple(Count(name, of, limit, tuple(find(case))) for name, of, limit, find in rows)
    return Verdict(pieces=len(bill.pieces), calls=told, events=events, alerts=alerts, counts=counts)


def unfound(case: Case) -> Iterator[str]:
    """Calls that no event holds."""
    held = {number for one in case.events for number in one.calls}
    return (case.story(number) for number in case.tellings if number not in held | case.unsaid)


def invented(case: Case) -> Iterator[str]:
    """Events that tell of no call."""
    for one in case.events:
        if not one.tellings:
            yield "\n".join([brief(one.event.call), *(f"  {stray.outlet}: {stray.title}" for stray in one.strays)])


def merged(case: Case) -> Iterator[str]:
    """Calls beyond the first in one event."""
    for one in case.events:
        first, *others = case.meant(one) or [0]
        for number in others:
            yield f"{case.story(number)}\nis one event ({one.event.id}) with {case.story(first)}"


def split(case: Case) -> Iterator[str]:
    """Calls that lie in more than one event."""
    for number, homes in case.homes.items():
        if len(homes) > 1:
            parts = " | ".join(f"{one.event.id}: {brief(one.event.call)}" for one in homes)
            yield f"{case.story(number)}\nis {len(homes)} events: {parts}"


def silenced(case: Case) -> Iterator[str]:
    """Calls that chats see as retracted though somebody stands by them."""
    for one in case.retracted:
        yield from (case.story(number) for number in one.calls if number not in case.unsaid)


def standing(case: Case) -> Iterator[str]:
    """Calls that nobody tells of any more, and that stand in the memory or in a chat."""
    known = {number for one in case.events for number in one.calls}
    for number in case.unsaid & known:
        yield case.story(number)
    for one in case.retracted:
        shown = [seen for seen in case.seen if one.event.id in seen.events and "RETRACTED" not in seen.text]
        yield from (f"chat {seen.chat_id}, message {seen.message_id}: {brief(one.event.call)}" for seen in shown)


def missed(case: Case) -> Iterator[str]:
    """Alerts that a chat ought to have had."""
    for chat_id, number in case.due:
        if (chat_id, number) not in case.heard:
            yield f"chat {chat_id} never heard of {case.story(number)}"


def repeated(case: Case) -> Iterator[str]:
    """Alerts on a call beyond the first."""
    for (chat_id, number), heard in case.heard.items():
        for message in heard.plain[1:]:
            yield f"chat {chat_id} heard again, in message {message.message_id}, of {case.story(number)}"


def vague(case: Case) -> Iterator[str]:
    """Alerts on a telling without a firm that fits several calls, one of which the chat knew already."""
    for (chat_id, number), heard in case.heard.items():
        for message in heard.vague if heard.plain else ():
            yield f"chat {chat_id}, message {message.message_id}: {case.story(number)}"


def uncalled(case: Case) -> Iterator[str]:
    """Alerts on what is no call, or was no news any more."""
    for seen in case.seen:
        for one in case.events_of(seen):
            if not any(is_news(telling) for telling in one.tellings):
                yield f"chat {seen.chat_id}, message {seen.message_id}: {brief(one.event.call)}"


def unedited(case: Case) -> Iterator[str]:
    """Messages that don't show an event as the memory has it."""
    for seen in case.seen:
        for one in case.events_of(seen):
            if not tells(seen.text, one.event.call):
                memory = brief(one.event.call)
                yield f"chat {seen.chat_id}, message {seen.message_id} shows\n{seen.text}\nmemory has {memory}"


def false(case: Case) -> Iterator[str]:
    """Events that say something else than most outlets told."""
    for one in case.events:
        for number, facts in case.expected(one):
            if wrong := _differences(one.event, facts):
                yield f"{case.story(number)}\nis stored ({one.event.id}) with {'; '.join(wrong)}"


def untrue(case: Case) -> Iterator[str]:
    """Messages that don't show a call as most outlets told it."""
    for seen in case.seen:
        for one in case.events_of(seen):
            for number, facts in case.expected(one):
                ticker = case.calls[number].stock.ticker
                if not tells(seen.text, RatingAction(ticker=ticker, **facts)):
                    shown = blocks(seen.text, ticker)
                    yield f"chat {seen.chat_id}, message {seen.message_id} shows {shown} of {case.story(number)}"


def _differences(event: RatingEvent, facts: Facts) -> list[str]:
    return [
        f"{name} {getattr(event.call, name)}, told {facts[name]}"
        for name in FACTS
        if _key(name, getattr(event.call, name), facts) != _key(name, facts[name], facts)
    ]


def _key(name: str, value: object, facts: Facts) -> object:
    return None if value is None else sameness(name, value, facts["firm"])
