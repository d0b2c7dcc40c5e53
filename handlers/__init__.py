"""Telegram's front door: an update comes in, a service is asked, a message goes out."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from handlers import (
    calls,
    charts,
    exports,
    filters,
    imports,
    language,
    lookup,
    mute,
    outlets,
    places,
    preferences,
    replies,
    review,
    search,
    settings,
    start,
    watchlist,
)
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


# The one table behind routing, /help, the bot's menu and the docs.
COMMANDS = (
    Command(
        name="start",
        run=start.start,
        usage="/start",
        summary="Say hello; alerts on again after /stop",
        changes=True,
        own=True,
    ),
    Command(
        name="help",
        run=start.show_help,
        usage="/help [command]",
        summary="What the bot can do",
        examples=("/help", "/help watch"),
        own=True,
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
        name="import",
        run=imports.take_in,
        usage="/import [LIST]",
        summary="Take in a list: pasted, or a file from a broker or watchlist site",
        examples=("/import CIFR, NASDAQ:RIOT, Cleanspark",),
        changes=True,
    ),
    Command(
        name="export",
        run=exports.export,
        usage="/export [csv | json | opml] [watchlist | history | all]",
        summary="Your list, or the calls on its stocks, as a file",
        examples=("/export csv", "/export json history", "/export opml"),
    ),
    Command(
        name="share",
        run=exports.share,
        usage="/share [off]",
        summary="A link by which others can add your list to theirs",
        examples=("/share", "/share off"),
        changes=True,
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
        name="consensus",
        run=lookup.show_consensus,
        usage="/consensus TICKER …",
        summary="Buy, hold, sell and targets taken together",
        examples=("/consensus CIFR", "/consensus CIFR RIOT"),
    ),
    Command(
        name="compare",
        run=lookup.side_by_side,
        usage="/compare TICKER TICKER …",
        summary="Two to four stocks side by side",
        examples=("/compare CIFR CLSK", "/compare CIFR CLSK RIOT MARA"),
    ),
    Command(
        name="history",
        run=calls.history,
        usage="/history TICKER … [n | 90d]",
        summary="All calls on a stock",
        examples=("/history CIFR", "/history CIFR 20", "/history CIFR 90d"),
    ),
    Command(
        name="chart",
        run=charts.chart,
        usage="/chart TICKER … [90d | 5y]",
        summary="A stock's price targets as a picture",
        examples=("/chart CIFR", "/chart CIFR 90d"),
    ),
    Command(
        name="latest",
        run=calls.latest,
        usage="/latest [n] [upgrade | downgrade | initiate | target] [24h] [mine | all]",
        summary="The newest calls, on any stock or on yours",
        examples=("/latest", "/latest 20 upgrade", "/latest target 24h mine"),
    ),
    Command(
        name="firm",
        run=calls.firm,
        usage="/firm NAME [TICKER]",
        summary="A firm's latest calls",
        examples=("/firm Cantor", '/firm "H.C. Wainwright" CIFR'),
    ),
    Command(
        name="analyst",
        run=calls.analyst,
        usage="/analyst NAME",
        summary="The latest calls that a person signed",
        examples=("/analyst Brett Knoblauch",),
    ),
    Command(
        name="search",
        run=search.search,
        usage="/search WORDS",
        summary="Stories by the words in them",
        examples=("/search hosting lease", '/search "price target" bitcoin'),
    ),
    Command(
        name="why",
        run=lookup.explain_last,
        usage="/why [TICKER …]",
        summary="The words behind a call, and why you got it",
        examples=("/why", "/why CIFR"),
    ),
    Command(
        name="filter",
        run=filters.filters,
        usage="/filter [TICKER …] [TERM …] | remove NUMBER | clear | test [DAYS] [TERM …]",
        summary="Which calls come: by action, firm, size, importance",
        examples=("/filter upgrade,downgrade", "/filter CIFR firm=Cantor change>=10", "/filter test 30d importance>=3"),
        aliases=("filters",),
        changes=True,
    ),
    Command(
        name="notify",
        run=filters.notify,
        usage="/notify [KIND=on | silent | digest | off …]",
        summary="Each kind with a sound, without, in the digest, or not",
        examples=("/notify", "/notify upgrade=on target=silent"),
        changes=True,
    ),
    Command(
        name="mute",
        run=mute.mute,
        usage="/mute [TICKER … | firm NAME | all] [8h | 7d | until DAY]",
        summary="Hear nothing of a stock, a firm, or anything for a while",
        examples=("/mute CIFR 8h", "/mute firm Cantor 7d", "/mute all until Mon"),
        aliases=("snooze",),
        changes=True,
    ),
    Command(
        name="unmute",
        run=mute.unmute,
        usage="/unmute [TICKER … | firm NAME | all]",
        summary="Hear of it again",
        examples=("/unmute CIFR", "/unmute all"),
        changes=True,
    ),
    Command(
        name="sample",
        run=filters.sample,
        usage="/sample",
        summary="An alert as it would look here, and whether it would come",
    ),
    Command(
        name="settings",
        run=settings.settings,
        usage="/settings",
        summary="Every setting in one panel",
        changes=True,
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
        name="language",
        run=language.language,
        usage="/language [LANGUAGE]",
        summary="The language I write in",
        examples=("/language de", "/language English"),
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
    Command(
        name="topic",
        run=places.topic,
        usage="/topic [here | off]",
        summary="Have alerts come into a topic of the group",
        examples=("/topic here", "/topic off"),
        changes=True,
    ),
    Command(
        name="connect",
        run=places.connect,
        usage="/connect",
        summary="Have alerts go to a channel or group of yours",
        own=True,
    ),
    Command(
        name="manage",
        run=places.manage,
        usage="/manage [NAME]",
        summary="Look after a channel or group from here",
        examples=("/manage", "/manage Mining desk"),
        own=True,
    ),
    Command(
        name="disconnect",
        run=places.disconnect,
        usage="/disconnect [NAME]",
        summary="Look after a channel or group no more",
        own=True,
    ),
    Command(
        name="cancel",
        run=places.cancel,
        usage="/cancel",
        summary="End what is under way",
        changes=True,
    ),
    Command(name="status", run=start.status, usage="/status", summary="How fresh the feeds are"),
    Command(
        name="about",
        run=start.about,
        usage="/about",
        summary="Which version this is, and whose",
        aliases=("version",),
        own=True,
    ),
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
    Press(name="card", run=lookup.switch),
    Press(name="consensus", run=lookup.show_consensus),
    Press(name="method", run=lookup.method),
    Press(name="calls", run=calls.history),
    Press(name="past", run=calls.turned(calls.history)),
    Press(name="newest", run=calls.turned(calls.latest)),
    Press(name="firm", run=calls.firm),
    Press(name="house", run=calls.turned(calls.firm)),
    Press(name="analyst", run=calls.analyst),
    Press(name="person", run=calls.turned(calls.analyst)),
    Press(name="seek", run=calls.turned(search.search)),
    Press(name="csv", run=calls.table),
    Press(name="chart", run=charts.chart),
    Press(name="why", run=lookup.explain),
    Press(name="mute", run=mute.mute_alert, changes=True),
    Press(name="unmute", run=mute.unmute, changes=True),
    Press(name="mutes", run=mute.change, changes=True),
    Press(name="filter", run=filters.filters, changes=True),
    Press(name="notify", run=filters.notify, changes=True),
    Press(name="sample", run=filters.sample),
    Press(name="settings", run=settings.settings, changes=True),
    Press(name="watch", run=watchlist.watch, changes=True),
    Press(name="unwatch", run=watchlist.unwatch, changes=True),
    Press(name="rating", run=lookup.rating),
    Press(name="target", run=lookup.target),
    Press(name="quiet", run=preferences.quiet, changes=True),
    Press(name="digest", run=preferences.digest, changes=True),
    Press(name="limit", run=preferences.limit, changes=True),
    Press(name="timezone", run=preferences.timezone, changes=True),
    Press(name="language", run=language.language, changes=True),
    Press(name="pause", run=preferences.pause, changes=True),
    Press(name="resume", run=preferences.resume, changes=True),
    Press(name="importadd", run=imports.add, changes=True),
    Press(name="importundo", run=imports.undo, changes=True),
    Press(name="importdrop", run=imports.drop, changes=True),
    Press(name="export", run=exports.export),
    Press(name="shareoff", run=exports.unshare, changes=True),
    Press(name="topic", run=places.topic, changes=True),
    Press(name="manage", run=places.manage),
    Press(name="disconnect", run=places.disconnect),
    Press(name="disconnectyes", run=places.let_go),
    Press(name="placesample", run=places.sample),
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


# What a reply to an alert may begin with.
REPLIES = (
    Press(name="mute", run=replies.mute_stocks, changes=True),
    Press(name="why", run=replies.why),
    Press(name="history", run=replies.history),
    Press(name="wrong", run=replies.wrong),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sending:
    """A file that is sent without a command: what its name ends with, and what runs."""

    endings: tuple[str, ...]
    run: Handler
    changes: bool = False
    owners: bool = False
    exit: bool = False


SENDINGS = (
    Sending(endings=(".opml", ".xml"), run=outlets.take_list, owners=True),
    Sending(endings=(".csv", ".tsv", ".txt", ".tab", ".json"), run=imports.take_file, changes=True),
    # said to be none, and how to save them as one
    Sending(endings=(".xlsx", ".xls", ".ods", ".numbers", ".pdf"), run=imports.take_file, changes=True),
)
