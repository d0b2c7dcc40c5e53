"""What a chat watches, and what became of a wish to change it."""

from collections.abc import Sequence

from messages.fields import TICKER, cashtag, stock
from messages.fit import fit
from messages.html import bold, code, short, split
from messages.model import Button, Message
from messages.rows import line
from messages.times import moment
from messages.views import Suggestion, Unknown, WatchChange, WatchRow

_WORDS = 40
_SUGGESTED = 3
_UNDONE = 5
_IN_A_ROW = 4
_ROWS = 10


def watchlist(rows: Sequence[WatchRow]) -> tuple[Message, ...]:
    """Each watched stock with its last known call, in as many messages as that takes."""
    if not rows:
        return (Message(f"You watch nothing yet. Try {code('/watch CIFR')}, or several: {code('/watch CIFR RIOT')}"),)
    head = bold(f"You watch {_stocks(len(rows))}")
    foot = f"Look one up: {code('/rating ' + _ticker(rows[0]))} · Remove it: {code('/unwatch ' + _ticker(rows[0]))}"
    return tuple(Message(part) for part in split("\n".join([head, "", *map(_watched, rows), "", foot])))


def watch_changed(change: WatchChange) -> tuple[Message, ...]:
    """What could not be done of the wish, and what is watched from now on, in as many messages as that takes."""
    rows = [f"❓ {unknown(one, command='watch')}" for one in change.unknown]
    rows += [f"🚫 {stock(one.ticker, one.name)}: the list is full" for one in change.refused]
    rows += [f"✅ {_watched(row)}" for row in change.added]
    rows += [f"☑️ {stock(row.ticker, row.name)}: watched already" for row in change.already]
    head = bold(
        f"Watching {_stocks(change.count)} now" if change.added else f"Watching {_stocks(change.count)} as before"
    )
    foot = f"{change.count} of {change.limit} places taken · /watchlist"
    if change.refused:
        foot += f"\nTo make room: {code('/unwatch TICKER')}"
    return tuple(Message(part) for part in split("\n".join([head, "", *rows, "", foot])))


def unwatch_changed(change: WatchChange) -> Message:
    """What is watched no more, and what of the wish could not be done."""
    rows = [f"✅ {stock(row.ticker, row.name)}: removed" for row in change.removed]
    rows += [f"☑️ {stock(one.ticker, one.name)}: was not watched" for one in change.absent]
    rows += [f"❓ {unknown(one, command='unwatch')}" for one in change.unknown]
    head = bold(f"Watching {_stocks(change.count)} now" if change.removed else "Nothing removed")
    foot = "/watchlist shows the rest" if change.count else f"Begin again with {code('/watch CIFR')}"
    if change.removed:
        tickers = " ".join(_ticker(row) for row in change.removed[:_UNDONE])
        foot += f"\nTo undo: {code('/watch ' + tickers)}"
    return Message(fit(head, rows, foot, left=_left))


def muted(rows: Sequence[WatchRow]) -> Message:
    """Until when each stock is muted, with a button to end that."""
    told = [f"🔕 {stock(row.ticker, row.name)}{_until(row)}" for row in rows]
    buttons = [Button(f"Unmute {row.ticker}", f"unmute:{row.ticker}") for row in rows[: _IN_A_ROW * _ROWS]]
    keyboard = tuple(tuple(buttons[start : start + _IN_A_ROW]) for start in range(0, len(buttons), _IN_A_ROW))
    return Message(fit(bold("Muted: no alerts on"), told, "They stay on your /watchlist.", left=_left), keyboard)


def unmuted(rows: Sequence[WatchRow]) -> Message:
    """That alerts on these stocks come again."""
    told = [f"🔔 {stock(row.ticker, row.name)}" for row in rows]
    return Message(fit(bold("Alerts are on again for"), told, left=_left))


def unknown(one: Unknown, *, command: str) -> str:
    """That a stock is not known, with what would work."""
    words = short(one.words, _WORDS)
    if not one.suggestions:
        return f"I know no US stock called “{words}”. Send its ticker, as in {code(f'/{command} CIFR')}"
    meant = " or ".join(_suggested(suggestion) for suggestion in one.suggestions[:_SUGGESTED])
    example = code(f"/{command} {short(one.suggestions[0].ticker, TICKER)}")
    return f"I know no “{words}”. Did you mean {meant}? Then send {example}"


def _suggested(one: Suggestion) -> str:
    return f"{bold(short(one.ticker, TICKER))} ({short(one.name, _WORDS)})"


def _watched(row: WatchRow) -> str:
    """A watched stock; its last call on a second line."""
    mark = f" · 🔕{_until(row)}" if row.muted_until else ""
    last = line(row.last) if row.last else "no call known yet"
    return f"{stock(row.ticker, row.name)}{mark}\n    {last}"


def _until(row: WatchRow) -> str:
    return f" until {moment(row.muted_until)}" if row.muted_until else ""


def _ticker(row: WatchRow) -> str:
    return cashtag(row.ticker)[1:]


def _stocks(count: int) -> str:
    return {0: "nothing", 1: "1 stock"}.get(count, f"{count} stocks")


def _left(count: int) -> str:
    return f"… and {count} more"
