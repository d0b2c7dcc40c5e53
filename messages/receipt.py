"""Why a chat was told of a call, or wasn't."""

from collections.abc import Sequence

from messages.fields import cashtag
from messages.fit import fit
from messages.html import bold
from messages.model import Message
from messages.reasons import reason
from messages.times import moment, span
from messages.tongue import tr
from messages.views import Receipt


def receipts(rows: Sequence[Receipt]) -> Message:
    """A line for each call: when it was published, seen, sent, or why it wasn't."""
    return Message(fit(bold(tr("Why you did or did not get it")), [_line(row) for row in rows]))


def _line(row: Receipt) -> str:
    stock, published, seen = cashtag(row.ticker), moment(row.published), moment(row.seen)
    if row.sent is None:
        return tr(
            "{stock}: published {published}, seen {seen}. Not sent here: {reason}.",
            stock=stock,
            published=published,
            seen=seen,
            reason=reason(row.unsent),
        )
    return tr(
        "{stock}: published {published}, seen {seen}, sent here {sent}, {span} after publication, as you watch it.",
        stock=stock,
        published=published,
        seen=seen,
        sent=moment(row.sent),
        span=span(row.sent - row.published),
    )
