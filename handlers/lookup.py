"""What is known about a stock, and what is new."""

from collections.abc import Awaitable, Callable

from handlers.args import count
from handlers.ask import Answer, Ask, answer
from messages import card, texts
from messages.model import Message
from messages.receipt import receipts
from messages.why import why
from ratings.model import RatingEvent
from ratings.symbols import Listing

CARDS = 5  # stocks answered at once
LATEST = 10
LATEST_MOST = 30

Render = Callable[[Ask, Listing], Awaitable[Message]]


async def rating(ask: Ask) -> Answer:
    """Each firm's latest call on the stocks."""
    return await _cards(ask, _rating_card, "/rating TICKER …", "/rating CIFR")


async def target(ask: Ask) -> Answer:
    """Each firm's latest target on the stocks."""
    return await _cards(ask, _target_card, "/target TICKER …", "/target CIFR")


async def latest(ask: Ask) -> Answer:
    """The newest calls on any stock."""
    asked = count(ask.words, default=LATEST, most=LATEST_MOST)
    return answer(card.latest(await ask.desk.lookup.latest(asked), asked=asked))


async def plain(ask: Ask) -> Answer:
    """A stock named without a command gets its card."""
    asked = ask.desk.companies.read(ask.words)
    if asked.found and not asked.unknown:
        return await rating(ask)
    if len(asked.unknown) == 1 and asked.unknown[0].suggestions and not asked.found:
        return answer(texts.unknown_ticker(asked.unknown[0].words, asked.unknown[0].suggestions))
    return answer(texts.not_understood())  # words among which a stock's name happens to stand


async def history(ask: Ask) -> Answer:
    """All known calls on an alert's stocks."""
    events = await ask.desk.lookup.of_alert(int(ask.words), ask.chat_id)
    tickers = list(dict.fromkeys(event.ticker for event in events))[:CARDS]
    names = ask.desk.companies
    found = [card.history(ticker, names.name(ticker), await ask.desk.lookup.calls(ticker)) for ticker in tickers]
    return Answer(tuple(found), "" if found else "This alert is not known any more")


async def explain(ask: Ask) -> Answer:
    """The words behind each field of an alert."""
    events = await ask.desk.lookup.of_alert(int(ask.words), ask.chat_id)
    return await _reasons(ask, events) if events else answer(toast="This alert is not known any more")


async def explain_last(ask: Ask) -> Answer:
    """The same for a stock's newest call, the alert that is replied to, or the last one."""
    if ask.words:
        asked = ask.desk.companies.read(ask.words)
        events = [event for one in asked.found for event in (await ask.desk.lookup.calls(one.ticker))[:1]]
    else:
        alert = await ask.desk.lookup.newest_alert(ask.chat_id, ask.reply_to)
        events = await ask.desk.lookup.of_alert(alert, ask.chat_id) if alert else []
    return await _reasons(ask, events) if events else answer(texts.need_words("/why TICKER", "/why CIFR"))


async def _reasons(ask: Ask, events: list[RatingEvent]) -> Answer:
    told = await ask.desk.lookup.receipts(ask.chat_id, events)
    return Answer((*why(events), receipts(told)))


async def _cards(ask: Ask, render: Render, usage: str, example: str) -> Answer:
    """A card for each stock that the words name; without words for those on the list."""
    asked = ask.desk.companies.read(ask.words)
    found = asked.found
    if not ask.words:
        rows = await ask.desk.watchlist.rows(ask.chat_id)
        found = tuple(Listing(ticker=row.ticker, name=row.name, exchange="") for row in rows)
    if not found and not asked.unknown:
        return answer(texts.need_words(usage, example))
    cards = [await render(ask, listing) for listing in found[:CARDS]]
    if len(found) > CARDS:
        left = " ".join(listing.ticker for listing in found[CARDS : 2 * CARDS])
        cards.append(texts.next_ones(f"{example.split()[0]} {left}"))
    return Answer((*cards, *(texts.unknown_ticker(one.words, one.suggestions) for one in asked.unknown[:CARDS])))


async def _rating_card(ask: Ask, listing: Listing) -> Message:
    events = await ask.desk.lookup.calls(listing.ticker)
    watched = await ask.desk.watchlist.watches(ask.chat_id, listing.ticker)
    if not events:
        return texts.no_calls_yet(listing.ticker, listing.name)
    return card.rating_card(listing.ticker, listing.name, events, now=ask.now, watched=watched)


async def _target_card(ask: Ask, listing: Listing) -> Message:
    events = await ask.desk.lookup.calls(listing.ticker)
    if not events:
        return texts.no_calls_yet(listing.ticker, listing.name)
    return card.target_card(listing.ticker, listing.name, events, now=ask.now)
