"""Which truth the bot's events come from: each source traced to the telling that it stands for."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from benchmarks.replay.expect import Telling
from ratings.model import RatingEvent, Source


@dataclass(frozen=True, slots=True)
class Linked:
    """An event, and the tellings that went into it; ``strays`` are sources that tell of no call."""

    event: RatingEvent
    tellings: tuple[Telling, ...]
    strays: tuple[Source, ...]

    @property
    def calls(self) -> list[int]:
        """The true calls that it holds."""
        return sorted({telling.call.number for telling in self.tellings})


def linked(events: Iterable[RatingEvent], tellings: Iterable[Telling]) -> list[Linked]:
    """Each event with what it was made of."""
    told: dict[int, list[Telling]] = {}
    for telling in tellings:
        told.setdefault(telling.piece.number, []).append(telling)
    return [_linked(event, told) for event in events]


def _linked(event: RatingEvent, told: Mapping[int, Sequence[Telling]]) -> Linked:
    found = [(source, _telling(source, told.get(piece_number(source), ()))) for source in event.sources]
    return Linked(
        event,
        tuple(telling for _, telling in found if telling is not None),
        tuple(source for source, telling in found if telling is None),
    )


def piece_number(source: Source) -> int:
    """The number of the piece, as its address ends."""
    return int((source.url or "").rpartition("/")[2])


def _telling(source: Source, told: Sequence[Telling]) -> Telling | None:
    """The telling that a source is: the one on its stock, by its firm where several houses called on that."""
    same = [telling for telling in told if telling.action.ticker == source.action.ticker]
    named = [telling for telling in same if telling.action.firm == source.action.firm]
    return next(iter(named or same), None)
