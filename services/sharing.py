"""Watchlists behind links: shared, opened, taken back."""

import secrets
from collections.abc import Callable

from messages.list_views import Shared
from services.ports import Clock
from storage.store import Memory, Store

BYTES = 9  # of chance in a token, which makes 12 characters
MOST = 20  # links of one chat


def new_token() -> str:
    """A token that nobody guesses, of the characters that Telegram lets a link carry."""
    return secrets.token_urlsafe(BYTES)


class Sharing:
    """Shares lists as they are now: what a chat watches later is not told."""

    def __init__(self, memory: Memory, clock: Clock, *, token: Callable[[], str] = new_token) -> None:
        self._memory = memory
        self._clock = clock
        self._token = token

    async def share(self, chat_id: int) -> Shared | None:
        """A link's token for the chat's list, the same for the same list; None where it is empty."""
        return await self._memory.ask(self._share, chat_id)

    def _share(self, store: Store, chat_id: int) -> Shared | None:
        tickers = [watch.ticker for watch in store.chats.watches(chat_id)]
        if not tickers:
            return None
        token = store.shares.token(chat_id, tickers)
        if token is None:
            token = self._token()
            store.shares.add(token, chat_id, tickers, self._clock.now(), most=MOST)
        return Shared(token=token, count=len(tickers))

    async def open(self, token: str) -> tuple[str, ...] | None:
        """The list behind a token, None where there is none any more."""
        return await self._memory.ask(lambda store: store.shares.tickers(token))

    async def revoke(self, chat_id: int) -> int:
        """End all links of a chat; gives how many."""
        return await self._memory.ask(lambda store: store.shares.revoke(chat_id))
