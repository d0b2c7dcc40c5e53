"""The panel from which every setting is reached, and the doors behind it."""

from collections.abc import Sequence

from messages.fields import cashtag
from messages.filters import statement
from messages.fit import fit
from messages.html import bold, code, escape
from messages.lists import watched
from messages.model import Button, Message
from messages.pages import Again, cut, turns
from messages.panels import Row, in_rows, panel
from messages.tongue import tr, trn
from messages.views import DeliveryView, WatchRow
from messages.wish_views import WishView

_NAMED = 24  # stocks on a page
_IN_A_ROW = 4


def settings(wishes: WishView, delivery: DeliveryView, tickers: Sequence[str]) -> Message:
    """What comes, in plain language, and a door to each part."""
    head = f"{bold(tr('⚙️ Settings'))}\n{_stocks(len(tickers))}"
    return Message(fit(head, statement(wishes, delivery), _clock(delivery), left=_left), _doors())


def watchlist(tickers: Sequence[str], page: int = 1) -> Message:
    """What is watched, a button for each, and how to change that."""
    shown, page, pages = cut(tickers, page, _NAMED)
    lines = [bold(tr("📋 Watchlist")), _stocks(len(tickers))]
    if tickers:
        lines.append(tr("Tap a stock to mute or remove it."))
    lines.append(tr("Add with {add}, remove with {remove}.", add=code("/watch CIFR"), remove=code("/unwatch CIFR")))
    named = [Button(cashtag(one)[1:], f"stock:{one}") for one in shown]
    more = (Button(tr("Show with newest calls"), "settings:list"),)
    return panel(lines, [*in_rows(named, _IN_A_ROW), *turns(page, pages, Again("stocks", "")), more])


def stock(row: WatchRow) -> Message:
    """One watched stock, and what can be done with it."""
    mute = (
        Button(tr("Unmute"), f"unmute:{row.ticker}")
        if row.muted_until
        else Button(tr("Mute 7d"), f"hush:{row.ticker} 7d")
    )
    buttons = (
        (mute, Button(tr("Remove"), f"unwatch:{row.ticker}")),
        (Button(tr("Ratings"), f"rating:{row.ticker}"), Button(tr("History"), f"calls:{row.ticker}")),
    )
    return Message(watched(row), (*buttons, (Button(tr("‹ Watchlist"), "stocks:"),)))


def data() -> Message:
    """What is stored, and how to take it along or have it deleted."""
    lines = [bold(tr("🗄 Your data")), tr("All that is stored about this chat can be seen, and deleted.")]
    rows: list[Row] = [
        (Button(tr("Show it as a file"), "settings:file"), Button(tr("Export"), "settings:export")),
        (Button(tr("Delete everything…"), "settings:delete"), Button(tr("Privacy"), "settings:privacy")),
    ]
    return panel(lines, rows)


def _doors() -> tuple[Row, ...]:
    doors = (
        (tr("📋 Watchlist"), "watchlist"),
        (tr("🎛 Filters"), "filters"),
        (tr("🔔 Notify"), "notify"),
        (tr("🔕 Mutes"), "mutes"),
        (tr("🌙 Quiet hours"), "quiet"),
        (tr("🗞 Digest"), "digest"),
        (tr("🔢 Limit"), "limit"),
        (tr("🕰 Time zone"), "timezone"),
        (tr("🌐 Language"), "language"),
        (tr("⏯ Pause"), "pause"),
        (tr("🗄 Data"), "data"),
        (tr("🧪 Sample"), "sample"),
    )
    return in_rows([Button(label, f"settings:{door}") for label, door in doors], 2)


def _stocks(count: int) -> str:
    if not count:
        return tr("You watch nothing yet: begin with {command}.", command=code("/watch CIFR"))
    return trn("You watch {count} stock.", "You watch {count} stocks.", count)


def _left(count: int) -> str:
    return trn("… and {count} more line: /filter", "… and {count} more lines: /filter", count)


def _clock(delivery: DeliveryView) -> str:
    return tr("Times are those of {zone}.", zone=escape(delivery.zone))
