"""Doubts and deeds: what people flag as wrong, what owners see of it and do."""

from collections.abc import Sequence

from messages.fields import LABELS, cashtag, value
from messages.html import bold, code, quote, short
from messages.model import Button, Message
from messages.rows import line
from messages.views import Doubt, Reviewed
from ratings.model import RatingEvent

NOTE = 300
FLAGGED = ("rating_action", "rating_current", "rating_prior", "pt_current", "pt_prior", "firm", "ticker")
_DONE = {
    "fix": "Set right",
    "retract": "Retracted",
    "keep": "Kept as it is",
    "merge": "Merged",
    "split": "Split",
}


def which_field(events: Sequence[RatingEvent]) -> tuple[Message, ...]:
    """For each call: which of its fields is wrong?"""
    return tuple(_which(event) for event in events)


def _which(event: RatingEvent) -> Message:
    told = [field for field in FLAGGED if value(event.call, field)]
    buttons = [Button(LABELS[field], f"flag:{event.id},{field}") for field in told]
    buttons.append(Button("It's no call", f"flag:{event.id},call"))
    rows = tuple(tuple(buttons[start : start + 3]) for start in range(0, len(buttons), 3))
    return Message(f"What is wrong with this?\n{_call(event)}", rows)


def thanks(event: RatingEvent, field: str) -> Message:
    """The receipt for a doubt."""
    what = LABELS.get(field, "call").lower()
    return Message(
        f"Thank you: the {what} of {bold(cashtag(event.ticker))} was put before the owners of this bot. "
        "When they set it right, the messages that told of it are edited."
    )


def queue(doubts: Sequence[Doubt], count: int) -> tuple[Message, ...]:
    """The oldest doubts, each with what can be done about it."""
    if not doubts:
        return (Message("Nothing waits for review."),)
    more = Message(f"… and {count - len(doubts)} more: {code('/review')} again") if count > len(doubts) else None
    return (*(_doubt(doubt) for doubt in doubts), *((more,) if more else ()))


def _doubt(doubt: Doubt) -> Message:
    event = doubt.event
    wrong = LABELS.get(doubt.field, "The call itself").lower()
    lines = [f"{bold(f'No. {event.id}')}: somebody says that the {wrong} is wrong.", _call(event)]
    if doubt.note:
        lines.append(quote(short(doubt.note, NOTE)))
    lines.append(f"To set it right: {code(f'/fix {event.id} target = 25')}, or merge and split: /help merge")
    buttons = (Button("Right as it is", f"keep:{event.id}"), Button("Retract", f"retract:{event.id}"))
    return Message("\n".join(lines), (buttons,))


def reviewed(done: Reviewed) -> Message:
    """What an owner did, how the call is now, and who will see it."""
    seen = {0: "No message told of it.", 1: "1 message is being edited."}
    edits = seen.get(done.edits, f"{done.edits} messages are being edited.")
    return Message(f"{_DONE[done.what]}. {edits}\n{_call(done.event)}")


def refused(reason: str) -> Message:
    """Why an owner's wish can't be done, and what would work."""
    return Message(short(reason, NOTE))


def _call(event: RatingEvent) -> str:
    told = [f"{LABELS[field]}: {words}" for field in FLAGGED if (words := value(event.call, field))]
    return f"{bold(cashtag(event.ticker))} {line(event)}\n{' · '.join(told)}"
