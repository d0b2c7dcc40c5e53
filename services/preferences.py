"""How a chat wants to be told: shown and changed, with the words that undo it."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, replace

from messages.views import DeliveryView
from services.digests import retime, send_digest
from services.localtime import Quiet, day_start
from services.ports import Clock
from services.timetable import Timetable, believable
from services.zones import FoundZone, find_zone, spell_zone, zone_of
from storage.preferences import Preferences
from storage.store import Memory, Store

OFF = "off"
MOST = 1_000  # alerts a day that a limit may be
MODES = ("hold", "silent")


@dataclass(frozen=True, slots=True, kw_only=True)
class Changed:
    """How it is now, and the words behind the same command that bring back how it was."""

    view: DeliveryView
    undo: str


Edit = Callable[[Preferences], tuple[Preferences, str]]


class PreferenceKeeper:
    """The wishes of all chats."""

    def __init__(self, memory: Memory, clock: Clock) -> None:
        self._memory = memory
        self._clock = clock

    async def view(self, chat_id: int) -> DeliveryView:
        """How it is now."""
        return await self._memory.ask(lambda store: _view(store, _wishes(store, chat_id), self._clock.now()))

    async def set_quiet(self, chat_id: int, words: str) -> Changed | None:
        """Quiet hours "22:00-07:00 silent", another mode or the weekends for those that are set, or "off".

        None for other words.
        """

        def edit(wishes: Preferences) -> tuple[Preferences, str]:
            return replace(wishes, quiet=_quiet(words, wishes.quiet)), wishes.quiet or OFF

        if words.casefold() not in (OFF, *MODES) and Quiet.read(words) is None:
            return None
        return await self._change(chat_id, edit)

    async def set_digest(self, chat_id: int, words: str) -> Changed | None:
        """A digest "daily 08:00" or "weekly Mon 08:00", or "off"; None for other words."""
        timetable = Timetable.read(words)
        if timetable is None and words.casefold() != OFF:
            return None
        digest = str(timetable) if timetable else None
        return await self._change(chat_id, lambda wishes: (replace(wishes, digest=digest), wishes.digest or OFF))

    async def send_now(self, chat_id: int) -> bool:
        """Have the digest sent at once; False where there is nothing to tell."""
        return await self._memory.ask(_send_now, chat_id, self._clock.now())

    async def set_zone(self, chat_id: int, words: str) -> Changed | FoundZone:
        """Live by the clocks of that place, or what the words may have meant."""
        place = find_zone(words)
        if place.zone is None:
            return place
        zone = place.zone
        return await self._change(chat_id, lambda wishes: (replace(wishes, timezone=zone), wishes.timezone))

    async def set_limit(self, chat_id: int, words: str) -> Changed | None:
        """At most so many alerts a day, or "off"; None for other words."""
        if words.casefold() != OFF and not (words.isdecimal() and len(words) < 6 and int(words) <= MOST):
            return None
        limit = None if words.casefold() == OFF else int(words)

        def edit(wishes: Preferences) -> tuple[Preferences, str]:
            return replace(wishes, limit=limit), OFF if wishes.limit is None else str(wishes.limit)

        return await self._change(chat_id, edit)

    async def pause(self, chat_id: int) -> Changed:
        """No alerts until ``resume``; they are kept."""
        now = self._clock.now()
        return await self._change(chat_id, lambda wishes: (replace(wishes, paused=wishes.paused or now), ""))

    async def resume(self, chat_id: int) -> Changed:
        """Alerts again, and what was kept as one message."""
        return await self._change(chat_id, lambda wishes: (replace(wishes, paused=None), ""))

    async def _change(self, chat_id: int, edit: Edit) -> Changed:
        return await self._memory.ask(_change, chat_id, edit, self._clock.now())


def _change(store: Store, chat_id: int, edit: Edit, now: dt.datetime) -> Changed:
    with store.transaction():
        before = _wishes(store, chat_id)
        after, undo = edit(before)
        after = _scheduled(before, after, now)
        store.preferences.save(after)
        retime(store, after, now)
        return Changed(view=_view(store, after, now), undo=undo)


def _scheduled(before: Preferences, after: Preferences, now: dt.datetime) -> Preferences:
    """With the next run of its digest, which gathers what comes from now on, or since the last one."""
    timetable = Timetable.read(after.digest) if after.digest else None
    if timetable is None:
        return replace(after, digest_next=None, digest_from=None)
    zone = zone_of(after.timezone)
    last = believable(after.digest_day, now, zone)
    begun = before.digest_from or now
    return replace(after, digest_day=last, digest_next=timetable.next(now, zone, last), digest_from=begun)


def _send_now(store: Store, chat_id: int, now: dt.datetime) -> bool:
    with store.transaction():
        wishes = _wishes(store, chat_id)
        sent = send_digest(store, wishes, now) > 0
        if sent and wishes.digest:
            store.preferences.save(replace(wishes, digest_from=now))
        return sent


def _wishes(store: Store, chat_id: int) -> Preferences:
    return store.preferences.of(chat_id) or Preferences(chat_id=chat_id)


def _quiet(words: str, before: str | None) -> str | None:
    """The hours that are meant; a mode or the weekends alone change the hours before, if there are any."""
    known = Quiet.read(before) if before else None
    match words.casefold():
        case "off":
            return None
        case "hold" | "silent" as mode:
            hours = replace(known, silent=mode == "silent") if known else None
        case "weekends" if known:
            hours = replace(known, weekends=True)
        case _:
            hours = Quiet.read(words)
    return str(hours) if hours else None


def _view(store: Store, wishes: Preferences, now: dt.datetime) -> DeliveryView:
    zone = zone_of(wishes.timezone)
    quiet = Quiet.read(wishes.quiet) if wishes.quiet else None
    waiting = store.kept.waiting(wishes.chat_id)
    until = quiet.until(now, zone) if quiet else None
    return DeliveryView(
        now=now.astimezone(zone),
        zone=spell_zone(wishes.timezone),
        quiet=wishes.quiet,
        quiet_until=until.astimezone(zone) if until else None,
        digest=wishes.digest,
        digest_next=wishes.digest_next.astimezone(zone) if wishes.digest_next else None,
        limit=wishes.limit,
        spent=store.told.sent_since(wishes.chat_id, day_start(now, zone)),
        paused=wishes.paused.astimezone(zone) if wishes.paused else None,
        held=sum(one.fate == "hold" for one in waiting),
        gathered=sum(one.fate == "digest" for one in waiting),
    )
