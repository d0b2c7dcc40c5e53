"""What panels have in common: rows of buttons, the way back, Undo, examples, local moments."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace

from messages.html import bold, code, escape
from messages.model import Button, Message
from messages.times import weekday
from messages.tongue import tr

SETTINGS = "settings:"  # the data of the button that leads back
WEEKENDS = "weekends"  # among the words of quiet hours

Row = tuple[Button, ...]


def panel(lines: Sequence[str], buttons: Sequence[Row], undo: str | None = None) -> Message:
    """A message that edits itself; ``undo`` is the data of the button that takes the last change back."""
    back = Button(tr("‹ Settings"), SETTINGS)
    foot = (Button(tr("↩️ Undo"), undo), back) if undo is not None else (back,)
    return Message("\n".join(lines), (*buttons, foot))


def in_rows(buttons: Sequence[Button], width: int) -> tuple[Row, ...]:
    """The buttons side by side, so many in a row."""
    return tuple(tuple(buttons[start : start + width]) for start in range(0, len(buttons), width))


def did_you_mean(term: str) -> str:
    """The line below words that are close to something known; "" where they are not."""
    return f"\n{tr('Did you mean {term}?', term=code(escape(term)))}" if term else ""


def undo_data(name: str, number: int | None) -> str | None:
    """What the Undo button of a press sends back."""
    return None if number is None else f"{name}:undo {number}"


def example(*examples: str) -> str:
    """What can be written, to be copied at a tap."""
    return tr("For example: {examples}", examples=" · ".join(code(escape(one)) for one in examples))


def local_moment(moment: dt.datetime) -> str:
    """Day and time as the chat's clocks show them; ``moment`` is local."""
    return f"{weekday(moment)}, {moment:%H:%M}"


def quiet_times(words: str) -> str:
    """When it is quiet, by the words that are stored."""
    hours, *marks = words.split()
    if hours == WEEKENDS:
        return bold(tr("Saturday and Sunday"))
    told = bold(hours.replace("-", " – "))
    return tr("{hours} and on weekends", hours=told) if WEEKENDS in marks else told


def with_back(message: Message) -> Message:
    """The message with a way back to the settings, where it has none."""
    back = Button(tr("‹ Settings"), SETTINGS)
    if any(back.data == button.data for row in message.buttons for button in row):
        return message
    return replace(message, buttons=(*message.buttons, (back,)))
