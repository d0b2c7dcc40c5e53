"""The feeds, for the bot's owners: how they fare, and which of them there are."""

from collections.abc import Awaitable, Callable

from feeds.opml import LARGEST, NotOpmlError
from handlers.args import count
from handlers.ask import Answer, Ask, answer
from handlers.documents import DocumentError
from messages import feeds, trial
from messages.feed_views import FeedRow
from messages.tongue import tr

ALL = 1_000_000  # pages that nobody has

Deed = Callable[[Ask, int], Awaitable[Answer]]


async def show_feeds(ask: Ask) -> Answer:
    """All feeds, page by page; one of them by number or name; the list as a file."""
    if ask.words.casefold() == "opml":
        return await export(ask)
    if ask.words:
        return await _with_one(ask, "feeds", _card)
    return answer(feeds.feeds_page(await ask.desk.outlets.view(), 1))


async def turn(ask: Ask) -> Answer:
    """Another page."""
    return Answer(
        (feeds.feeds_page(await ask.desk.outlets.view(), count(ask.words, default=1, most=ALL)),), instead=True
    )


async def card(ask: Ask) -> Answer:
    """One of them in full."""
    shown = await _card(ask, int(ask.words))
    return Answer(shown.messages, shown.toast, instead=True)


async def add(ask: Ask) -> Answer:
    """Find the feed at an address, show what it holds, and ask; a file that is replied to is a list of feeds."""
    if ask.paper is not None and not ask.words:
        return await take_list(ask)
    place, _, name = ask.words.partition(" ")
    if not place:
        return answer(trial.need_address())
    return answer(trial.offer(await ask.desk.outlets.offer(place, name)))


async def accept(ask: Ask) -> Answer:
    """Add what was asked about."""
    names = await ask.desk.outlets.accept(int(ask.words))
    return answer(feeds.added(names), toast=tr("Added")) if names else _answered()


async def decline(ask: Ask) -> Answer:
    """Don't."""
    return answer(trial.declined()) if await ask.desk.outlets.decline(int(ask.words)) else _answered()


async def remove(ask: Ask) -> Answer:
    """Look at a feed no more."""
    return await _with_one(ask, "removefeed", _remove)


async def restore(ask: Ask) -> Answer:
    """Look at it again."""
    outlet = await ask.desk.outlets.switch(int(ask.words), "on")
    return answer(feeds.added([outlet.name]), toast=tr("Switched on")) if outlet else _answered()


async def test(ask: Ask) -> Answer:
    """What a feed holds now, and what would be read of it."""
    if "." in ask.words and not await ask.desk.outlets.find(ask.words):
        return answer(trial.trial(await ask.desk.outlets.try_out(ask.words)))
    return await _with_one(ask, "testfeed", _test)


async def poll(ask: Ask) -> Answer:
    """Look at a feed now, or at all of them."""
    if not ask.words:
        return answer(feeds.hurried(await ask.desk.outlets.hurry()))
    return await _with_one(ask, "pollnow", _poll)


async def export(ask: Ask) -> Answer:
    """The list of all feeds as a file."""
    if not ask.private:  # addresses may hold keys
        return answer(feeds.private_only())
    return answer(feeds.opml_file(await ask.desk.outlets.export()))


async def take_list(ask: Ask) -> Answer:
    """What a list of feeds holds, and whether to add it."""
    assert ask.paper is not None
    try:
        return answer(trial.imported(await ask.desk.outlets.take(await ask.paper.read(LARGEST))))
    except (DocumentError, NotOpmlError) as error:
        return answer(trial.no_list(str(error)))


async def _with_one(ask: Ask, command: str, deed: Deed) -> Answer:
    """Do it with the feed that the words mean."""
    rows: list[FeedRow] = await ask.desk.outlets.find(ask.words) if ask.words else []
    if len(rows) != 1:
        return answer(feeds.which_feed(ask.words, rows, command))
    return await deed(ask, rows[0].id)


async def _card(ask: Ask, number: int) -> Answer:
    rows = await ask.desk.outlets.find(str(number))
    return answer(feeds.feed_card(rows[0], ask.now)) if rows else _gone()


async def _remove(ask: Ask, number: int) -> Answer:
    outlet = await ask.desk.outlets.switch(number, "off")
    if outlet is None:
        return _gone()
    return answer(feeds.removed(outlet.id, outlet.name, configured=outlet.configured), toast=tr("Removed"))


async def _test(ask: Ask, number: int) -> Answer:
    tried = await ask.desk.outlets.test(number)
    return answer(trial.trial(tried)) if tried else _gone()


async def _poll(ask: Ask, number: int) -> Answer:
    looked = await ask.desk.outlets.poll(number)
    return answer(feeds.looked(looked)) if looked else _gone()


def _answered() -> Answer:
    return answer(toast=tr("This was answered already"))


def _gone() -> Answer:
    return answer(toast=tr("This feed is not known any more"))
