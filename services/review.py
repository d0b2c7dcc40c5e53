"""What people say is wrong, and what owners do about it: every message that was sent is set right."""

import datetime as dt
import re
from collections.abc import Callable
from decimal import Decimal, InvalidOperation

from messages.tongue import tr
from messages.views import Doubt, Reviewed
from ratings.firms import canonical
from ratings.model import RatingEvent, RatingMove, TargetMove
from services.merge import regroup
from services.ports import Clock
from storage.reviews import Flag
from storage.store import Memory, Store

QUEUE = 5  # doubts shown at once
NOTE = 300  # characters of what somebody wrote
NOTHING = ("none", "unknown", "-")
ASSIGNMENT = re.compile(r"\s*([a-z_ ]+?)\s*=\s*(.+?)\s*", re.IGNORECASE | re.DOTALL)

# What a person may call a field, and the column it is.
COLUMNS = {
    "firm": "firm",
    "action": "rating_action",
    "rating": "rating_current",
    "prior rating": "rating_prior",
    "target action": "pt_action",
    "target": "pt_current",
    "prior target": "pt_prior",
    "currency": "currency",
    "horizon": "pt_horizon",
}


class ReviewError(Exception):
    """What an owner asked for can't be done; the message says what would work."""


class Review:
    """The doubts and the deeds."""

    def __init__(self, memory: Memory, clock: Clock) -> None:
        self._memory = memory
        self._clock = clock

    async def flag(self, chat_id: int, event_id: int, field: str, note: str = "") -> RatingEvent | None:
        """Note somebody's doubt; gives the call, None if it is not known any more."""
        return await self._memory.ask(_flag, chat_id, event_id, field, note[:NOTE], self._clock.now())

    async def queue(self) -> tuple[list[Doubt], int]:
        """The oldest doubts, and how many there are."""
        return await self._memory.ask(_queue)

    async def fix(self, user_id: int, event_id: int, words: str) -> Reviewed:
        """Set a field right: "target = 25"; raises ReviewError."""
        column, value = read_fix(words)
        return await self._do(user_id, event_id, "fix", words, lambda store: _fix(store, event_id, column, value))

    async def retract(self, user_id: int, event_id: int) -> Reviewed:
        """There was no such call; raises ReviewError."""
        now = self._clock.now()
        return await self._do(user_id, event_id, "retract", "", lambda store: store.events.retract(event_id, now))

    async def keep(self, user_id: int, event_id: int) -> Reviewed:
        """It is right as it is; raises ReviewError."""
        return await self._do(user_id, event_id, "keep", "", lambda _: None)

    async def merge(self, user_id: int, event_id: int, other_id: int) -> Reviewed:
        """The other is the same call; raises ReviewError."""
        return await self._do(user_id, event_id, "merge", str(other_id), lambda s: _merge(s, event_id, other_id))

    async def split(self, user_id: int, event_id: int, number: int) -> Reviewed:
        """The call's n-th source tells of another call; raises ReviewError."""
        now = self._clock.now()
        return await self._do(user_id, event_id, "split", str(number), lambda s: _split(s, event_id, number, now))

    async def _do(self, user_id: int, event_id: int, what: str, detail: str, deed: Callable[[Store], None]) -> Reviewed:
        now = self._clock.now()

        def work(store: Store) -> Reviewed:
            with store.transaction():
                if store.events.get(event_id) is None:
                    raise ReviewError(
                        tr("There is no call number {number}. /review and Why show the numbers.", number=event_id)
                    )
                deed(store)
                event = regroup(store, event_id, now)
                store.reviews.note(event_id, user_id, what, detail, now)
                store.reviews.close(event_id)
                edits = store.outbox.queue_edits(event_id, now=now, not_before=now)
                return Reviewed(event=event, what=what, edits=edits)

        return await self._memory.ask(work)


def read_fix(words: str) -> tuple[str, str | None]:
    """A column and its value out of "target = 25"; raises ReviewError with what would work."""
    match = ASSIGNMENT.fullmatch(words)
    column = COLUMNS.get(match[1].lower().replace("_", " ")) if match else None
    if match is None or column is None:
        raise ReviewError(tr("Write FIELD = VALUE, where FIELD is one of: {fields}", fields=", ".join(COLUMNS)))
    return column, None if match[2].lower() in NOTHING else _value(column, match[2])


def _value(column: str, words: str) -> str:
    try:
        match column:
            case "rating_action":
                return RatingMove(words.lower()).value
            case "pt_action":
                return TargetMove(words.lower()).value
            case "pt_current" | "pt_prior":
                return str(_amount(words))
            case "currency":
                return words.upper()
            case "firm":
                return canonical(words) or words
    except ValueError:
        known = TargetMove if column == "pt_action" else RatingMove
        raise ReviewError(tr("It can be: {values}", values=", ".join((*known, NOTHING[0])))) from None
    return words


def _amount(words: str) -> Decimal:
    try:
        amount = Decimal(words.lstrip("$").replace(",", ""))
    except InvalidOperation:
        amount = Decimal(0)
    if not amount.is_finite() or amount <= 0:
        raise ReviewError(tr("A target is a number, such as 25 or 25.50, or none"))
    return amount


def _flag(store: Store, chat_id: int, event_id: int, field: str, note: str, now: dt.datetime) -> RatingEvent | None:
    event = store.events.get(event_id)
    if event is not None:
        store.reviews.flag(event_id, chat_id, field, note, now)
    return event


def _queue(store: Store) -> tuple[list[Doubt], int]:
    flags = store.reviews.open_flags(QUEUE)
    return [_doubt(store, flag) for flag in flags], store.reviews.count_open()


def _doubt(store: Store, flag: Flag) -> Doubt:
    event = store.events.get(flag.event_id)
    assert event is not None  # a flag goes with its event
    return Doubt(event=event, field=flag.field, note=flag.note)


def _fix(store: Store, event_id: int, column: str, value: str | None) -> None:
    store.events.fix(event_id, column, value)
    store.events.pin(event_id)


def _merge(store: Store, event_id: int, other_id: int) -> None:
    one, other = store.events.get(event_id), store.events.get(other_id)
    if one is None or other is None or event_id == other_id or one.ticker != other.ticker:
        raise ReviewError(tr("Two different calls on one stock can be merged: /merge 12 15"))
    for source in other.sources:
        store.events.move_source(source.story_id, other_id, event_id)
    store.events.retire(other_id, event_id)
    store.events.pin(event_id)


def _split(store: Store, event_id: int, number: int, now: dt.datetime) -> None:
    event = store.events.get(event_id)
    assert event is not None
    if not 1 <= number <= len(event.sources) or len(event.sources) < 2:
        raise ReviewError(tr("A call of several sources can be split, by the number that Why shows: /split 12 2"))
    source = event.sources[number - 1]
    new_id = store.events.add(source.action, date=event.date, now=now)
    store.events.move_source(source.story_id, event_id, new_id)
    for each in (event_id, new_id):
        store.events.pin(each)
    regroup(store, new_id, now)
