"""The few things of the outside world that services lean on, as Protocols."""

import datetime as dt
from collections.abc import Callable, Mapping
from typing import ParamSpec, Protocol, TypeVar

from feeds.model import Fetched, Unchanged, Validators
from messages.model import Message

P = ParamSpec("P")
T = TypeVar("T")


class Clock(Protocol):
    """The one source of time; asked once per unit of work, its answer is passed down."""

    def now(self) -> dt.datetime:
        """The wall clock: aware, UTC."""

    def monotonic(self) -> float:
        """Seconds that never jump."""

    async def sleep(self, seconds: float) -> None:
        """Come back after so many seconds."""


class Transport(Protocol):
    """What carries a message to a chat. Raises the TransportErrors of services.errors."""

    async def send(
        self,
        chat_id: int,
        message: Message,
        *,
        thread_id: int | None = None,
        silent: bool = False,
        reply_to: int | None = None,
    ) -> int:
        """Send it and give the id under which it can be edited; a reply to a message that is gone stands alone."""

    async def edit(self, chat_id: int, message_id: int, message: Message) -> None:
        """Replace a sent message without a ping; one that is unchanged or gone is no error."""


class Outlets(Protocol):
    """The way to the outlets. Raises the FeedErrors of feeds.errors."""

    async def fetch(self, url: str, validators: Validators) -> Fetched | Unchanged:
        """A feed's body, unless it is what the validators know."""

    async def page(self, url: str) -> Fetched:
        """An article's page."""

    async def tell(self, url: str, form: Mapping[str, str]) -> None:
        """Send a form; that it was taken is all that comes back."""


class Workshop(Protocol):
    """A place for work on bytes from outside, where it can neither stall nor kill the bot."""

    async def do(self, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """The answer of ``work(...)``, or its exception; raises feeds.workshop.WorkshopError where there is none."""
