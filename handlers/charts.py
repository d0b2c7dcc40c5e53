"""Pictures."""

from feeds.workshop import WorkshopError
from handlers.ask import Answer, Ask
from handlers.stocks import each
from handlers.terms import read_terms
from messages import caption
from messages.model import Message
from ratings.symbols import Listing


async def chart(ask: Ask) -> Answer:
    """The stocks' targets over time."""
    terms = read_terms(ask.words)

    async def drawn(ask: Ask, listing: Listing) -> Message:
        shown = await ask.desk.charts.course(listing.ticker, terms.span)
        if shown is None:
            return caption.no_chart(listing.ticker, listing.name)
        try:
            png = await ask.desk.charts.draw(listing.ticker, listing.name, shown)
        except WorkshopError:
            return caption.no_picture(listing.ticker, listing.name, shown)
        return caption.chart(listing.ticker, listing.name, shown, png)

    return await each(ask, terms.rest, "chart", "chart", drawn)
