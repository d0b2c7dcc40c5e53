"""What can go wrong on the way to a chat; each class is a different decision of the sender."""


class TransportError(Exception):
    """Something went wrong before the message was taken: try again later."""

    def __init__(self, chat_id: int, reason: str) -> None:
        super().__init__(f"chat {chat_id}: {reason}")
        self.chat_id = chat_id
        self.reason = reason


class DoubtfulError(TransportError):
    """The message may have been taken although no answer came: a repeat is possible."""


class RefusedError(TransportError):
    """This message will never be taken: bad markup, too long."""


class ChatGoneError(TransportError):
    """The chat can't be reached any more: blocked, kicked, deleted."""


class ChatShutError(TransportError):
    """The chat can't be written to, though nobody said no: not found, or no right to write. It may pass."""


class TopicLostError(TransportError):
    """The forum topic is closed or gone: write to its chat."""


class ChatMovedError(TransportError):
    """The group became a supergroup: follow it."""

    def __init__(self, chat_id: int, new_chat_id: int) -> None:
        super().__init__(chat_id, f"moved to {new_chat_id}")
        self.new_chat_id = new_chat_id


class SlowDownError(TransportError):
    """Too many messages: wait ``seconds`` before the next one to this chat."""

    def __init__(self, chat_id: int, seconds: float) -> None:
        super().__init__(chat_id, f"told to wait {seconds:g} s")
        self.seconds = seconds
