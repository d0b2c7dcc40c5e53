"""Lists that come in and go out: offered, added, taken off again, exported, shared."""

from messages.fields import stock
from messages.fit import fit
from messages.html import bold, code, escape, short
from messages.list_views import ListDone, ListOffer, Shared
from messages.lists import unknown
from messages.model import Attachment, Button, Message
from messages.tongue import tr, trn
from messages.views import Suggestion

_REASON = 200


def need_list() -> Message:
    """How to hand over a list."""
    return Message(
        tr(
            "Send your stocks behind the command, one a line or all on one: {example}\n"
            "Or send me the file that your broker or watchlist site exports (CSV or text): I look for the column with "
            "the symbols, and ask before I add anything.",
            example=code("/import CIFR, NASDAQ:RIOT, Cleanspark"),
        )
    )


def offered(offer: ListOffer) -> Message:
    """What a list holds, and the question whether to add it."""
    rows = [f"➕ {_stock(one)}" for one in offer.fresh]
    rows += [tr("🚫 {stock}: no room", stock=_stock(one)) for one in offer.full]
    rows += [f"❓ {unknown(one, command='watch')}" for one in offer.unknown]
    lines = _passed_over(offer)
    if offer.number is None:
        lines.append(
            tr("The list is full: {command} makes room.", command=code("/unwatch TICKER"))
            if offer.full
            else tr("There is nothing new in it.")
        )
        return Message(fit(bold(tr("📥 Your list")), rows, "\n".join(lines)))
    head = bold(trn("📥 Your list: {count} stock to add", "📥 Your list: {count} stocks to add", len(offer.fresh)))
    label = trn("Add {count} stock", "Add {count} stocks", len(offer.fresh))
    buttons = ((Button(label, f"importadd:{offer.number}"), Button(tr("Cancel"), f"importdrop:{offer.number}")),)
    return Message(fit(head, rows, "\n".join(lines)), buttons)


def added(done: ListDone) -> Message:
    """What is watched from now on."""
    head = bold(trn("✅ {count} stock added", "✅ {count} stocks added", len(done.stocks)))
    rows = [_stock(one) for one in done.stocks]
    undo = ((Button(tr("↩️ Undo"), f"importundo:{done.number}"),),) if done.stocks else ()
    return Message(fit(head, rows, _places(done)), undo)


def undone(done: ListDone) -> Message:
    """What was taken off again."""
    head = bold(trn("↩️ {count} stock taken off again", "↩️ {count} stocks taken off again", len(done.stocks)))
    again = ((Button(tr("Add again"), f"importadd:{done.number}"),),)
    return Message(fit(head, [_stock(one) for one in done.stocks], _places(done)), again)


def dropped() -> Message:
    """That nothing was added."""
    return Message(tr("Nothing was added."))


def no_list(reason: str) -> Message:
    """That a file can't be read, why, and what would do."""
    return Message(
        tr(
            "I can't read this file: {reason}. A CSV or text file with one stock a line works.",
            reason=short(tr(reason), _REASON),
        )
    )


def export_choices(style: str | None = None) -> Message:
    """What can be taken along; ``style`` was asked for and is none."""
    lines = [bold(tr("📤 Take your data along")), tr("Your watchlist, or all calls that I know on its stocks.")]
    if style is not None:
        lines.insert(0, tr("I can't write “{style}”.", style=short(style, _REASON)))
    lines.append(tr("For example: {examples}", examples=f"{code('/export csv')} · {code('/export json history')}"))
    buttons = (
        (Button(tr("Watchlist, CSV"), "export:csv watchlist"), Button(tr("Calls, CSV"), "export:csv history")),
        (Button(tr("Watchlist, JSON"), "export:json watchlist"), Button(tr("Calls, JSON"), "export:json history")),
        (Button(tr("Watchlist, OPML"), "export:opml watchlist"),),
    )
    return Message("\n".join(lines), buttons)


def list_file(name: str, content: bytes, rows: int) -> Message:
    """The watchlist as a file."""
    text = trn("📤 Your list: {count} stock.", "📤 Your list: {count} stocks.", rows)
    return Message(text, attachment=Attachment(name=name, content=content))


def call_file(name: str, content: bytes, rows: int, *, cut: bool) -> Message:
    """The calls as a file; ``cut``: older ones had no room."""
    text = trn("📤 The calls on your stocks: {count} call.", "📤 The calls on your stocks: {count} calls.", rows)
    if cut:
        text = f"{text}\n{tr('Older calls had no room in it.')}"
    return Message(text, attachment=Attachment(name=name, content=content))


def nothing_to_export() -> Message:
    """That there is nothing to write into a file."""
    return Message(tr("There is nothing to export yet. Begin with {command}", command=code("/watch CIFR")))


def shared(share: Shared, bot: str) -> Message:
    """The link, to be sent on."""
    head = bold(trn("🔗 Your list of {count} stock", "🔗 Your list of {count} stocks", share.count))
    address = code(f"https://t.me/{escape(bot)}?start=s_{escape(share.token)}")
    text = tr(
        "{address}\nWhoever opens it sees this list as it is now and can add it to their own. Nothing else of you is "
        "told. It works until you end it.",
        address=address,
    )
    return Message(f"{head}\n{text}", ((Button(tr("End the link"), "shareoff:"),),))


def nothing_to_share() -> Message:
    """That the list is empty."""
    return Message(
        tr("Your list is empty, so there is nothing to share. Begin with {command}", command=code("/watch CIFR"))
    )


def unshared(count: int) -> Message:
    """That links lead nowhere any more."""
    if not count:
        return Message(tr("None of your links was open."))
    return Message(trn("{count} link was ended.", "{count} links were ended.", count))


def share_gone() -> Message:
    """That a shared list is none any more."""
    return Message(tr("This list is shared no more. Ask whoever sent you the link for a new one."))


def _stock(one: Suggestion) -> str:
    return stock(one.ticker, one.name)


def _places(done: ListDone) -> str:
    return tr("{count} of {limit} places taken · /watchlist", count=done.count, limit=done.limit)


def _passed_over(offer: ListOffer) -> list[str]:
    lines: list[str] = []
    if offer.more:
        lines.append(trn("… and {count} more is not known.", "… and {count} more are not known.", offer.more))
    if offer.watched:
        lines.append(trn("{count} is on your list already.", "{count} are on your list already.", offer.watched))
    if offer.skipped:
        lines.append(
            trn(
                "{count} row was passed over: cash, an option or a total.",
                "{count} rows were passed over: cash, options, totals.",
                offer.skipped,
            )
        )
    return lines
