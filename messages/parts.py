"""A message that is too long for one, as several."""

from dataclasses import replace

from messages.html import size, split
from messages.model import CAPTION_LIMIT, LIMIT, Message


def parts(message: Message) -> tuple[Message, ...]:
    """The messages to send one after the other; the last has the buttons.

    A text too long to stand under an attachment follows it.
    """
    if size(message.html) <= _limit(message):
        return (message,)
    *firsts, last = split(message.html)
    texts = (*(Message(html) for html in firsts), Message(last, message.buttons))
    return texts if message.attachment is None else (Message("", attachment=message.attachment), *texts)


def shortened(message: Message) -> Message:
    """As much of it as one message holds, for what can't become several: an edit."""
    if size(message.html) <= _limit(message):
        return message
    return replace(message, html=split(message.html, _limit(message))[0])


def _limit(message: Message) -> int:
    return LIMIT if message.attachment is None else CAPTION_LIMIT
