"""What keeps the bot well with nobody looking: daily copies, old texts dropped, owners told of troubles."""

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass

import structlog

from messages.tongue import ENGLISH, speaking
from messages.troubles import health_note
from messages.views import TroubleView
from services.errors import ChatGoneError, ChatMovedError, DoubtfulError, RefusedError, TransportError
from services.health import Verdict, look, note_told
from services.personal import sweep
from services.ports import Clock, Transport
from storage.backups import Backups
from storage.errors import StorageError
from storage.store import Memory, Store
from storage.troubles import Trouble

log = structlog.get_logger()

DAY = dt.timedelta(days=1)
BACKUP_AGAIN = 3_600.0  # seconds after one that failed
SWEEP_AGAIN = 3_600.0  # seconds; it may write the whole file anew
DROPPED = 500  # texts in one go, so that nobody waits long for the storage


@dataclass(frozen=True, slots=True, kw_only=True)
class Wishes:
    """What the host wants: no daily copies where ``backups`` is None; texts kept so long; who is told of troubles."""

    backups: Backups | None
    keep_texts: dt.timedelta
    owners: tuple[int, ...]


class Upkeep:
    """Looks after the bot, a little at every ``tick``."""

    def __init__(
        self, memory: Memory, transport: Transport, clock: Clock, *, wishes: Wishes, free: Callable[[], int]
    ) -> None:
        """``free`` tells how many bytes the disk has left."""
        self._memory = memory
        self._transport = transport
        self._clock = clock
        self._wishes = wishes
        self._free = free
        self._backup_after: float | None = None  # a monotonic second, set where the last copy failed
        self._swept: float | None = None  # the monotonic second
        self._logged: tuple[Trouble, ...] = ()  # the troubles that owners could not be told of yet

    async def tick(self, *, speak: bool) -> None:
        """Do what is due. ``speak``: whether owners can be told now; if not, they are later."""
        try:
            await self._back_up()
            await self._drop_texts()
            await self._sweep()
            await self._look(speak)
        except StorageError as error:
            log.error("upkeep not done", reason=str(error))

    async def _back_up(self) -> None:
        backups, now = self._wishes.backups, self._clock.now()
        if backups is None or not backups.due(now, DAY):
            return
        if self._backup_after is not None and self._clock.monotonic() < self._backup_after:
            return
        try:
            path = backups.next(now)
            await self._memory.ask(lambda store: store.backup(path))
            dropped = backups.prune()  # only now, when the new one is known to be sound
        except (StorageError, OSError) as error:
            self._backup_after = self._clock.monotonic() + BACKUP_AGAIN
            log.error("daily copy not written", reason=str(error))
            return
        self._backup_after = None
        log.info("daily copy written", path=str(path), dropped=len(dropped))

    async def _drop_texts(self) -> None:
        before = self._clock.now() - self._wishes.keep_texts
        dropped = await self._memory.ask(lambda store: store.stories.drop_texts(before, DROPPED))
        if dropped:
            log.info("old texts dropped", stories=dropped)

    async def _sweep(self) -> None:
        second = self._clock.monotonic()
        if self._swept is not None and second - self._swept < SWEEP_AGAIN:
            return
        self._swept = second
        if await self._memory.ask(sweep, self._clock.now()):
            log.info("file written anew")

    async def _look(self, speak: bool) -> None:
        failed = self._backup_after is not None
        verdict = await self._memory.ask(look, self._clock.now(), free=self._free(), backup_failed=failed)
        for trouble in (one for one in verdict.wrong if one not in self._logged):
            log.warning("trouble", kind=trouble.kind, subject=trouble.subject, since=trouble.since.isoformat())
        self._logged = verdict.wrong
        if speak and (verdict.wrong or verdict.well) and await self._tell(verdict):
            await self._memory.ask(note_told, verdict)

    async def _tell(self, verdict: Verdict) -> bool:
        """Whether nobody has to be tried again."""
        for owner in self._wishes.owners:
            with speaking(await self._memory.ask(_language, owner)):
                message = health_note(_views(verdict.wrong), _views(verdict.well))
            try:
                await self._transport.send(owner, message)
            except (ChatGoneError, ChatMovedError, RefusedError, DoubtfulError) as error:
                log.warning("owner not told", owner=owner, reason=error.reason)
            except TransportError as error:
                log.info("owner not reached, told later", owner=owner, reason=error.reason)
                return False
        return True


def _language(store: Store, owner: int) -> str:
    return store.preferences.language(owner) or ENGLISH


def _views(troubles: Iterable[Trouble]) -> list[TroubleView]:
    return [TroubleView(kind=trouble.kind, subject=trouble.subject) for trouble in troubles]
