"""What a person asks, freed of Telegram, and whom a handler may turn to."""

import datetime as dt
from dataclasses import dataclass

from handlers.documents import Paper
from handlers.doors import Door
from messages.model import Message
from messages.views import CommandHelp
from services.backtest import Backtest
from services.charts import Charts
from services.companies import Companies
from services.exports import Exports
from services.imports import Imports
from services.inquiry import Inquiry
from services.languages import Languages
from services.lookup import Lookup
from services.mutes import Muter
from services.names import Names
from services.outlets import Roster
from services.personal import Personal
from services.places import Places
from services.ports import Clock
from services.preferences import PreferenceKeeper
from services.recent import Recent
from services.review import Review
from services.samples import Sampler
from services.search import Search
from services.sharing import Sharing
from services.watchlist import Watchlist
from services.wishes import WishKeeper


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """The services behind the front door, and the commands as /help tells of them."""

    watchlist: Watchlist
    lookup: Lookup
    inquiry: Inquiry
    charts: Charts
    names: Names
    search: Search
    recent: Recent
    companies: Companies
    review: Review
    outlets: Roster
    preferences: PreferenceKeeper
    wishes: WishKeeper
    mutes: Muter
    backtest: Backtest
    samples: Sampler
    languages: Languages
    personal: Personal
    imports: Imports
    exports: Exports
    sharing: Sharing
    places: Places
    clock: Clock
    guide: tuple[CommandHelp, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """One command or pressed button: where it came from, the words behind it, and the message it replies to.

    ``paper`` is the file that was sent with it, or that it replies to. ``chat_id`` is the chat that it is about: a
    channel that the person looks after, where it comes from their private chat. ``thread_id`` is the forum topic.
    """

    desk: Desk
    door: Door
    chat_id: int
    user_id: int
    words: str
    reply_to: int | None = None
    paper: Paper | None = None
    thread_id: int | None = None

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

    ``instead``: the first message replaces the one whose button was pressed. ``elsewhere`` are messages for other
    chats, sent before those that are the answer.
    """

    messages: tuple[Message, ...] = ()
    toast: str = ""
    instead: bool = False
    elsewhere: tuple[tuple[int, Message], ...] = ()


def answer(*messages: Message, toast: str = "") -> Answer:
    """An answer of these messages."""
    return Answer(messages, toast)
