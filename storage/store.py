"""The whole memory behind one door, and the thread that owns it."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from contextvars import copy_context
from pathlib import Path
from typing import Concatenate, ParamSpec, TypeVar

from storage.archive import Archive
from storage.articles import Articles
from storage.chats import Chats
from storage.engine import Engine
from storage.events import Events
from storage.feeds import Feeds
from storage.history import History
from storage.kept import KeptCalls
from storage.leases import Leases
from storage.looks import Looks
from storage.offers import Offers
from storage.outbox import Outbox
from storage.outlets import Outlets
from storage.personal import Personal
from storage.places import Places
from storage.preferences import PreferenceRows
from storage.questions import Questions
from storage.reviews import Reviews
from storage.shares import Shares
from storage.stories import Stories
from storage.told import Told
from storage.troubles import Troubles
from storage.vanished import Vanished
from storage.vitals import Vitals
from storage.wishes import WishRows
from storage.words import Words

P = ParamSpec("P")
T = TypeVar("T")


class Store:
    """Every table by its name. Synchronous, and bound to the thread that opened it."""

    def __init__(self, path: Path | str) -> None:
        """Open the data file; raises StorageError."""
        self._engine = Engine(path)
        self.feeds = Feeds(self._engine)
        self.looks = Looks(self._engine)
        self.leases = Leases(self._engine)
        self.outlets = Outlets(self._engine)
        self.stories = Stories(self._engine)
        self.events = Events(self._engine)
        self.chats = Chats(self._engine)
        self.preferences = PreferenceRows(self._engine)
        self.wishes = WishRows(self._engine)
        self.personal = Personal(self._engine)
        self.offers = Offers(self._engine)
        self.shares = Shares(self._engine)
        self.places = Places(self._engine)
        self.kept = KeptCalls(self._engine)
        self.told = Told(self._engine)
        self.outbox = Outbox(self._engine)
        self.reviews = Reviews(self._engine)
        self.archive = Archive(self._engine)
        self.history = History(self._engine)
        self.questions = Questions(self._engine)
        self.words = Words(self._engine)
        self.articles = Articles(self._engine)
        self.vanished = Vanished(self._engine)
        self.vitals = Vitals(self._engine)
        self.troubles = Troubles(self._engine)

    def transaction(self) -> AbstractContextManager[None]:
        """All or nothing, across tables."""
        return self._engine.transaction()

    def backup(self, path: Path) -> None:
        """Write a consistent copy to a new file and check it; raises StorageError."""
        self._engine.backup(path)

    def close(self) -> None:
        """Let the file go."""
        self._engine.close()


class Memory:
    """The store on a thread of its own, so that no query ever stalls the event loop."""

    def __init__(self, path: Path | str) -> None:
        """Open the data file; raises StorageError."""
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="storage")
        try:
            self._store = self._thread.submit(Store, path).result()
        except BaseException:
            self._thread.shutdown()
            raise

    async def ask(self, work: Callable[Concatenate[Store, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Do ``work(store, ...)`` on the storage thread, in the context of who asks, and give its answer."""
        loop, context = asyncio.get_running_loop(), copy_context()
        return await loop.run_in_executor(self._thread, lambda: context.run(work, self._store, *args, **kwargs))

    def close(self) -> None:
        """Finish what was asked, then let the file go."""
        self._thread.submit(self._store.close).result()
        self._thread.shutdown()
