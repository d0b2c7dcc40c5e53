"""What alerts and digests alike may say below their calls."""

from messages.html import italic
from messages.tongue import tr, trn


def may_repeat() -> str:
    """That an earlier try to send the message may have arrived."""
    return italic(tr("Sent again because the first try got no answer: you may see this twice."))


def more_calls(count: int) -> str:
    """How many calls had no room."""
    return trn("… and {count} more call: /latest", "… and {count} more calls: /latest", count)
