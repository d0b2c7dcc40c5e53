"""One panel that edits itself, with a door to every setting."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace

from handlers import exports, filters, language, mute, preferences, start, watchlist
from handlers.ask import Answer, Ask
from handlers.terms import read_page
from messages import preferences as delivery
from messages import settings as panels
from messages.panels import with_back
from messages.tongue import tr

Room = Callable[[Ask], Awaitable[Answer]]


async def settings(ask: Ask) -> Answer:
    """The panel, or the room behind one of its doors."""
    room = ROOMS.get(ask.words)
    if room is None:
        return await _home(ask)
    found = await room(replace(ask, words=""))
    if ask.words in APART:
        return found
    return replace(found, messages=tuple(map(with_back, found.messages)), instead=True)


async def _home(ask: Ask) -> Answer:
    tickers = [row.ticker for row in await ask.desk.watchlist.rows(ask.chat_id)]
    wishes = await ask.desk.wishes.view(ask.chat_id)
    view = await ask.desk.preferences.view(ask.chat_id)
    return Answer((panels.settings(wishes, view, tickers),), instead=True)


async def stocks(ask: Ask) -> Answer:
    """A page of what is watched, each stock a button."""
    tickers = [row.ticker for row in await ask.desk.watchlist.rows(ask.chat_id)]
    return Answer((panels.watchlist(tickers, read_page(ask.words)[1]),), instead=True)


async def stock(ask: Ask) -> Answer:
    """One watched stock, with what can be done about it."""
    rows = await ask.desk.watchlist.rows(ask.chat_id)
    row = next((row for row in rows if row.ticker == ask.words), None)
    if row is None:
        return replace(await stocks(replace(ask, words="")), toast=tr("Nothing of this is on your list any more"))
    return Answer((panels.stock(row),), instead=True)


async def _pause(ask: Ask) -> Answer:
    return Answer((delivery.paused(await ask.desk.preferences.view(ask.chat_id)),))


async def _data(_: Ask) -> Answer:
    return Answer((panels.data(),))


ROOMS: Mapping[str, Room] = {
    "watchlist": stocks,
    "filters": filters.filters,
    "notify": filters.notify,
    "mutes": mute.show,
    "quiet": preferences.quiet,
    "digest": preferences.digest,
    "limit": preferences.limit,
    "timezone": preferences.timezone,
    "language": language.language,
    "pause": _pause,
    "data": _data,
    "sample": filters.sample,
    "list": watchlist.show_list,
    "file": start.my_data,
    "export": exports.export,
    "delete": start.delete,
    "privacy": start.privacy,
}
APART = ("sample", "list", "file", "export", "delete", "privacy")  # these come as messages of their own
