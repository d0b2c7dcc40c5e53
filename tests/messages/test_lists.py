"""What a chat watches, and what became of a wish to change it."""

import datetime as dt

from messages.html import plain
from messages.lists import unwatch_changed, watch_changed, watchlist
from messages.model import LIMIT
from messages.views import Suggestion, Unknown, WatchChange, WatchRow
from tests.messages.builders import event

UNTIL = dt.datetime(2025, 12, 1, 9, 30, tzinfo=dt.UTC)
CALL = event({"ticker": "CIFR", "firm": "Citi", "rating_action": "upgrade", "rating_current": "Buy"})
CIFR = WatchRow(ticker="CIFR", name="Cipher Mining", last=CALL)
RIOT = WatchRow(ticker="RIOT", name="Riot Platforms")
CLSK = Suggestion(ticker="CLSK", name="CleanSpark")


def test_watchlist() -> None:
    """Each stock stands with its last known call and until when it is muted."""
    quiet = WatchRow(ticker="RIOT", name="Riot Platforms", muted_until=UNTIL)
    (message,) = watchlist([CIFR, quiet])
    assert plain(message.html).splitlines() == [
        "You watch 2 stocks",
        "",
        "$CIFR · Cipher Mining",
        "    ⬆️ upgrade by Citi, 24 Nov 2025",
        "$RIOT · Riot Platforms · 🔕 until 1 Dec 2025, 09:30 UTC",
        "    no call known yet",
        "",
        "Look one up: /rating CIFR · Remove it: /unwatch CIFR",
    ]


def test_empty_watchlist() -> None:
    """An empty list says how to fill it."""
    (message,) = watchlist([])
    assert plain(message.html) == "You watch nothing yet. Try /watch CIFR, or several: /watch CIFR RIOT"


def test_long_watchlist() -> None:
    """A list longer than a message comes in several, and leaves nothing out."""
    messages = watchlist([WatchRow(ticker=f"T{n}", name="A Company Of Some Name, Inc.") for n in range(200)])
    assert len(messages) > 1
    assert all(len(message.html) <= LIMIT for message in messages)
    assert sum(plain(message.html).count("no call known yet") for message in messages) == 200


def test_watch_changed() -> None:
    """Of every stock asked for it says what became of it, and of unknown ones what would work."""
    change = WatchChange(
        added=(CIFR,),
        already=(RIOT,),
        refused=(CLSK,),
        unknown=(Unknown(words="CLKS", suggestions=(CLSK,)), Unknown(words="zzz")),
        count=2,
        limit=2,
    )
    (message,) = watch_changed(change)
    assert plain(message.html).splitlines() == [
        "Watching 2 stocks now",
        "",
        "❓ I know no “CLKS”. Did you mean CLSK (CleanSpark)? Then send /watch CLSK",
        "❓ I know no US stock called “zzz”. Send its ticker, as in /watch CIFR",
        "🚫 $CLSK · CleanSpark: the list is full",
        "✅ $CIFR · Cipher Mining",
        "    ⬆️ upgrade by Citi, 24 Nov 2025",
        "☑️ $RIOT · Riot Platforms: watched already",
        "",
        "2 of 2 places taken · /watchlist",
        "To make room: /unwatch TICKER",
    ]


def test_nothing_added() -> None:
    """A wish that changed nothing says so."""
    change = WatchChange(unknown=(Unknown(words="zzz"),), count=1, limit=200)
    (message,) = watch_changed(change)
    assert plain(message.html).startswith("Watching 1 stock as before\n")


def test_unwatch_changed() -> None:
    """Of every stock it says whether it was removed, and how to take that back."""
    change = WatchChange(removed=(CIFR, RIOT), absent=(CLSK,), count=3, limit=200)
    message = unwatch_changed(change)
    assert [button.data for row in message.buttons for button in row] == ["watch:CIFR RIOT"]
    assert plain(message.html).splitlines() == [
        "Watching 3 stocks now",
        "",
        "✅ $CIFR · Cipher Mining: removed",
        "✅ $RIOT · Riot Platforms: removed",
        "☑️ $CLSK · CleanSpark: was not watched",
        "",
        "/watchlist shows the rest",
    ]


def test_all_unwatched() -> None:
    """Who watches nothing more is told how to begin again."""
    lines = plain(unwatch_changed(WatchChange(removed=(CIFR,), count=0, limit=200)).html).splitlines()
    assert lines[0] == "Watching nothing now"
    assert "Begin again with /watch CIFR" in lines
