"""The alert: one message for the calls of one note that concern a chat."""

import datetime as dt
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass

from messages import background, notes
from messages.changes import Change, lines
from messages.fields import analysts, cashtag, disputes, facts, firm, rating, stock, target
from messages.fit import fit
from messages.html import bold
from messages.model import LIMIT, Button, Message
from messages.moves import Move, counted, done, move
from messages.sources import outlets, source_line, when_line
from messages.times import clock, moment, utc_day
from messages.tongue import tr
from messages.views import Background
from ratings.model import RatingAction, RatingEvent

EMPTY: Mapping[int, Background] = {}
_TICKERS = 4
_GROUPS = 4


def alert(
    events: Sequence[RatingEvent],
    *,
    key: int,
    history: Mapping[int, Background] = EMPTY,
    changes: Sequence[Change] = (),
    may_repeat: bool = False,
    away: bool = False,
) -> Message:
    """The calls with their buttons; the first line alone tells ticker, action and firm.

    ``key`` comes back with the buttons. ``history`` is what came before, by event; ``changes`` are those since it was
    first sent; ``may_repeat`` says that an earlier try to send this may have arrived; ``away`` that the bot was, when
    the calls were made.
    """
    shared = _shared(events)
    blocks = [_block(event, shared, history.get(event.id)) for event in events]
    title = _title(events, shared) if shared.firm else blocks.pop(0)
    if away:
        told = tr("While I was away: {calls}", calls=counted(events))
        title = f"{bold(told)}\n\n{title}"
    if changes:
        first, _, rest = title.partition("\n")
        updated = tr("{call} (updated {at})", call=first, at=_updated(events, changes[-1].at))
        title = f"{updated}\n{rest}".rstrip()
    foot = list(lines(changes, first_day=utc_day(events[0].sources[0].published)))
    foot += [source_line(events[0].sources, room=LIMIT // 2)] if shared.sources else []
    foot.append(when_line(events))
    if may_repeat:
        foot.append(notes.may_repeat())
    return Message(fit(title, blocks, "\n".join(foot), gap="\n\n", left=notes.more_calls), (_buttons(key),))


@dataclass(frozen=True, slots=True)
class _Shared:
    """What the calls have in common, and is therefore said once."""

    firm: bool
    people: bool
    sources: bool


def _shared(events: Sequence[RatingEvent]) -> _Shared:
    named = len(events) > 1 and events[0].call.firm is not None
    one_firm = named and _alike([(event.call.firm, event.call.quant) for event in events])
    return _Shared(
        firm=one_firm,
        people=one_firm and _alike([event.call.analysts for event in events]),
        sources=_alike([tuple(source.story_id for source in outlets(event.sources)) for event in events]),
    )


def _alike(values: Sequence[Hashable]) -> bool:
    return len(set(values)) == 1


def _title(events: Sequence[RatingEvent], shared: _Shared) -> str:
    """What one firm did with several stocks."""
    moves: dict[Move, list[str]] = {}
    for event in events:
        moves.setdefault(done(event), []).append(cashtag(event.ticker))
    groups = [
        f"{one.icon} {one.words} {' '.join(tickers[:_TICKERS])}{_more(tickers, _TICKERS)}"
        for one, tickers in moves.items()
    ]
    line = bold(f"{firm(events[0].call)}: {' · '.join(groups[:_GROUPS])}{_more(groups, _GROUPS)}")
    return f"{line}\n{_people(events[0].call)}" if shared.people else line


def _block(event: RatingEvent, shared: _Shared, known: Background | None) -> str:
    """One call."""
    if event.retracted:
        told = f"{move(event.call).words} · {rating(event.call)} · {target(event.call)}"
        return f"{_headline(event, shared)}\n<s>{told}</s>\n{tr('The call was taken back.')}"
    lines = [_headline(event, shared), *facts(event.call)]
    if not shared.people:
        lines.append(_people(event.call))
    lines += disputes(event)
    if known is not None:
        lines += [*background.lines(known), tr("Importance: {points}/5", points=known.importance)]
    if not shared.sources:
        lines.append(source_line(event.sources, room=LIMIT // 4))
    return "\n".join(lines)


def _people(call: RatingAction) -> str:
    """Who signed the call."""
    names = analysts(call)
    return tr("Analysts: {names}", names=names) if len(call.analysts) > 1 else tr("Analyst: {names}", names=names)


def _headline(event: RatingEvent, shared: _Shared) -> str:
    one = done(event)
    before = "" if shared.firm or event.call.firm is None else f"{firm(event.call)}: "
    behind = f" · {firm(event.call)}" if event.call.firm is None else ""
    what = f"{one.words} {stock(event.ticker, event.call.company)}"
    return f"{one.icon} {bold(before + what)}{behind}"


def _updated(events: Sequence[RatingEvent], updated: dt.datetime) -> str:
    """The time of day on the day of the first story, else with the date."""
    days = {utc_day(source.published) for event in events for source in event.sources}
    return clock(updated) if days == {utc_day(updated)} else moment(updated)


def _more(told: Sequence[str], limit: int) -> str:
    return f" +{len(told) - limit}" if len(told) > limit else ""


def _buttons(key: int) -> tuple[Button, ...]:
    return (
        Button(tr("History"), f"history:{key}"),
        Button(tr("Mute 7d"), f"mute:{key}"),
        Button(tr("Why"), f"why:{key}"),
        Button(tr("Wrong?"), f"wrong:{key}"),
    )
