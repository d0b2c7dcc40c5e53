"""What is known of a stock, or of the newest calls: the answers to /rating, /target, /history and /latest."""

import datetime as dt
from collections.abc import Sequence

from messages.fields import TICKER, amount, firm, rating, stock, target
from messages.fit import fit
from messages.html import bold, code, short
from messages.model import Button, Message
from messages.rows import by_firm, dated, newest, row
from messages.targets import Figures, figures, standing
from messages.times import day, days_ago
from ratings.model import RatingEvent

_FIRMS = 12
_CALLS = 30


def rating_card(
    listing_ticker: str, name: str, events: Sequence[RatingEvent], *, now: dt.datetime, watched: bool
) -> Message:
    """The latest call of each firm, newest first."""
    firms = by_firm(events)
    rows = [_latest_of(calls, now) for calls in firms[:_FIRMS]]
    head = f"{bold(stock(listing_ticker, name))}\nLatest call of {_count(len(firms), 'firm')}"
    foot = "You watch it." if watched else f"Get alerts: {_command('watch', listing_ticker)}"
    buttons = [Button("Targets", f"target:{listing_ticker}")]
    if not watched:
        buttons.append(Button("Watch", f"watch:{listing_ticker}"))
    return _list(head, rows, foot, hidden=len(firms) - len(rows), thing="more firm", buttons=buttons)


def target_card(listing_ticker: str, name: str, events: Sequence[RatingEvent], *, now: dt.datetime) -> Message:
    """The latest target of each firm, with low, median and high; only targets that a source states."""
    calls = standing(events)
    head = bold(f"{stock(listing_ticker, name)}: price targets")
    buttons = (Button("Ratings", f"rating:{listing_ticker}"),)
    if not calls:
        return Message(f"{head}\nNo target known. Ratings: {_command('rating', listing_ticker)}", (buttons,))
    summary = [_summary(one) for one in figures(calls)]
    unsigned = sum(event.call.firm is None for event in calls)
    if unsigned:
        summary.append(f"{_count(unsigned, 'target')} without a stated firm not counted.")
    rows = [
        f"{bold(firm(event.call))}: {target(event.call)}\n{dated(event)}, {days_ago(event.date, now)}"
        for event in calls[:_FIRMS]
    ]
    foot = "Each firm's latest target among the calls this bot has read."
    return _list(
        "\n".join((head, *summary)), rows, foot, hidden=len(calls) - len(rows), thing="more firm", buttons=buttons
    )


def history(ticker: str, name: str, events: Sequence[RatingEvent]) -> Message:
    """All calls on a stock, newest first."""
    head = f"{bold(stock(ticker, name))}\n{_count(len(events), 'call')}, newest first"
    rows = [row(event) for event in newest(events)[:_CALLS]]
    return _list(head, rows, hidden=len(events) - len(rows), thing="older call")


def latest(events: Sequence[RatingEvent], *, asked: int) -> Message:
    """The newest calls on any stock, at most as many as were asked for."""
    if not events:
        return Message("No calls stored yet. They come as the outlets publish them; /status tells how the feeds fare.")
    rows = [row(event, tagged=True) for event in newest(events)[:asked]]
    head = bold(f"The {_count(len(rows), 'newest call')}")
    foot = "That is all there is so far." if len(rows) < asked else ""
    return _list(head, rows, foot, hidden=0, thing="more call")


def _latest_of(calls: Sequence[RatingEvent], now: dt.datetime) -> str:
    """A firm's latest call; where that tells no rating, the last one that the firm told before."""
    told = row(calls[0], now=now)
    if calls[0].call.rating_current is not None:
        return told
    known = next((event for event in calls if event.call.rating_current is not None), None)
    return told if known is None else f"{told}\nLast known rating: {rating(known.call)}, {day(known.date)}"


def _summary(one: Figures) -> str:
    low, middle, high = (amount(figure, one.currency) for figure in (one.low, one.median, one.high))
    where = "" if one.currency else " (currency not stated)"
    if one.count == 1:
        return f"1 target: {low}{where}"
    return f"{one.count} targets{where}: low {low} · median {middle} · high {high}, oldest of {day(one.oldest)}"


def _list(
    head: str, rows: Sequence[str], foot: str = "", *, hidden: int, thing: str, buttons: Sequence[Button] = ()
) -> Message:
    """Rows in one message, with a note of how many more there are."""
    text = fit(head, rows, foot, gap="\n\n", hidden=hidden, left=lambda count: f"… and {_count(count, thing)}")
    return Message(text, (tuple(buttons),) if buttons else ())


def _count(count: int, thing: str) -> str:
    return f"{count} {thing}" + ("" if count == 1 else "s")


def _command(name: str, ticker: str) -> str:
    return code(f"/{name} {short(ticker, TICKER)}")
