"""What is said, once, to those who ask for too much."""

from messages.model import Message
from messages.tongue import tr


def too_fast() -> Message:
    """That there are too many questions at once."""
    return Message(tr("That is faster than I can answer. Please wait a minute; alerts come all the same."))
