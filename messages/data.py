"""What is kept of a chat, as a file."""

from messages.model import Attachment, Message
from messages.tongue import tr

NAME = "ratingwire-data.json"


def everything(content: bytes) -> Message:
    """The file with all that is kept."""
    text = tr("This is all that I keep of this chat. /delete_my_data removes it, /privacy tells what it is for.")
    return Message(text, attachment=Attachment(name=NAME, content=content))
