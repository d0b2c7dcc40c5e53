"""Lists and calls that go out: as files, and behind links."""

from handlers.ask import Answer, Ask, answer
from messages import imports
from messages.model import Message
from messages.tongue import tr
from services.exports import STYLES

KINDS = ("watchlist", "history", "all")


async def export(ask: Ask) -> Answer:
    """The chat's list, or the calls on its stocks, as files."""
    words = ask.words.casefold().split()
    if not words:
        return answer(imports.export_choices())
    if odd := [word for word in words if word not in (*STYLES, *KINDS)]:
        return answer(imports.export_choices(odd[0]))
    style = next((word for word in words if word in STYLES), "csv")
    kind = next((word for word in words if word in KINDS), "watchlist")
    files = [*(await _list_file(ask, style) if kind != "history" else ())]
    if kind != "watchlist":
        files += await _call_file(ask, "csv" if style == "opml" else style)  # calls are no outline
    return answer(*files) if files else answer(imports.nothing_to_export())


async def _list_file(ask: Ask, style: str) -> list[Message]:
    made = await ask.desk.exports.watchlist(ask.chat_id, style)
    return [imports.list_file(made.name, made.content, made.rows)] if made else []


async def _call_file(ask: Ask, style: str) -> list[Message]:
    made = await ask.desk.exports.history(ask.chat_id, style)
    return [imports.call_file(made.name, made.content, made.rows, cut=made.cut)] if made else []


async def share(ask: Ask) -> Answer:
    """A link to the list as it is now; "off" ends all of them."""
    if ask.words.casefold() == "off":
        return answer(imports.unshared(await ask.desk.sharing.revoke(ask.chat_id)))
    made = await ask.desk.sharing.share(ask.chat_id)
    return answer(imports.shared(made, ask.door.name) if made else imports.nothing_to_share())


async def unshare(ask: Ask) -> Answer:
    """End the links."""
    message = imports.unshared(await ask.desk.sharing.revoke(ask.chat_id))
    return Answer((message,), tr("Done"), instead=True)


async def open_share(ask: Ask) -> Answer:
    """Offer the list behind a link; the words are its token."""
    tickers = await ask.desk.sharing.open(ask.words)
    if tickers is None:
        return answer(imports.share_gone())
    return answer(imports.offered(await ask.desk.imports.offer_stocks(ask.chat_id, tickers)))
