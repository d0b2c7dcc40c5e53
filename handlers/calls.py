"""Lists of calls: a stock's history, the newest, a firm's, a person's; each a page at a time in one message."""

from collections.abc import Awaitable, Callable
from dataclasses import replace

from handlers.ask import Answer, Ask, answer
from handlers.stocks import each
from handlers.terms import read_terms
from messages import pages, sheet, texts
from messages.model import Message
from messages.pages import Again
from messages.tongue import tr
from ratings.symbols import Listing

LATEST = 10
EXAMPLES = {"firm": "Cantor", "analyst": "Brett Knoblauch"}

Handler = Callable[[Ask], Awaitable[Answer]]


async def history(ask: Ask) -> Answer:
    """All known calls on the stocks, or so many of them, or those of some time."""
    terms = read_terms(ask.words)
    limits = " ".join(word for word in terms.again.split() if word not in terms.rest.split())

    async def page(ask: Ask, listing: Listing) -> Message:
        leaf = await ask.desk.inquiry.history(listing.ticker, page=terms.page, most=terms.count, span=terms.span)
        if not leaf.events:
            return texts.no_calls_yet(listing.ticker, listing.name)
        return pages.history(listing.ticker, listing.name, leaf, Again("past", f"{listing.ticker} {limits}".strip()))

    return await each(ask, terms.rest, "calls", "history", page)


async def latest(ask: Ask) -> Answer:
    """The newest calls: how many, of what kind, since when, on whose stocks."""
    terms = read_terms(ask.words, kinds=True)
    leaf = await ask.desk.inquiry.latest(
        most=terms.count or LATEST,
        page=terms.page,
        kind=terms.kind,
        span=terms.span,
        chat_id=ask.chat_id if terms.mine else None,
    )
    if not leaf.events:
        return answer(pages.latest_none(unread=terms.rest))
    return answer(pages.latest(leaf, Again("newest", terms.again), unread=terms.rest))


async def firm(ask: Ask) -> Answer:
    """A firm's calls, on one stock or on all."""
    terms = read_terms(ask.words)
    if not terms.again:
        return answer(texts.need_words("/firm NAME [TICKER]", f"/firm {EXAMPLES['firm']}"))
    named = await ask.desk.names.firm(terms.again)
    if named.name is None:
        return answer(pages.nobody(terms.again, named.meant, command="firm", example=EXAMPLES["firm"]))
    asked = ask.desk.companies.read(named.rest)
    if asked.unknown:
        if meant := await ask.desk.names.near_firms(terms.again):
            return answer(pages.nobody(terms.again, meant, command="firm", example=EXAMPLES["firm"]))
        return answer(*(texts.unknown_ticker(one.words, one.suggestions) for one in asked.unknown[:1]))
    ticker = asked.found[0].ticker if asked.found else None
    leaf = await ask.desk.inquiry.of_firm(named.name, ticker, page=terms.page)
    if not leaf.events:
        return answer(pages.no_calls_by(named.name, ticker))
    return answer(pages.of_firm(named.name, ticker, leaf, Again("house", terms.again)))


async def analyst(ask: Ask) -> Answer:
    """A person's calls."""
    terms = read_terms(ask.words)
    if not terms.again:
        return answer(texts.need_words("/analyst NAME", f"/analyst {EXAMPLES['analyst']}"))
    named = await ask.desk.names.analyst(terms.again)
    if named.name is None:
        return answer(pages.nobody(terms.again, named.meant, command="analyst", example=EXAMPLES["analyst"]))
    leaf = await ask.desk.inquiry.of_analyst(named.name, page=terms.page)
    if not leaf.events:
        return answer(pages.no_calls_by(named.name, None))
    return answer(pages.of_analyst(named.name, leaf, Again("person", terms.again)))


async def table(ask: Ask) -> Answer:
    """A stock's calls as a file."""
    found = ask.desk.companies.read(ask.words).found
    content, rows = await ask.desk.inquiry.table(found[0].ticker) if found else (b"", 0)
    if not rows:
        return answer(toast=tr("This button does not work any more"))
    return answer(sheet.calls(found[0].ticker, content, rows))


def turned(run: Handler) -> Handler:
    """The same for a button that turns a page: the message changes in place."""

    async def turn(ask: Ask) -> Answer:
        return replace(await run(ask), instead=True)

    return turn
