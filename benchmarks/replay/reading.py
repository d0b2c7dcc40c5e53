"""Whether each piece is read as it was meant: what the reader misses, by wording."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from benchmarks.replay.expect import FACTS, sameness
from benchmarks.replay.pieces import Piece, Told
from ratings.extract import extract
from ratings.model import RatingAction, Story, TargetMove

READ = (*FACTS, "date", "stale", "analysts")
DIRECTIONLESS = (None, TargetMove.ANNOUNCE)  # a figure without its direction: both say so


@dataclass(slots=True)
class Tally:
    """One wording: how many calls it told, and those that were read otherwise, field by field."""

    told: int = 0
    misses: list[str] = field(default_factory=list)


def tallies(pieces: Iterable[Piece]) -> Mapping[str, Tally]:
    """Wording id -> how it was read. Sentences of pieces on several calls are counted under all of their wordings."""
    found: dict[str, Tally] = defaultdict(Tally)
    for piece in pieces:
        actions = extract(_story(piece))
        tally = found[piece.wording if len(piece.told) < 2 else f"{piece.kind} of several"]
        tally.told += max(1, len(piece.told))
        tally.misses += _misses(piece, actions)
    return found


def _story(piece: Piece) -> Story:
    behind = piece.kind == "behind"
    return Story(
        title=piece.title,
        summary="" if behind else piece.text,
        text=piece.text if behind else "",
        publisher=piece.outlet.name,
        published=piece.published,
        url=f"https://replay.example/articles/{piece.number}",
    )


def _misses(piece: Piece, actions: Sequence[RatingAction]) -> list[str]:
    left = list(actions)
    misses = []
    for told in piece.told:
        read = _match(told, left)
        if read is None:
            misses.append(f"[{piece.number}] {piece.title}\n  {piece.text}\n  not read: {told.action.ticker}")
            continue
        left.remove(read)
        if wrong := _differences(told, read):
            misses.append(f"[{piece.number}] {piece.title}\n  {piece.text}\n  {'; '.join(wrong)}")
    for read in left:
        said = f"{read.ticker} {read.firm} {read.rating_action} {read.pt_current}"
        misses.append(f"[{piece.number}] {piece.title}\n  {piece.text}\n  read what is not told: {said}")
    return misses


def _match(told: Told, actions: Sequence[RatingAction]) -> RatingAction | None:
    same = [action for action in actions if action.ticker == told.action.ticker]
    named = [action for action in same if action.firm == told.action.firm]
    return next(iter(named or same), None)


def _differences(told: Told, read: RatingAction) -> list[str]:
    firm = told.call.firm
    return [
        f"{name}: read {getattr(read, name)}, told {getattr(told.action, name)}"
        for name in READ
        if _key(name, getattr(read, name), firm) != _key(name, getattr(told.action, name), firm)
    ]


def _key(name: str, value: object, firm: str) -> object:
    if name == "pt_action" and value in DIRECTIONLESS:
        return None
    return None if value is None else sameness(name, value, firm)
