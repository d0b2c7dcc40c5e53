"""What stands in the tables behind the front door: commands, buttons, files."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from handlers.ask import Answer, Ask
from messages.views import CommandHelp

Handler = Callable[[Ask], Awaitable[Answer]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """One command: what runs, and how it is told of.

    ``changes``: in groups only admins may use it; ``owners``: nobody but the bot's owners may; ``exit``: also for
    those who may not use the bot any more; ``own``: about the chat that it is sent in, whatever place is looked after
    from there.
    """

    name: str
    run: Handler
    usage: str
    summary: str
    examples: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    changes: bool = False
    owners: bool = False
    exit: bool = False
    own: bool = False

    @property
    def elsewhere(self) -> bool:
        """Whether it can be about a channel or group that is looked after from a private chat."""
        return not (self.own or self.owners or self.exit)

    def guide(self) -> CommandHelp:
        """The command as /help tells of it."""
        audience = "owners" if self.owners else "everyone"
        return CommandHelp(
            name=self.name, usage=self.usage, summary=self.summary, examples=self.examples, audience=audience
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Press:
    """A button: the word its data begins with, and what runs."""

    name: str
    run: Handler
    changes: bool = False
    owners: bool = False
    exit: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Sending:
    """A file that is sent without a command: what its name ends with, and what runs."""

    endings: tuple[str, ...]
    run: Handler
    changes: bool = False
    owners: bool = False
    exit: bool = False
