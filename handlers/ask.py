"""What a person asks, freed of Telegram, and whom a handler may turn to."""

import datetime as dt
from dataclasses import dataclass

from handlers.documents import Paper
from messages.model import Message
from messages.views import CommandHelp
from services.companies import Companies
from services.lookup import Lookup
from services.outlets import Roster
from services.personal import Personal
from services.ports import Clock
from services.preferences import PreferenceKeeper
from services.review import Review
from services.watchlist import Watchlist


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """The services behind the front door, and the commands as /help tells of them."""

    watchlist: Watchlist
    lookup: Lookup
    companies: Companies
    review: Review
    outlets: Roster
    preferences: PreferenceKeeper
    personal: Personal
    clock: Clock
    guide: tuple[CommandHelp, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """One command or pressed button: where it came from, the words behind it, and the message it replies to.

    ``paper`` is the file that was sent with it, or that it replies to.
    """

    desk: Desk
    chat_id: int
    user_id: int
    words: str
    reply_to: int | None = None
    paper: Paper | None = None

    @property
    def private(self) -> bool:
        """Whether nobody else reads the answer."""
        return self.chat_id == self.user_id

    @property
    def now(self) -> dt.datetime:
        """When it is answered."""
        return self.desk.clock.now()


@dataclass(frozen=True, slots=True)
class Answer:
    """What to send back, and for a button the few words that pop up (at most 200 characters).

    ``instead``: the first message replaces the one whose button was pressed.
    """

    messages: tuple[Message, ...] = ()
    toast: str = ""
    instead: bool = False


def answer(*messages: Message, toast: str = "") -> Answer:
    """An answer of these messages."""
    return Answer(messages, toast)
