"""The answers that tell of the bot itself."""

import datetime as dt

import pytest

from messages import texts
from messages.html import plain
from messages.model import Message
from messages.views import CommandHelp, Suggestion
from tests.fakes.telegram_html import parse_html

NOW = dt.datetime(2025, 11, 24, 12, 0, tzinfo=dt.UTC)
WATCH = CommandHelp(
    name="watch", usage="/watch TICKER …", summary="Get alerts", examples=("/watch CIFR", "/watch $riot")
)
FEEDS = CommandHelp(name="feeds", usage="/feeds", summary="Where news come from", audience="owners")
FIXED = {
    "welcome": texts.welcome(),
    "privacy": texts.privacy(),
    "confirm": texts.confirm_delete(),
    "deleted": texts.deleted(),
    "kept": texts.kept(),
    "stopped": texts.stopped(),
    "admins": texts.admins_only(),
    "oops": texts.oops(),
    "not understood": texts.not_understood(),
    "help": texts.help_overview([WATCH, FEEDS]),
}


@pytest.mark.parametrize("message", FIXED.values(), ids=FIXED)
def test_fixed_texts_say_what_works(message: Message) -> None:
    """Every fixed answer parses and leads on: to a command or to buttons."""
    text, _ = parse_html(message.html)
    assert "/" in text or message.buttons


def test_welcome_is_short() -> None:
    """The greeting takes three lines."""
    assert len(plain(texts.welcome().html).splitlines()) == 3


def test_help_overview() -> None:
    """Help lists what everyone may do first, then the owners' part, and ends with the honest limits."""
    lines = plain(texts.help_overview([FEEDS, WATCH]).html).splitlines()
    order = ["/watch · Get alerts", "For the owners of this bot", "/feeds · Where news come from"]
    assert [line for line in lines if line in order] == order
    assert "Not investment advice." in lines[-1]


def test_help_one() -> None:
    """Help on one command shows its usage and examples, ready to copy."""
    text, entities = parse_html(texts.help_one(WATCH).html)
    assert text.splitlines() == ["/watch TICKER …", "Get alerts", "", "Examples", "/watch CIFR", "/watch $riot"]
    assert [entity["type"] for entity in entities] == ["code", "bold", "code", "code"]


def test_help_one_names_its_audience() -> None:
    """Help on a command for some says for whom it is."""
    assert plain(texts.help_one(FEEDS).html).endswith("For the owners of this bot.")


def test_private_bot() -> None:
    """A person who may not come in learns the number and what the host does with it."""
    text = plain(texts.not_allowed(4711).html)
    assert "4711" in text
    assert "[telegram]" in text


def test_need_words() -> None:
    """A command without its stock shows how it is written, ready to copy."""
    assert parse_html(texts.need_words("/rating TICKER …", "/rating CIFR").html)[0] == (
        "Which one? Write /rating TICKER …, for example /rating CIFR"
    )


def test_next_ones() -> None:
    """Who asked for more stocks than are answered at once gets the command for the next."""
    assert plain(texts.next_ones("/rating RIOT MARA").html).endswith("For the next: /rating RIOT MARA")


def test_unknown_ticker() -> None:
    """A slip of the finger is answered with what was meant."""
    meant = (Suggestion(ticker="CLSK", name="CleanSpark"), Suggestion(ticker="CLS", name="Celestica"))
    assert plain(texts.unknown_ticker("CLKS", meant).html) == (
        "❓ I know no “CLKS”. Did you mean CLSK (CleanSpark) or CLS (Celestica)? Then send /rating CLSK"
    )


def test_no_calls_yet() -> None:
    """A stock without calls says so and offers to watch it."""
    text = plain(texts.no_calls_yet("CIFR", "Cipher Mining").html)
    assert text.startswith("No analyst calls on $CIFR · Cipher Mining so far")
    assert text.endswith("/watch CIFR")


def test_confirm_delete_asks() -> None:
    """Deletion is asked for once, with a way back."""
    (row,) = texts.confirm_delete().buttons
    assert [button.data for button in row] == ["delete:yes", "delete:no"]
