"""Many calls in one message: what was held back, and the digest."""

import datetime as dt
from collections.abc import Collection, Mapping, Sequence

from messages import notes
from messages.fields import cashtag, firm, rating, target
from messages.fit import fit
from messages.html import bold, host, link
from messages.model import Button, Message
from messages.moves import counted, done
from messages.sources import outlets
from messages.times import weekday
from messages.tongue import tr
from ratings.model import RatingEvent


def summary(
    events: Sequence[RatingEvent],
    *,
    occasion: str,
    key: int,
    day: dt.date,
    importance: Mapping[int, int],
    known: Collection[int] = (),
    hidden: int = 0,
    may_repeat: bool = False,
) -> Message:
    """A line or two for each call, the weightiest first.

    ``occasion`` is "quiet", "pause", "limit", "notify" or "digest"; ``day`` its local day. ``importance`` is by event;
    ``known`` are the events that were told before, ``hidden`` counts calls that were never handed over. ``key`` comes
    back with the buttons. ``may_repeat`` says that an earlier try to send this may have arrived.
    """
    ranked = sorted(events, key=lambda event: (-importance.get(event.id, 0), event.seen, event.id))
    rows = [_row(event, marked=bool(known) and event.id not in known) for event in ranked]
    head = bold(f"{_heading(occasion, day)}: {counted(events)}")
    feet = [tr("🔔 marks what you were not told yet.")] if known and len(known) < len(events) else []
    feet += [notes.may_repeat()] if may_repeat else []
    buttons = (Button(tr("History"), f"history:{key}"), Button(tr("Why"), f"why:{key}"))
    return Message(fit(head, rows, "\n".join(feet), hidden=hidden, left=notes.more_calls), (buttons,))


def nothing_new() -> Message:
    """The answer to a digest that has nothing to tell."""
    return Message(tr("Nothing to tell: there were no calls on your stocks since the last digest."))


def on_its_way() -> Message:
    """The answer to a digest that is asked for now."""
    return Message(tr("Here it comes."))


def topic_lost() -> Message:
    """That alerts no longer go to a forum topic."""
    return Message(
        tr("⚠️ The topic that alerts went to is closed or gone: they come here from now on, until you choose another.")
    )


def _heading(occasion: str, day: dt.date) -> str:
    match occasion:
        case "quiet":
            return tr("🌙 While quiet")
        case "pause":
            return tr("⏯ While paused")
        case "limit":
            return tr("📬 Beyond your limit")
        case "notify":
            return tr("📬 Not told by itself")
    return tr("🗞 Digest, {day}", day=weekday(day))


def _row(event: RatingEvent, *, marked: bool) -> str:
    one = done(event)
    mark = "🔔 " if marked else ""
    what = f"{mark}{one.icon} {bold(cashtag(event.ticker))} · {firm(event.call)}{_origin(event)}"
    call = event.call
    facts = [rating(call)] if call.rating_current else []
    facts += [target(call)] if call.pt_current is not None else []
    told = " · ".join(facts) or one.said
    return f"{what}\n    <s>{told}</s>" if event.retracted else f"{what}\n    {told}"


def _origin(event: RatingEvent) -> str:
    """Where the first story stands."""
    first = next((source.url for source in outlets(event.sources) if source.url), None)
    where = host(first) if first else None
    return f" · {link(first, where)}" if where else ""
