"""Deep links: t.me/<bot>?start=<letter>_<words> watches stocks, shows a stock or a call, or offers a list."""

from collections.abc import Awaitable, Callable
from dataclasses import replace

from handlers import exports, lookup, watchlist
from handlers.args import number
from handlers.ask import Answer, Ask, answer
from messages import pages

Handler = Callable[[Ask], Awaitable[Answer]]


async def watch(ask: Ask) -> Answer:
    """Put the stocks on the list: "CIFR-CLSK"."""
    await ask.desk.watchlist.wake(ask.chat_id)
    return await watchlist.watch(_tickers(ask))


async def rating(ask: Ask) -> Answer:
    """The stock's card."""
    return await lookup.rating(_tickers(ask))


async def event(ask: Ask) -> Answer:
    """One call by its number."""
    event_id = number(ask.words)
    found = await ask.desk.inquiry.event(event_id) if event_id is not None else None
    if found is None:
        return answer(pages.no_such_call())
    ask.desk.recent.note(ask.chat_id, found.ticker)
    return answer(pages.call(found, name=ask.desk.companies.name(found.ticker), now=ask.now))


def _tickers(ask: Ask) -> Ask:
    """Links may hold letters, digits, "-" and "_" alone: these stand for a gap and for the dot of a share class."""
    return replace(ask, words=ask.words.replace("-", " ").replace("_", "."))


LINKS: dict[str, Handler] = {"w": watch, "r": rating, "e": event, "s": exports.open_share}


async def follow(ask: Ask) -> Answer | None:
    """What the words behind /start lead to; None where they lead nowhere."""
    name, _, words = ask.words.partition("_")
    run = LINKS.get(name)
    return await run(replace(ask, words=words)) if run and words else None
