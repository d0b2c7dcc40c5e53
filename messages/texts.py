"""The answers that tell of the bot itself: greeting, help, privacy, and what to send when something failed."""

from collections.abc import Sequence
from itertools import groupby

from messages.fields import stock
from messages.fit import fit
from messages.html import bold, clip, code, escape, short
from messages.lists import unknown
from messages.model import Button, Message
from messages.tongue import mark, tr
from messages.usage import usage
from messages.views import CommandHelp, Suggestion, Unknown

_NAME = 60
_MEANT = 3
_AUDIENCES = {
    "everyone": mark("For everyone"),
    "owners": mark("For the owners of this bot"),
}


def welcome() -> Message:
    """The answer to /start: what the bot does, what to type first, and what there is to look at."""
    lines = (
        tr("👋 I tell you when analysts upgrade, downgrade or set a new price target on your stocks."),
        tr("Begin with {command}: alerts then come by themselves.", command=code("/watch CIFR RIOT")),
        tr("Look one up with {command}; /help shows the rest.", command=code("/rating CIFR")),
    )
    doors = (
        Button(tr("🧪 Sample"), "sample:"),
        Button(tr("🌐 Language"), "language:"),
        Button(tr("⚙️ Settings"), "settings:"),
    )
    return Message("\n".join(lines), (doors,))


def help_overview(commands: Sequence[CommandHelp]) -> Message:
    """Every command with its summary, those for everyone first."""
    groups = []
    ranked = sorted(commands, key=lambda command: _rank(command.audience))
    for audience, group in groupby(ranked, key=lambda command: command.audience):
        lines = [f"/{command.name} · {escape(tr(command.summary))}" for command in group]
        groups.append("\n".join(lines if audience == "everyone" else [bold(_audience(audience)), *lines]))
    more = tr(
        "More on one of them: {help}. A ticker alone, like {ticker}, gives its card.",
        help=code("/help watch"),
        ticker=code("CIFR"),
    )
    limits = tr(
        "Honest limits: feeds can be late or miss calls, and I only know what I have read. Not investment advice."
    )
    return Message(fit(bold(tr("What you can send me")), groups, f"{more}\n\n{limits}", gap="\n\n"))


def help_one(command: CommandHelp) -> Message:
    """One command: what it does, how it is written, examples."""
    lines = [usage(command.usage), escape(tr(command.summary))]
    if command.examples:
        lines += ["", bold(tr("Examples")), *(code(escape(example)) for example in command.examples)]
    if command.audience != "everyone":
        lines += ["", f"{_audience(command.audience)}."]
    return Message("\n".join(lines))


def about(version: str) -> Message:
    """Which version this is, what it is and is not."""
    lines = (
        bold(tr("Ratingwire {version}", version=short(version, _NAME))),
        tr("I read public feeds and tell of analyst calls, each with its sources. I am free software, run by my host."),
        tr("Not investment advice. /privacy tells what is stored, /status how I fare."),
    )
    return Message("\n".join(lines))


def privacy() -> Message:
    """What is kept of a person, and how to get rid of it."""
    parts = (
        bold(tr("Privacy")),
        tr(
            "I keep of you: this chat's id and kind, the stocks it watches, what you muted, how you want alerts to "
            "come, and which were sent here, so that none comes twice. Of what you write only notes behind /wrong are "
            "kept."
        ),
        tr(
            "Besides: lists you shared by a link or were asked about, and which channels and groups you look after "
            "from here, with their titles."
        ),
        tr(
            "Names and phone numbers are not stored, and nothing is passed on. The data lies with whoever hosts this "
            "bot; your messages travel through Telegram."
        ),
        tr(
            "/my_data shows all of it. /delete_my_data removes it at once; daily copies that the host may keep lose it "
            "as new ones take their place. /stop only ends the alerts."
        ),
    )
    return Message("\n".join(parts))


def confirm_delete() -> Message:
    """The question before everything about a chat is deleted."""
    return Message(
        tr("Delete all I keep of this chat: the stocks it watches, its mutes and its alerts? This can't be undone."),
        ((Button(tr("Delete everything"), "delete:yes"), Button(tr("Keep it"), "delete:no")),),
    )


def deleted() -> Message:
    """The receipt after a deletion."""
    return Message(tr("Done: nothing about this chat is kept any more. To begin anew, send /start"))


def kept() -> Message:
    """The answer to a deletion that was called off."""
    return Message(tr("Nothing was deleted. /watchlist shows what you watch."))


def stopped() -> Message:
    """The answer to /stop."""
    return Message(
        tr("Alerts are off; your watchlist is kept. /start turns them on again, /delete_my_data removes it all.")
    )


def not_allowed(user_id: int) -> Message:
    """That this bot is not open to the person, and what its host can do about it."""
    lines = (
        tr("This bot is private. Your user id is {number}.", number=code(str(user_id))),
        tr(
            "To let you in, its host adds that number to {allowed} or {owners} under {section} in the settings and "
            "restarts the bot.",
            allowed=code("allowed"),
            owners=code("owners"),
            section=code("[telegram]"),
        ),
    )
    return Message("\n".join(lines))


def admins_only() -> Message:
    """That only admins of a group change its settings."""
    text = tr(
        "In a group only its admins change what is watched. Looking up works for all: {example}",
        example=code("/rating CIFR"),
    )
    return Message(text)


def owners_only() -> Message:
    """That only the bot's owners may do this."""
    text = tr(
        "Only the owners of this bot can do that. To tell them that something is wrong: {command}",
        command=code("/wrong"),
    )
    return Message(text)


def need_words(written: str, example: str) -> Message:
    """That a command needs to know what it is about."""
    shown = code(escape(example))
    return Message(tr("Which one? Write {usage}, for example {example}", usage=usage(written), example=shown))


def unknown_ticker(words: str, suggestions: Sequence[Suggestion]) -> Message:
    """That words name no stock we know, and what may have been meant."""
    meant = tuple(Button(clip(one.ticker, _NAME), f"rating:{one.ticker}") for one in suggestions[:_MEANT])
    text = unknown(Unknown(words=words, suggestions=tuple(suggestions)), command="rating")
    return Message(f"❓ {text}", (meant,) if meant else ())


def no_alert() -> Message:
    """That words which are for alerts were written in reply to something else."""
    return Message(
        tr("That works in reply to an alert. Of any stock: {why}, {history}, {mute}",
           why=code("/why CIFR"), history=code("/history CIFR"), mute=code("/mute CIFR 7d"))
    )  # fmt: skip


def next_ones(command: str) -> Message:
    """That only the first of many stocks were answered, and what asks for the next."""
    again = code(escape(command))
    return Message(tr("That is as many as I answer at once. For the next: {command}", command=again))


def no_calls_yet(ticker: str, name: str) -> Message:
    """That nothing is stored about a stock."""
    none = tr(
        "No analyst calls on {stock} so far: I know only those published since I began to read.",
        stock=stock(ticker, name),
    )
    more = tr("To hear of the next one: {command}", command=code("/watch " + short(ticker, _NAME)))
    return Message(f"{none}\n{more}")


def oops() -> Message:
    """That the fault is ours."""
    return Message(tr("Something went wrong on my side, and it was noted. Please try again; /status tells how I fare."))


def not_understood() -> Message:
    """The answer to text that is neither command nor stock."""
    text = tr("I did not understand that. Send a ticker like {ticker}, or /help for all I can do.", ticker=code("CIFR"))
    return Message(text)


def _audience(audience: str) -> str:
    return tr(_AUDIENCES[audience])


def _rank(audience: str) -> int:
    return list(_AUDIENCES).index(audience)
