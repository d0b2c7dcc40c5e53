"""What a chat watches, and what became of a wish to change it."""

from collections.abc import Sequence

from messages.fields import TICKER, cashtag, stock
from messages.fit import fit
from messages.html import bold, code, short, split
from messages.model import Button, Message
from messages.pages import button_data
from messages.rows import line
from messages.times import moment
from messages.tongue import number, tr, trn
from messages.views import Suggestion, Unknown, WatchChange, WatchRow

_WORDS = 40
_SUGGESTED = 3
_UNDONE = 5


def watchlist(rows: Sequence[WatchRow]) -> tuple[Message, ...]:
    """Each watched stock with its last known call, in as many messages as that takes."""
    if not rows:
        one, several = code("/watch CIFR"), code("/watch CIFR RIOT")
        return (Message(tr("You watch nothing yet. Try {one}, or several: {several}", one=one, several=several)),)
    head = bold(trn("You watch {count} stock", "You watch {count} stocks", len(rows)))
    rating, remove = (code(f"/{command} {_ticker(rows[0])}") for command in ("rating", "unwatch"))
    foot = tr("Look one up: {rating} · Remove it: {remove}", rating=rating, remove=remove)
    *firsts, last = split("\n".join([head, "", *map(watched, rows), "", foot]))
    return (*map(Message, firsts), Message(last, ((Button(tr("Change"), "stocks:"),),)))


def watch_changed(change: WatchChange) -> tuple[Message, ...]:
    """What could not be done of the wish, and what is watched from now on, in as many messages as that takes."""
    rows = [f"❓ {unknown(one, command='watch')}" for one in change.unknown]
    rows += [tr("🚫 {stock}: the list is full", stock=stock(one.ticker, one.name)) for one in change.refused]
    rows += [f"✅ {watched(row)}" for row in change.added]
    rows += [tr("☑️ {stock}: watched already", stock=stock(row.ticker, row.name)) for row in change.already]
    head = bold(_watching_now(change.count) if change.added else _watching_still(change.count))
    count, limit = number(change.count), number(change.limit)
    foot = tr("{count} of {limit} places taken · /watchlist", count=count, limit=limit)
    if change.refused:
        foot += "\n" + tr("To make room: {command}", command=code("/unwatch TICKER"))
    *firsts, last = split("\n".join([head, "", *rows, "", foot]))
    suggested = [one for words in change.unknown for one in words.suggestions[:_SUGGESTED]]
    meant = tuple(Button(f"＋ {_shown(one.ticker)}", f"watch:{one.ticker}") for one in suggested[:_SUGGESTED])
    return (*map(Message, firsts), Message(last, (*([meant] if meant else []), *_undo("unwatch", change.added))))


def _undo(press: str, rows: Sequence[WatchRow]) -> tuple[tuple[Button, ...], ...]:
    """The button that takes off the list again what was put there, or the other way round, where it can carry so
    much."""
    data = button_data(press, " ".join(row.ticker for row in rows))
    return ((Button(tr("Undo"), data),),) if rows and data else ()


def unwatch_changed(change: WatchChange) -> Message:
    """What is watched no more, and what of the wish could not be done."""
    rows = [tr("✅ {stock}: removed", stock=stock(row.ticker, row.name)) for row in change.removed]
    rows += [tr("☑️ {stock}: was not watched", stock=stock(one.ticker, one.name)) for one in change.absent]
    rows += [f"❓ {unknown(one, command='unwatch')}" for one in change.unknown]
    head = bold(_watching_now(change.count) if change.removed else tr("Nothing removed"))
    begin = tr("Begin again with {command}", command=code("/watch CIFR"))
    foot = tr("/watchlist shows the rest") if change.count else begin
    undo = _undo("watch", change.removed)
    if change.removed and not undo:
        tickers = " ".join(_ticker(row) for row in change.removed[:_UNDONE])
        foot += "\n" + tr("To undo: {command}", command=code("/watch " + tickers))
    return Message(fit(head, rows, foot), undo)


def unknown(one: Unknown, *, command: str) -> str:
    """That a stock is not known, with what would work."""
    words = short(one.words, _WORDS)
    if not one.suggestions:
        example = code(f"/{command} CIFR")
        return tr("I know no US stock called “{words}”. Send its ticker, as in {example}", words=words, example=example)
    meant = f" {tr('or')} ".join(_suggested(suggestion) for suggestion in one.suggestions[:_SUGGESTED])
    example = code(f"/{command} {short(one.suggestions[0].ticker, TICKER)}")
    return tr(
        "I know no “{words}”. Did you mean {meant}? Then send {example}", words=words, meant=meant, example=example
    )


def _suggested(one: Suggestion) -> str:
    return f"{bold(short(one.ticker, TICKER))} ({short(one.name, _WORDS)})"


def watched(row: WatchRow) -> str:
    """A watched stock; its last call on a second line."""
    mark = f" · 🔕{_until(row)}" if row.muted_until else ""
    last = line(row.last) if row.last else tr("no call known yet")
    return f"{stock(row.ticker, row.name)}{mark}\n    {last}"


def _until(row: WatchRow) -> str:
    return " " + tr("until {moment}", moment=moment(row.muted_until)) if row.muted_until else ""


def _ticker(row: WatchRow) -> str:
    return _shown(row.ticker)


def _shown(ticker: str) -> str:
    return cashtag(ticker)[1:]


def _watching_now(count: int) -> str:
    if count == 0:
        return tr("Watching nothing now")
    return trn("Watching {count} stock now", "Watching {count} stocks now", count)


def _watching_still(count: int) -> str:
    if count == 0:
        return tr("Watching nothing as before")
    return trn("Watching {count} stock as before", "Watching {count} stocks as before", count)
