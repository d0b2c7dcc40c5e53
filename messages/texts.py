"""The answers that tell of the bot itself: greeting, help, privacy, status, and what to send when something failed."""

from collections.abc import Sequence
from itertools import groupby

from messages.fields import stock
from messages.fit import fit
from messages.html import bold, code, escape, short
from messages.lists import unknown
from messages.model import Button, Message
from messages.tongue import tr
from messages.views import CommandHelp, Suggestion, Unknown

_NAME = 60
_AUDIENCES = {"everyone": "For everyone", "admins": "For admins of a group", "owners": "For the owners of this bot"}
_LIMITS = "Honest limits: feeds can be late or miss calls, and I only know what I have read. Not investment advice."


def welcome() -> Message:
    """The answer to /start: what the bot does and what to type first."""
    return Message(
        f"👋 I tell you when analysts upgrade, downgrade or set a new price target on your stocks.\n"
        f"Begin with {code('/watch CIFR RIOT')}: alerts then come by themselves.\n"
        f"Look one up with {code('/rating CIFR')}; /help shows the rest."
    )


def help_overview(commands: Sequence[CommandHelp]) -> Message:
    """Every command with its summary, those for everyone first."""
    groups = []
    ranked = sorted(commands, key=lambda command: _rank(command.audience))
    for audience, group in groupby(ranked, key=lambda command: command.audience):
        lines = [f"/{command.name} · {escape(command.summary)}" for command in group]
        groups.append("\n".join(lines if audience == "everyone" else [bold(_audience(audience)), *lines]))
    more = f"More on one of them: {code('/help watch')}. A ticker alone, like {code('CIFR')}, gives its card."
    return Message(fit(bold("What you can send me"), groups, f"{more}\n\n{_LIMITS}", gap="\n\n", left=_left))


def help_one(command: CommandHelp) -> Message:
    """One command: what it does, how it is written, examples."""
    lines = [code(escape(command.usage)), escape(command.summary)]
    if command.examples:
        lines += ["", bold("Examples"), *(code(escape(example)) for example in command.examples)]
    if command.audience != "everyone":
        lines += ["", f"{_audience(command.audience)}."]
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
        "Delete all I keep of this chat: the stocks it watches, its mutes and its alerts? This can't be undone.",
        ((Button("Delete everything", "delete:yes"), Button("Keep it", "delete:no")),),
    )


def deleted() -> Message:
    """The receipt after a deletion."""
    return Message("Done: nothing about this chat is kept any more. To begin anew, send /start")


def kept() -> Message:
    """The answer to a deletion that was called off."""
    return Message("Nothing was deleted. /watchlist shows what you watch.")


def stopped() -> Message:
    """The answer to /stop."""
    return Message(
        "Alerts are off; your watchlist is kept. /start turns them on again, /delete_my_data removes it all."
    )


def not_allowed(user_id: int) -> Message:
    """That this bot is not open to the person, and what its host can do about it."""
    return Message(
        f"This bot is private. Your user id is {code(str(user_id))}.\n"
        f"To let you in, its host adds that number to {code('allowed')} or {code('owners')} "
        f"under {code('[telegram]')} in the settings and restarts the bot."
    )


def admins_only() -> Message:
    """That only admins of a group change its settings."""
    return Message(
        f"In a group only its admins change what is watched. Looking up works for all: {code('/rating CIFR')}"
    )


def owners_only() -> Message:
    """That only the bot's owners may do this."""
    return Message(f"Only the owners of this bot can do that. To tell them that something is wrong: {code('/wrong')}")


def need_words(usage: str, example: str) -> Message:
    """That a command needs to know what it is about."""
    return Message(f"Which one? Write {code(escape(usage))}, for example {code(escape(example))}")


def unknown_ticker(words: str, suggestions: Sequence[Suggestion]) -> Message:
    """That words name no stock we know, and what may have been meant."""
    return Message(f"❓ {unknown(Unknown(words=words, suggestions=tuple(suggestions)), command='rating')}")


def next_ones(command: str) -> Message:
    """That only the first of many stocks were answered, and what asks for the next."""
    return Message(f"That is as many as I answer at once. For the next: {code(escape(command))}")


def no_calls_yet(ticker: str, name: str) -> Message:
    """That nothing is stored about a stock."""
    return Message(
        f"No analyst calls on {stock(ticker, name)} so far: I know only those published since I began to read.\n"
        f"To hear of the next one: {code('/watch ' + short(ticker, _NAME))}"
    )


def oops() -> Message:
    """That the fault is ours."""
    return Message("Something went wrong on my side, and it was noted. Please try again; /status tells how I fare.")


def not_understood() -> Message:
    """The answer to text that is neither command nor stock."""
    return Message(f"I did not understand that. Send a ticker like {code('CIFR')}, or /help for all I can do.")


def _audience(audience: str) -> str:
    return _AUDIENCES.get(audience, f"For {short(audience, _NAME)}")


def _rank(audience: str) -> int:
    return list(_AUDIENCES).index(audience) if audience in _AUDIENCES else len(_AUDIENCES)


def _left(count: int) -> str:
    return f"… and {count} more"
