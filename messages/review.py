"""Doubts and deeds: what people flag as wrong, what owners see of it and do."""

import re
from collections.abc import Sequence

from messages.fields import LABELS, cashtag, label, noun, value
from messages.html import bold, clip, code, escape, quote, short
from messages.model import Button, Message
from messages.panels import in_rows
from messages.rows import line
from messages.tongue import mark, tr, trn
from messages.views import Doubt, Reviewed
from ratings.model import RatingEvent

NOTE = 300
_IN_A_ROW = 3
_EXAMPLE = re.compile(r"(?<!\S)(/[a-z]+(?: \d+)+)")
FLAGGED = ("rating_action", "rating_current", "rating_prior", "pt_current", "pt_prior", "firm", "ticker")
_DONE = {
    "fix": mark("Set right."),
    "retract": mark("Retracted."),
    "keep": mark("Kept as it is."),
    "merge": mark("Merged."),
    "split": mark("Split."),
}


def which_field(events: Sequence[RatingEvent]) -> tuple[Message, ...]:
    """For each call: which of its fields is wrong?"""
    return tuple(_which(event) for event in events)


def _which(event: RatingEvent) -> Message:
    told = [field for field in FLAGGED if value(event.call, field)]
    buttons = [Button(label(field), f"flag:{event.id},{field}") for field in told]
    buttons.append(Button(tr("It's no call"), f"flag:{event.id},call"))
    return Message(f"{tr('What is wrong with this?')}\n{_call(event)}", in_rows(buttons, _IN_A_ROW))


def thanks(event: RatingEvent, field: str) -> Message:
    """The receipt for a doubt."""
    return Message(
        tr(
            "Thank you: the {field} of {stock} was put before the owners of this bot. "
            "When they set it right, the messages that told of it are edited.",
            field=noun(field) if field in LABELS else tr("call"),
            stock=bold(cashtag(event.ticker)),
        )
    )


def queue(doubts: Sequence[Doubt], count: int) -> tuple[Message, ...]:
    """The oldest doubts, each with what can be done about it."""
    if not doubts:
        return (Message(tr("Nothing waits for review.")),)
    shown = [_doubt(doubt) for doubt in doubts]
    if (left := count - len(doubts)) > 0:
        again = code("/review")
        more = trn("… and {count} more: {command} again", "… and {count} more: {command} again", left, command=again)
        shown.append(Message(more))
    return tuple(shown)


def _doubt(doubt: Doubt) -> Message:
    event = doubt.event
    wrong = tr(
        "<b>No. {number}</b>: somebody says that the {field} is wrong.",
        number=event.id,
        field=noun(doubt.field) if doubt.field in LABELS else tr("call itself"),
    )
    lines = [wrong, _call(event)]
    if doubt.note:
        lines.append(quote(short(doubt.note, NOTE)))
    example = code(f"/fix {event.id} target = 25")
    lines.append(tr("To set it right: {example}, or merge and split: /help merge", example=example))
    buttons = (Button(tr("Right as it is"), f"keep:{event.id}"), Button(tr("Retract"), f"retract:{event.id}"))
    return Message("\n".join(lines), (buttons,))


def reviewed(done: Reviewed) -> Message:
    """What an owner did, how the call is now, and who will see it."""
    edits = (
        trn("{count} message is being edited.", "{count} messages are being edited.", done.edits)
        if done.edits
        else tr("No message told of it.")
    )
    return Message(f"{tr(_DONE[done.what])} {edits}\n{_call(done.event)}")


def refused(reason: str) -> Message:
    """Why an owner's wish can't be done, and what would work."""
    pieces = _EXAMPLE.split(clip(reason, NOTE))
    text = "".join(code(escape(piece)) if at % 2 else escape(piece) for at, piece in enumerate(pieces))
    return Message(text.strip() or "?")


def _call(event: RatingEvent) -> str:
    told = [f"{label(field)}: {words}" for field in FLAGGED if (words := value(event.call, field))]
    return f"{bold(cashtag(event.ticker))} {line(event)}\n{' · '.join(told)}"
