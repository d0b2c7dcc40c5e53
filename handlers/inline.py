"""What one asks in other chats: "@bot CIFR" as one types it there, or as a guest that is mentioned."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from telegram import (
    InlineQueryResultArticle,
    InlineQueryResultsButton,
    InputTextMessageContent,
    LinkPreviewOptions,
    Message,
    Update,
    User,
)
from telegram.constants import InlineQueryLimit, ParseMode
from telegram.error import BadRequest

from handlers.access import Access
from handlers.ask import Desk
from messages import card, consensus, pages, texts
from messages.html import plain
from messages.model import Message as Reply
from messages.pages import Again
from messages.tongue import tr
from ratings.symbols import Listing

CACHED = 30  # seconds that Telegram may show an answer again
STOCKS = 3  # stocks answered at once
LATEST = 6
LABEL, LINE = 60, 100  # characters of a result's name and of the line below
KINDS = ("rating", "target", "consensus")
NEWEST = frozenset({"latest", "news"})


@dataclass(frozen=True, slots=True)
class Found:
    """A card and what it is called in the list that one picks from."""

    title: str
    card: Reply


class Inline:
    """Answers from memory; what is sent is the person's own message, so it has no buttons of ours."""

    def __init__(self, desk: Desk, access: Access) -> None:
        self._desk = desk
        self._access = access

    async def on_query(self, update: Update, _: object) -> None:
        """Something is typed behind the bot's name."""
        query = update.inline_query
        assert query is not None
        admitted = self._access.admits(query.from_user.id)
        found = await self.find(query.query, query.from_user) if admitted else []
        await self._answer(update, [_article(one) for one in found], admitted=admitted)

    async def on_guest(self, update: Update, _: object) -> None:
        """The bot was mentioned in a chat that it is no member of, where it may answer once."""
        asked = update.guest_message
        if asked is None or asked.guest_query_id is None:
            return
        user = asked.guest_bot_caller_user or asked.from_user
        if user is None or not self._access.admits(user.id):
            return
        found = await self.find(_behind_name(asked), user)
        told = found[0] if found else Found(tr("Help"), texts.not_understood())
        await asked.answer_guest_query(_article(told))

    async def find(self, words: str, user: User) -> list[Found]:
        """The cards that the words ask for; without words those of what the person watches."""
        asked = words.split()
        if asked and asked[0].casefold() in NEWEST:
            return await self._latest()
        kinds = tuple(kind for kind in KINDS if any(kind.startswith(word.casefold().rstrip("s")) for word in asked[1:]))
        named = " ".join(word for word in asked if not any(kind == word.casefold().rstrip("s") for kind in kinds))
        found: Sequence[Listing] = self._desk.companies.read(named).found
        if not asked:
            watched = await self._desk.watchlist.tickers(user.id)
            found = [self._desk.companies.listing(one) for one in watched]
        cards = [await self._cards(listing, kinds or KINDS) for listing in found[:STOCKS]]
        return [one for stock in cards for one in stock][: InlineQueryLimit.RESULTS]

    async def _latest(self) -> list[Found]:
        leaf = await self._desk.inquiry.latest(most=LATEST)
        if not leaf.events:
            return []
        return [Found(tr("The newest calls"), pages.latest(leaf, Again("newest", "")))]

    async def _cards(self, listing: Listing, kinds: Sequence[str]) -> list[Found]:
        ticker, name = listing.ticker, listing.name
        events = await self._desk.lookup.calls(ticker)
        if not events:
            return [Found(tr("{stock}: no calls yet", stock=ticker), texts.no_calls_yet(ticker, name))]
        now = self._desk.clock.now()
        found = []
        if "rating" in kinds:
            told = card.rating_card(ticker, name, events, now=now, watched=False)
            found.append(Found(tr("{stock}: ratings", stock=ticker), told))
        if "target" in kinds:
            found.append(
                Found(tr("{stock}: price targets", stock=ticker), card.target_card(ticker, name, events, now=now))
            )
        if "consensus" in kinds:
            taken = await self._desk.inquiry.outlook(ticker)
            told = (
                consensus.consensus_card(ticker, name, taken) if taken.firms else consensus.no_consensus(ticker, name)
            )
            found.append(Found(tr("{stock}: consensus", stock=ticker), told))
        return found

    async def _answer(self, update: Update, results: list[InlineQueryResultArticle], *, admitted: bool) -> None:
        query = update.inline_query
        assert query is not None
        button = None
        if not results:
            label = tr("Type a ticker, such as CIFR") if admitted else tr("This bot is private")
            button = InlineQueryResultsButton(label, start_parameter="inline")
        try:
            await query.answer(results, cache_time=CACHED if admitted else 0, is_personal=True, button=button)
        except BadRequest:
            return  # typed on meanwhile: the next question is on its way


def _behind_name(asked: Message) -> str:
    """The words without the bot's name."""
    return " ".join(word for word in (asked.text or "").split() if not word.startswith("@"))


def _article(found: Found) -> InlineQueryResultArticle:
    lines = [line for line in plain(found.card.html).splitlines() if line.strip()]
    return InlineQueryResultArticle(
        id=hashlib.blake2b(found.title.encode(), digest_size=16).hexdigest(),
        title=found.title[:LABEL],
        description=" · ".join(lines[1:3])[:LINE],
        input_message_content=InputTextMessageContent(
            found.card.html, parse_mode=ParseMode.HTML, link_preview_options=LinkPreviewOptions(is_disabled=True)
        ),
    )
