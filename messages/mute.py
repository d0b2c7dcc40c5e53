"""What is muted, until when by the chat's clocks, and why words say nothing that can be muted."""

from collections.abc import Sequence

from messages.fields import stock
from messages.fit import fit
from messages.html import bold, escape, short
from messages.model import Button, Message
from messages.panels import Row, did_you_mean, example, in_rows, local_moment, panel, undo_data
from messages.tongue import tr
from messages.wish_views import MuteRow
from ratings.filter_words import Unclear

_NAME = 40
_WORDS = 60
_ROWS = 20
_IN_A_ROW = 2
_EXAMPLES = ("/mute CIFR 8h", "/mute firm Cantor 7d", "/mute all until Mon")


def mutes(rows: Sequence[MuteRow], zone: str) -> Message:
    """Everything that is muted now."""
    head = bold(tr("🔕 Muted")) if rows else f"{bold(tr('🔕 Muted'))}\n{tr('Nothing is muted here.')}"
    foot = f"{tr('Times are those of {zone}.', zone=escape(zone))}\n{example(*_EXAMPLES)}"
    return panel([fit(head, list(map(_row, rows)), foot)], _buttons(rows))


def muted(rows: Sequence[MuteRow], undo: int | None) -> Message:
    """Until when these are not heard, with a button to end that."""
    foot = tr("None of it is kept for later; /pause would do that.")
    text = fit(bold(tr("Muted: no alerts on")), list(map(_row, rows)), foot)
    return Message(text, (*_buttons(rows), *_undo(undo)))


def unmuted(rows: Sequence[MuteRow], undo: int | None) -> Message:
    """That these are heard again."""
    told = [f"🔔 {_named(row)}" for row in rows]
    head = bold(tr("Alerts are on again for")) if told else tr("Nothing was muted.")
    return Message(fit(head, told), _undo(undo))


def unclear(error: Unclear) -> Message:
    """Why nothing was muted, with what can be."""
    words = short(error.words, _WORDS)
    troubles = {
        "time": tr("I read no time to come, within a year, in “{words}”.", words=words),
        "unwatched": tr("{words} is not on your list, so nothing comes of it.", words=words),
        "firm": tr("I know no firm “{words}”.", words=words),
    }
    trouble = troubles.get(error.kind) or tr("I know no stock on your list and no firm “{words}”.", words=words)
    return Message(f"{trouble}{did_you_mean(error.meant)}\n{example(*_EXAMPLES)}")


def _row(row: MuteRow) -> str:
    if row.until is None:
        return f"🔕 {_named(row)}"
    return tr("🔕 {name} until {moment}", name=_named(row), moment=local_moment(row.until))


def _named(row: MuteRow) -> str:
    if row.ticker:
        return stock(row.ticker, row.name)
    return short(row.name, _NAME) if row.name else tr("everything")


def _buttons(rows: Sequence[MuteRow]) -> tuple[Row, ...]:
    return in_rows([_button(row) for row in rows[:_ROWS]], _IN_A_ROW)


def _button(row: MuteRow) -> Button:
    if row.ticker:
        return Button(tr("Unmute {name}", name=row.ticker), f"unmute:{row.ticker}")
    if not row.name:
        return Button(tr("Unmute everything"), "unmute:all")
    return Button(tr("Unmute {name}", name=row.name), f"unmute:firm {row.name}")


def _undo(undo: int | None) -> tuple[Row, ...]:
    data = undo_data("mutes", undo)
    return ((Button(tr("↩️ Undo"), data),),) if data is not None else ()
