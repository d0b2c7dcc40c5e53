"""Which stocks a question is about: those named, else the last one asked about, else a choice of those watched."""

from collections.abc import Awaitable, Callable, Sequence

from handlers.ask import Answer, Ask, answer
from messages import choice, texts
from messages.model import Message
from ratings.symbols import Listing

CARDS = 5  # stocks answered at once

Render = Callable[[Ask, Listing], Awaitable[Message]]


async def each(ask: Ask, words: str, press: str, command: str, render: Render) -> Answer:
    """An answer for each stock that the words name; a slip gets its suggestion, no words a choice."""
    asked = ask.desk.companies.read(words)
    found: Sequence[Listing] = asked.found
    if not words:
        found = await remembered(ask)
    if not found and not asked.unknown:
        return await choose(ask, press, command)
    if found:
        ask.desk.recent.note(ask.chat_id, found[0].ticker)
    cards = [await render(ask, listing) for listing in found[:CARDS]]
    if len(found) > CARDS:
        left = " ".join(listing.ticker for listing in found[CARDS : 2 * CARDS])
        cards.append(texts.next_ones(f"/{command} {left}"))
    return Answer((*cards, *(texts.unknown_ticker(one.words, one.suggestions) for one in asked.unknown[:CARDS])))


async def remembered(ask: Ask) -> Sequence[Listing]:
    """The stock asked about last, or the one that is watched where there is but one."""
    if ticker := ask.desk.recent.of(ask.chat_id):
        return (ask.desk.companies.listing(ticker),)
    watched = await ask.desk.watchlist.tickers(ask.chat_id)
    return (ask.desk.companies.listing(watched[0]),) if len(watched) == 1 else ()


async def choose(ask: Ask, press: str, command: str) -> Answer:
    """Which stock it shall be: a button for each that is watched."""
    if watched := await ask.desk.watchlist.tickers(ask.chat_id):
        return answer(choice.which(watched, press=press, command=command))
    return answer(texts.need_words(f"/{command} TICKER …", f"/{command} CIFR"))
