"""Long lists of calls, a page at a time in one message: a stock's, the newest, a firm's, a person's."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

from messages.fields import NAME, cashtag, stock
from messages.fit import fit
from messages.html import bold, code, short
from messages.model import LIMIT, Button, Message
from messages.rows import row
from messages.sources import source_line
from messages.tongue import tr, trn
from ratings.model import RatingEvent

T = TypeVar("T")

DATA = 64  # bytes that a button can carry
PAGE = 6  # calls on a page


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaf:
    """One page of a list: its calls, its number of so many, and how many calls there are in all."""

    events: tuple[RatingEvent, ...]
    page: int = 1
    pages: int = 1
    total: int = 0


@dataclass(frozen=True, slots=True)
class Again:
    """What asks for another page: the button's name and the words that were asked, without a page."""

    press: str
    words: str


def history(ticker: str, name: str, leaf: Leaf, again: Again) -> Message:
    """A stock's calls, newest first."""
    head = f"{bold(stock(ticker, name))}\n{_counted(leaf)}"
    more = (Button(tr("Chart"), f"chart:{ticker}"), Button("CSV", f"csv:{ticker}"))
    return Message(_text(head, leaf), (*_turns(leaf, again), more))


def latest(leaf: Leaf, again: Again, *, unread: str = "") -> Message:
    """The newest calls; ``unread`` words say nothing that is known."""
    head = bold(trn("The newest call", "The {count} newest calls", leaf.total))
    if unread:
        head = f"{_unread(unread)}\n\n{head}"
    return Message(_text(head, leaf, tagged=True), _turns(leaf, again))


def latest_none(*, unread: str = "") -> Message:
    """That no call is as one asked for."""
    text = tr("No such calls yet. They come as the outlets publish them; /status tells how the feeds fare.")
    return Message(f"{_unread(unread)}\n\n{text}" if unread else text)


def of_firm(firm: str, ticker: str | None, leaf: Leaf, again: Again) -> Message:
    """A firm's calls, on one stock or on all."""
    head = bold(short(firm, NAME) + (f" · {cashtag(ticker)}" if ticker else ""))
    return Message(_text(f"{head}\n{_counted(leaf)}", leaf, tagged=True), (*_turns(leaf, again), *_about_firm(firm)))


def of_analyst(name: str, leaf: Leaf, again: Again) -> Message:
    """A person's calls."""
    return Message(_text(f"{bold(short(name, NAME))}\n{_counted(leaf)}", leaf, tagged=True), _turns(leaf, again))


def call(event: RatingEvent, *, name: str, now: dt.datetime) -> Message:
    """One call with who told of it."""
    ticker = event.ticker
    lines = (bold(stock(ticker, name)), row(event, now=now), source_line(event.sources, room=LIMIT // 4))
    buttons = (
        Button(tr("Ratings"), f"rating:{ticker}"),
        Button(tr("History"), f"calls:{ticker}"),
        Button(tr("Chart"), f"chart:{ticker}"),
    )
    return Message(fit(lines[0], lines[1:], left=lambda _: ""), (buttons,))


def no_such_call() -> Message:
    """That a link leads to no call."""
    return Message(tr("That call is not known here any more. The newest ones: /latest"))


def nobody(words: str, meant: Sequence[str], *, command: str, example: str) -> Message:
    """That no firm, or no person, of that name is known, with those that are near."""
    asked = short(words, NAME)
    if not meant:
        return Message(
            tr("I know nobody called “{words}”. Try {example}", words=asked, example=code(f"/{command} {example}"))
        )
    names = tuple((Button(name, data),) for name in meant if (data := button_data(command, name)))
    return Message(tr("I know no “{words}”. Did you mean one of these?", words=asked), names)


def no_calls_by(name: str, ticker: str | None) -> Message:
    """That a firm or a person is known, and no call of theirs."""
    who = short(name, NAME)
    if ticker:
        return Message(tr("No calls by {name} on {stock} stored yet.", name=who, stock=cashtag(ticker)))
    return Message(tr("No calls by {name} stored yet.", name=who))


def button_data(press: str, words: str) -> str | None:
    """What a button carries; None where it can't carry so much."""
    data = f"{press}:{words}"
    return data if len(data.encode()) <= DATA else None


def cut(rows: Sequence[T], page: int, size: int) -> tuple[Sequence[T], int, int]:
    """The rows of a page, its number, and how many pages there are; a number that there is not means the nearest."""
    pages = max(1, -(-len(rows) // size))
    page = min(max(page, 1), pages)
    return rows[(page - 1) * size : page * size], page, pages


def turns(page: int, pages: int, again: Again) -> tuple[tuple[Button, ...], ...]:
    """The row that turns pages: ◀ 2/5 ▶; none where there is but one, or where the words are too many for a button."""
    wanted = [("◀", page - 1), (f"{page}/{pages}", page), ("▶", page + 1)]
    row = []
    for label, number in wanted:
        data = button_data(again.press, f"{again.words} #{number}".strip())
        if data is not None and 1 <= number <= pages:
            row.append(Button(label, data))
    return (tuple(row),) if pages > 1 and row else ()


def _about_firm(firm: str) -> tuple[tuple[Button, ...], ...]:
    """What one may want of a firm that one looked up; none where its name is too long for a button."""
    mute, rule = button_data("hush", f"firm {firm} 7d"), button_data("rule", f'firm="{firm}"')
    return ((Button(tr("Mute 7d"), mute), Button(tr("＋ Filter"), rule)),) if mute and rule else ()


def _turns(leaf: Leaf, again: Again) -> tuple[tuple[Button, ...], ...]:
    return turns(leaf.page, leaf.pages, again)


def _text(head: str, leaf: Leaf, *, tagged: bool = False) -> str:
    rows = [row(event, tagged=tagged) for event in leaf.events]
    return fit(
        head, rows, gap="\n\n", left=lambda count: trn("… and {count} more call", "… and {count} more calls", count)
    )


def _counted(leaf: Leaf) -> str:
    return trn("{count} call, newest first", "{count} calls, newest first", leaf.total)


def _unread(words: str) -> str:
    example = code("/latest 20 upgrade 24h mine")
    return tr(
        "I did not understand “{words}”. This is how it is written: {example}",
        words=short(words, NAME),
        example=example,
    )
