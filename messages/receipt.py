"""Why a chat was told of a call, or wasn't."""

from collections.abc import Sequence

from messages.fields import cashtag
from messages.fit import fit
from messages.html import bold
from messages.model import Message
from messages.reasons import reason
from messages.times import moment, span
from messages.views import Receipt


def receipts(rows: Sequence[Receipt]) -> Message:
    """A line for each call: when it was published, seen, sent, or why it wasn't."""
    return Message(fit(bold("Why you did or did not get it"), [_line(row) for row in rows], left=_left))


def _line(row: Receipt) -> str:
    seen = f"{cashtag(row.ticker)}: published {moment(row.published)}, seen {moment(row.seen)}"
    if row.sent is None:
        return f"{seen}. Not sent here: {reason(row.unsent)}."
    return f"{seen}, sent here {moment(row.sent)}, {span(row.sent - row.published)} after publication, as you watch it."


def _left(count: int) -> str:
    return f"… and {count} more"
