"""What a job is when its turn has come: a message, or the reason why it is not sent."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from messages.alert import alert
from messages.changes import notice
from messages.digest import summary, topic_lost
from messages.model import Message
from messages.tongue import ENGLISH, speaking
from ratings.model import RatingEvent
from services.background import background, weighed
from services.localtime import day_start, local_day
from services.match import AWAY_TOPIC
from services.shown import Shown, read_shown
from services.verdict import Case, Fate, Verdict, judge, timing
from services.zones import zone_of
from storage.outbox import Job
from storage.preferences import Preferences
from storage.store import Store

TOPIC_LOST = "topic"  # the occasion of the message that tells so
UNWANTED = "not wanted any more"


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """What is sent, and for an alert what the chat sees of it then."""

    message: Message
    shown: Shown | None = None
    thread_id: int | None = None
    silent: bool = False


@dataclass(frozen=True, slots=True)
class Withheld:
    """Why nothing is sent."""

    reason: str


def outgoing(store: Store, job: Job, now: dt.datetime) -> View | Withheld:
    """The message as its events are now: what came while it waited is in it, what is not wanted now is not.

    Calls that are to be told later are kept for then.
    """
    wishes = store.preferences.of(job.chat_id)
    if wishes is None or wishes.state != "active":
        return Withheld("off")
    with speaking(wishes.language or ENGLISH):
        if job.occasion == TOPIC_LOST:
            return View(message=topic_lost())
        if job.kind == "notice":
            return _notice(store, job, wishes, now)
        return _calls(store, job, wishes, now)


def _notice(store: Store, job: Job, wishes: Preferences, now: dt.datetime) -> View | Withheld:
    turned = tuple(change for change in read_shown(store.outbox, job.alert_id).changes if change.is_turn)
    if not turned:
        return Withheld(UNWANTED)
    return View(message=notice(turned[-1:]), thread_id=wishes.thread_id, silent=timing(wishes, now).fate > Fate.NOW)


def _calls(store: Store, job: Job, wishes: Preferences, now: dt.datetime) -> View | Withheld:
    before = read_shown(store.outbox, job.alert_id)
    events: Sequence[RatingEvent] = store.events.of_alert(job.alert_id)
    verdict = timing(wishes, now)
    if not before.calls:  # what was sent is only edited, wanted or not
        events, verdict = _sift(store, job, wishes, events, now)
    if not events:
        return Withheld(verdict.reason or UNWANTED)
    shown = before.now(events, now)
    message = _gathered(store, job, wishes, events) if job.occasion else _alert(store, job, events, shown)
    return View(message=message, shown=shown, thread_id=wishes.thread_id, silent=verdict.fate > Fate.NOW)


def _sift(
    store: Store, job: Job, wishes: Preferences, events: Sequence[RatingEvent], now: dt.datetime
) -> tuple[list[RatingEvent], Verdict]:
    """The events to tell now, and the mildest verdict on any; the others are kept back, with their reasons."""
    watches = {watch.ticker: watch for watch in store.chats.watches(job.chat_id)}
    spent = store.told.sent_since(job.chat_id, day_start(now, zone_of(wishes.timezone))) if _counts(job, wishes) else 0
    selection = store.wishes.of(job.chat_id)
    cases = [
        Case(
            event=event,
            wishes=wishes,
            watch=watches.get(event.ticker),
            now=now,
            spent=spent,
            selection=selection,
            importance=weighed(store, event, selection.rules.values()),
        )
        for event in events
    ]
    hour = timing(wishes, now)
    verdicts = {case.event.id: _eased(job, judge(case), hour) for case in cases}
    back = {number: verdict for number, verdict in verdicts.items() if verdict.fate > Fate.SILENT}
    if back:
        with store.transaction():
            for number, verdict in back.items():
                fate = verdict.fate.name.lower()
                store.kept.keep(job.chat_id, number, fate, verdict.reason, now=now, until=verdict.until)
            store.outbox.take_out(job.alert_id, back)
    mildest = min(verdicts.values(), key=lambda verdict: verdict.fate, default=Verdict(Fate.NEVER))
    return [event for event in events if event.id not in back], mildest


def _counts(job: Job, wishes: Preferences) -> bool:
    """Whether the day's limit concerns it: messages that gather calls are what remains beyond it."""
    return wishes.limit is not None and job.occasion is None


def _eased(job: Job, verdict: Verdict, hour: Verdict) -> Verdict:
    """What gathers calls is where waiting ends, and what may have arrived is better told twice than left in doubt.

    Either is sent, if need be without a sound; only a pause holds up what gathers.
    """
    if verdict.fate not in (Fate.HOLD, Fate.DIGEST) or (job.occasion is None and not job.doubtful):
        return verdict
    if job.occasion is not None and hour.reason == "paused":
        return hour
    return Verdict(Fate.SILENT if job.doubtful or hour.fate > Fate.NOW else Fate.NOW, verdict.reason)


def _alert(store: Store, job: Job, events: Sequence[RatingEvent], shown: Shown) -> Message:
    return alert(
        events,
        key=job.alert_id,
        history={event.id: background(store, event) for event in events},
        changes=shown.changes,
        may_repeat=job.doubtful,
        away=job.topic == AWAY_TOPIC,
    )


def _gathered(store: Store, job: Job, wishes: Preferences, events: Sequence[RatingEvent]) -> Message:
    assert job.occasion is not None
    return summary(
        events,
        occasion=job.occasion,
        key=job.alert_id,
        day=local_day(job.created, zone_of(wishes.timezone)),
        importance={event.id: background(store, event).importance for event in events},
        known=store.told.earlier(job.alert_id),
        hidden=job.hidden,
        may_repeat=job.doubtful,
    )
