"""What is known about a stock: ratings, targets, consensus, side by side, and the words behind a call."""

from dataclasses import replace

from handlers.ask import Answer, Ask, answer
from handlers.stocks import CARDS, Render, choose, each, remembered
from messages import card, compare, consensus, pages, texts
from messages.model import Message
from messages.pages import Again
from messages.receipt import receipts
from messages.tongue import tr
from messages.why import why
from ratings.model import RatingEvent
from ratings.symbols import Listing

SIDES = 4  # stocks side by side


async def rating(ask: Ask) -> Answer:
    """Each firm's latest call on the stocks."""
    return await each(ask, ask.words, "rating", "rating", _rating_card)


async def target(ask: Ask) -> Answer:
    """Each firm's latest target on the stocks."""
    return await each(ask, ask.words, "target", "target", _target_card)


async def show_consensus(ask: Ask) -> Answer:
    """What the firms say taken together."""
    return await each(ask, ask.words, "consensus", "consensus", _consensus_card)


async def switch(ask: Ask) -> Answer:
    """Another card of the same stock in place of the one whose button was pressed."""
    name, _, ticker = ask.words.partition(" ")
    if name not in CARDS_BY_NAME:
        raise ValueError("there is no such card")
    return replace(await each(ask, ticker, name, name, CARDS_BY_NAME[name]), instead=True)


async def method(_: Ask) -> Answer:
    """How the consensus is counted."""
    return answer(consensus.method())


async def side_by_side(ask: Ask) -> Answer:
    """Two to four stocks compared."""
    asked = ask.desk.companies.read(ask.words)
    if asked.unknown:
        return Answer(tuple(texts.unknown_ticker(one.words, one.suggestions) for one in asked.unknown[:SIDES]))
    if len(asked.found) < 2:
        return answer(compare.need_two())
    stocks = [(listing.ticker, listing.name) for listing in asked.found[:SIDES]]
    return answer(compare.compare(await ask.desk.inquiry.sides(stocks)))


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
    found = [await _history(ask, ticker) for ticker in list(dict.fromkeys(event.ticker for event in events))[:CARDS]]
    return Answer(tuple(found), "" if found else tr("This alert is not known any more"))


async def explain(ask: Ask) -> Answer:
    """The words behind each field of an alert."""
    events = await ask.desk.lookup.of_alert(int(ask.words), ask.chat_id)
    return await _reasons(ask, events) if events else answer(toast=tr("This alert is not known any more"))


async def explain_last(ask: Ask) -> Answer:
    """The same for a stock's newest call, the alert that is replied to, or the last one."""
    if not ask.words:
        alert = await ask.desk.lookup.newest_alert(ask.chat_id, ask.reply_to)
        if events := await ask.desk.lookup.of_alert(alert, ask.chat_id) if alert else []:
            return await _reasons(ask, events)
    asked = ask.desk.companies.read(ask.words)
    found = asked.found if ask.words else await remembered(ask)
    if events := [event for one in found for event in await ask.desk.lookup.newest(one.ticker)]:
        return await _reasons(ask, events)
    if asked.unknown:
        return Answer(tuple(texts.unknown_ticker(one.words, one.suggestions) for one in asked.unknown[:CARDS]))
    if found:
        return Answer(tuple(texts.no_calls_yet(one.ticker, one.name) for one in found[:CARDS]))
    return await choose(ask, "reasons", "why")


async def _reasons(ask: Ask, events: list[RatingEvent]) -> Answer:
    told = await ask.desk.lookup.receipts(ask.chat_id, events)
    return Answer((*why(events), receipts(told)))


async def _history(ask: Ask, ticker: str) -> Message:
    leaf = await ask.desk.inquiry.history(ticker)
    return pages.history(ticker, ask.desk.companies.name(ticker), leaf, Again("past", ticker))


async def _rating_card(ask: Ask, listing: Listing) -> Message:
    events = await ask.desk.lookup.calls(listing.ticker)
    if not events:
        return texts.no_calls_yet(listing.ticker, listing.name)
    watched = await ask.desk.watchlist.watches(ask.chat_id, listing.ticker)
    return card.rating_card(listing.ticker, listing.name, events, now=ask.now, watched=watched)


async def _target_card(ask: Ask, listing: Listing) -> Message:
    events = await ask.desk.lookup.calls(listing.ticker)
    if not events:
        return texts.no_calls_yet(listing.ticker, listing.name)
    return card.target_card(listing.ticker, listing.name, events, now=ask.now)


async def _consensus_card(ask: Ask, listing: Listing) -> Message:
    found = await ask.desk.inquiry.outlook(listing.ticker)
    if not found.firms:
        return consensus.no_consensus(listing.ticker, listing.name)
    return consensus.consensus_card(listing.ticker, listing.name, found)


CARDS_BY_NAME: dict[str, Render] = {"rating": _rating_card, "target": _target_card, "consensus": _consensus_card}
