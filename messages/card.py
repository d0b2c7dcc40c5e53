"""What is known of a stock at a glance: the answers to /rating and /target."""

import datetime as dt
from collections.abc import Sequence

from messages.consensus import target_line
from messages.fields import TICKER, firm, rating, stock, target
from messages.fit import fit
from messages.html import bold, code, short
from messages.model import Button, Message
from messages.rows import by_firm, dated, row
from messages.targets import figures, standing
from messages.times import day, days_ago
from messages.tongue import tr, trn
from ratings.model import RatingEvent

_FIRMS = 12


def rating_card(
    listing_ticker: str, name: str, events: Sequence[RatingEvent], *, now: dt.datetime, watched: bool
) -> Message:
    """The latest call of each firm, newest first."""
    firms = by_firm(events)
    rows = [_latest_of(calls, now) for calls in firms[:_FIRMS]]
    counted = trn("Latest call of {count} firm", "Latest call of {count} firms", len(firms))
    head = f"{bold(stock(listing_ticker, name))}\n{counted}"
    foot = tr("You watch it.") if watched else tr("Get alerts: {command}", command=_command("watch", listing_ticker))
    more = () if watched else (Button(tr("Watch"), f"watch:{listing_ticker}"),)
    buttons = (
        (Button(tr("Targets"), f"card:target {listing_ticker}"), _consensus(listing_ticker), _why(listing_ticker)),
        (*_further(listing_ticker), *more),
    )
    return Message(_text(head, rows, foot, hidden=len(firms) - len(rows)), buttons)


def target_card(listing_ticker: str, name: str, events: Sequence[RatingEvent], *, now: dt.datetime) -> Message:
    """The latest target of each firm, with low, median, mean and high; only targets that a source states."""
    calls = standing(events)
    head = bold(tr("{stock}: price targets", stock=stock(listing_ticker, name)))
    buttons = (
        (Button(tr("Ratings"), f"card:rating {listing_ticker}"), _consensus(listing_ticker)),
        _further(listing_ticker),
    )
    if not calls:
        none = tr("No target known. Ratings: {command}", command=_command("rating", listing_ticker))
        return Message(f"{head}\n{none}", buttons)
    summary = [target_line(one) for one in figures(calls)]
    unsigned = sum(event.call.firm is None for event in calls)
    if unsigned:
        summary.append(
            trn(
                "{count} target without a stated firm not counted.",
                "{count} targets without a stated firm not counted.",
                unsigned,
            )
        )
    rows = [
        f"{bold(firm(event.call))}: {target(event.call)}\n{dated(event)}, {days_ago(event.date, now)}"
        for event in calls[:_FIRMS]
    ]
    foot = tr("Each firm's latest target among the calls this bot has read.")
    return Message(_text("\n".join((head, *summary)), rows, foot, hidden=len(calls) - len(rows)), buttons)


def shown(events: Sequence[RatingEvent]) -> list[RatingEvent]:
    """The calls that the cards of a stock tell of one by one."""
    firms = (calls[0] for calls in by_firm(events)[:_FIRMS])
    return list({event.id: event for event in (*firms, *standing(events)[:_FIRMS])}.values())


def _latest_of(calls: Sequence[RatingEvent], now: dt.datetime) -> str:
    """A firm's latest call; where that tells no rating, the last one that the firm told before."""
    told = row(calls[0], now=now)
    if calls[0].call.rating_current is not None:
        return told
    known = next((event for event in calls if event.call.rating_current is not None), None)
    if known is None:
        return told
    last = tr("Last known rating: {rating}, {day}", rating=rating(known.call), day=day(known.date))
    return f"{told}\n{last}"


def _text(head: str, rows: Sequence[str], foot: str, *, hidden: int) -> str:
    """Rows in one text, with a note of how many more firms there are."""
    return fit(head, rows, foot, gap="\n\n", hidden=hidden, left=_left)


def _left(count: int) -> str:
    return trn("… and {count} more firm", "… and {count} more firms", count)


def _consensus(ticker: str) -> Button:
    return Button(tr("Consensus"), f"card:consensus {ticker}")


def _why(ticker: str) -> Button:
    return Button(tr("Why"), f"reasons:{ticker}")


def _further(ticker: str) -> tuple[Button, ...]:
    return Button(tr("History"), f"calls:{ticker}"), Button(tr("Chart"), f"chart:{ticker}")


def _command(name: str, ticker: str) -> str:
    return code(f"/{name} {short(ticker, TICKER)}")
