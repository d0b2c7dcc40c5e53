"""Telegram's front door: an update comes in, a service is asked, a message goes out."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from handlers import lookup, outlets, preferences, review, start, watchlist
from handlers.ask import Answer, Ask
from messages.views import CommandHelp

Handler = Callable[[Ask], Awaitable[Answer]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """One command: what runs, and how it is told of.

    ``changes``: in groups only admins may use it; ``owners``: nobody but the bot's owners may; ``exit``: also for
    those who may not use the bot any more.
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

    def guide(self) -> CommandHelp:
        """The command as /help tells of it."""
        audience = "owners" if self.owners else "everyone"
        return CommandHelp(
            name=self.name, usage=self.usage, summary=self.summary, examples=self.examples, audience=audience
        )


# The one table behind routing, /help, the bot's menu and the docs.
COMMANDS = (
    Command(
        name="start", run=start.start, usage="/start", summary="Say hello; alerts on again after /stop", changes=True
    ),
    Command(
        name="help",
        run=start.show_help,
        usage="/help [command]",
        summary="What the bot can do",
        examples=("/help", "/help watch"),
    ),
    Command(
        name="watch",
        run=watchlist.watch,
        usage="/watch TICKER …",
        summary="Get alerts on these stocks",
        examples=("/watch CIFR RIOT", "/watch $clsk, Marathon Digital"),
        aliases=("add",),
        changes=True,
    ),
    Command(
        name="unwatch",
        run=watchlist.unwatch,
        usage="/unwatch TICKER … | all",
        summary="No more alerts on these stocks",
        examples=("/unwatch CIFR", "/unwatch all"),
        aliases=("remove",),
        changes=True,
    ),
    Command(
        name="watchlist",
        run=watchlist.show_list,
        usage="/watchlist",
        summary="What you watch, each with its newest call",
        aliases=("list",),
    ),
    Command(
        name="rating",
        run=lookup.rating,
        usage="/rating TICKER …",
        summary="Each firm's latest call on a stock",
        examples=("/rating CIFR", "/rating Cipher Mining"),
    ),
    Command(
        name="target",
        run=lookup.target,
        usage="/target TICKER …",
        summary="Each firm's latest price target",
        examples=("/target CIFR RIOT",),
    ),
    Command(
        name="latest",
        run=lookup.latest,
        usage="/latest [n]",
        summary="The newest calls on any stock",
        examples=("/latest", "/latest 20"),
    ),
    Command(
        name="why",
        run=lookup.explain_last,
        usage="/why [TICKER …]",
        summary="The words behind a call, and why you got it",
        examples=("/why", "/why CIFR"),
    ),
    Command(
        name="quiet",
        run=preferences.quiet,
        usage="/quiet [FROM-TO [hold | silent] | off]",
        summary="Hours in which alerts wait or make no sound",
        examples=("/quiet 22:00-07:00 hold", "/quiet 23:00-06:30 silent", "/quiet off"),
        changes=True,
    ),
    Command(
        name="digest",
        run=preferences.digest,
        usage="/digest [daily TIME | weekly DAY TIME | now | off]",
        summary="The calls on your stocks in one message",
        examples=("/digest daily 08:00", "/digest weekly Mon 08:00", "/digest now"),
        changes=True,
    ),
    Command(
        name="limit",
        run=preferences.limit,
        usage="/limit [NUMBER | off]",
        summary="At most so many alerts a day",
        examples=("/limit 5", "/limit off"),
        changes=True,
    ),
    Command(
        name="timezone",
        run=preferences.timezone,
        usage="/timezone [CITY | ZONE]",
        summary="Whose clocks quiet hours and digests go by",
        examples=("/timezone Berlin", "/timezone America/New_York"),
        changes=True,
    ),
    Command(
        name="pause",
        run=preferences.pause,
        usage="/pause",
        summary="Keep alerts until /resume",
        changes=True,
    ),
    Command(
        name="resume",
        run=preferences.resume,
        usage="/resume",
        summary="Send what was kept in one message, and alerts as before",
        changes=True,
    ),
    Command(name="status", run=start.status, usage="/status", summary="How fresh the feeds are"),
    Command(name="privacy", run=start.privacy, usage="/privacy", summary="What is stored about you", exit=True),
    Command(
        name="my_data",
        run=start.my_data,
        usage="/my_data",
        summary="All that is stored about this chat, as a file",
        changes=True,
        exit=True,
    ),
    Command(
        name="delete_my_data",
        run=start.delete,
        usage="/delete_my_data",
        summary="Delete everything about this chat",
        changes=True,
        exit=True,
    ),
    Command(name="stop", run=start.stop, usage="/stop", summary="No alerts until /start", changes=True, exit=True),
    Command(
        name="wrong",
        run=review.wrong,
        usage="/wrong [TICKER what is right]",
        summary="Say that something in an alert is wrong",
        examples=("/wrong", "/wrong CIFR the target is $25"),
    ),
    Command(name="review", run=review.show_queue, usage="/review", summary="What people say is wrong", owners=True),
    Command(
        name="fix",
        run=review.fix,
        usage="/fix NUMBER FIELD = VALUE",
        summary="Set a call right; every message is edited",
        examples=("/fix 12 target = 25", "/fix 12 prior rating = Neutral"),
        owners=True,
    ),
    Command(
        name="retract",
        run=review.retract,
        usage="/retract NUMBER",
        summary="There was no such call",
        examples=("/retract 12",),
        owners=True,
    ),
    Command(
        name="merge",
        run=review.merge,
        usage="/merge NUMBER OTHER",
        summary="Two calls are one",
        examples=("/merge 12 15",),
        owners=True,
    ),
    Command(
        name="split",
        run=review.split,
        usage="/split NUMBER SOURCE",
        summary="One of a call's sources tells of another",
        examples=("/split 12 2",),
        owners=True,
    ),
    Command(
        name="feeds",
        run=outlets.show_feeds,
        usage="/feeds [FEED | opml]",
        summary="How the feeds fare, each with its health",
        examples=("/feeds", "/feeds 3", "/feeds opml"),
        owners=True,
    ),
    Command(
        name="addfeed",
        run=outlets.add,
        usage="/addfeed ADDRESS [NAME]",
        summary="Find a page's feed, try it, and add it",
        examples=("/addfeed example.com/markets", "/addfeed https://example.com/{ticker}.rss Example"),
        owners=True,
    ),
    Command(
        name="removefeed",
        run=outlets.remove,
        usage="/removefeed FEED",
        summary="Look at a feed no more",
        examples=("/removefeed 3",),
        owners=True,
    ),
    Command(
        name="testfeed",
        run=outlets.test,
        usage="/testfeed FEED | ADDRESS",
        summary="What a feed holds now, and what is read of it",
        examples=("/testfeed 3", "/testfeed example.com/markets"),
        owners=True,
    ),
    Command(
        name="pollnow",
        run=outlets.poll,
        usage="/pollnow [FEED]",
        summary="Look at a feed now, or at all of them",
        examples=("/pollnow 3", "/pollnow"),
        owners=True,
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Press:
    """A button: the word its data begins with, and what runs."""

    name: str
    run: Handler
    changes: bool = False
    owners: bool = False
    exit: bool = False


PRESSES = (
    Press(name="history", run=lookup.history),
    Press(name="why", run=lookup.explain),
    Press(name="mute", run=watchlist.mute, changes=True),
    Press(name="unmute", run=watchlist.unmute, changes=True),
    Press(name="watch", run=watchlist.watch, changes=True),
    Press(name="rating", run=lookup.rating),
    Press(name="target", run=lookup.target),
    Press(name="quiet", run=preferences.quiet, changes=True),
    Press(name="digest", run=preferences.digest, changes=True),
    Press(name="limit", run=preferences.limit, changes=True),
    Press(name="timezone", run=preferences.timezone, changes=True),
    Press(name="pause", run=preferences.pause, changes=True),
    Press(name="resume", run=preferences.resume, changes=True),
    Press(name="delete", run=start.confirm, changes=True, exit=True),
    Press(name="wrong", run=review.wrong_alert),
    Press(name="flag", run=review.flag),
    Press(name="keep", run=review.keep, owners=True),
    Press(name="retract", run=review.retract, owners=True),
    Press(name="feeds", run=outlets.turn, owners=True),
    Press(name="feed", run=outlets.card, owners=True),
    Press(name="feedtest", run=outlets.test, owners=True),
    Press(name="feedpoll", run=outlets.poll, owners=True),
    Press(name="feedoff", run=outlets.remove, owners=True),
    Press(name="feedon", run=outlets.restore, owners=True),
    Press(name="feedadd", run=outlets.accept, owners=True),
    Press(name="feeddrop", run=outlets.decline, owners=True),
    Press(name="feedopml", run=outlets.export, owners=True),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sending:
    """A file that is sent without a command: what its name ends with, and what runs."""

    endings: tuple[str, ...]
    run: Handler
    changes: bool = False
    owners: bool = False
    exit: bool = False


SENDINGS = (Sending(endings=(".opml", ".xml"), run=outlets.take_list, owners=True),)
