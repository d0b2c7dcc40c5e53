"""The new entries of feeds, parsed in a process of their own: those that came at the same time in one task."""

from collections.abc import Sequence

from feeds.parse import Parsed, Source, remaining_of
from feeds.sift import Sifted
from services.ports import Clock, Workshop
from services.together import Together

MOST = 300_000  # characters in one task, which is as long as a single feed may be


class Press:
    """Has sifted feeds parsed; what comes while a task is under way shares the next one."""

    def __init__(self, workshop: Workshop, clock: Clock, *, linger: float = 0.0) -> None:
        """``linger``: the seconds that a task waits for others, unless it is full."""
        self._workshop = workshop
        self._together: Together[tuple[Sifted, Source], Parsed | None] = Together(
            self._parse, weigh=_length, most=MOST, clock=clock, linger=linger
        )

    async def remaining(self, sieved: Sifted, source: Source) -> Parsed | None:
        """What feeds.parse.remaining gives; raises WorkshopError."""
        return await self._together.do((sieved, source))

    async def _parse(self, told: Sequence[tuple[Sifted, Source]]) -> Sequence[Parsed | Exception | None]:
        try:
            return await self._workshop.do(remaining_of, told)
        except Exception as error:  # of one of them: nobody's entries are lost for another's fault
            return [error] if len(told) == 1 else [(await self._parse([one]))[0] for one in told]


def _length(told: tuple[Sifted, Source]) -> int:
    return len(told[0].text)
