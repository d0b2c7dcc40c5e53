"""What the outlets print: a piece, the calls it tells of, and how calls are put into one."""

import datetime as dt
import random
from collections.abc import Sequence
from dataclasses import dataclass

from benchmarks.replay.cast import Outlet
from benchmarks.replay.truth import Call
from benchmarks.replay.wordings import Wording, filler, frames, phrase, words_of
from ratings.model import RatingAction

MOST_NAMES = 3  # companies in a title


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A call as one piece tells it. ``corrects``: it takes back what the outlet had told before."""

    call: Call
    action: RatingAction
    corrects: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """One story of an outlet. ``published`` is what it is dated to, ``visible`` when its feed shows it.

    ``deleted`` is when the outlet takes it back.
    """

    number: int
    outlet: Outlet
    kind: str
    wording: str
    published: dt.datetime
    title: str
    text: str
    told: tuple[Told, ...] = ()
    deleted: dt.datetime | None = None

    @property
    def visible(self) -> dt.datetime:
        """When the feed shows it."""
        return self.published + dt.timedelta(minutes=self.outlet.pace)


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A call to be told, as the outlet knows it, and the words for it."""

    call: Call
    action: RatingAction
    wording: Wording

    def told(self, at: dt.datetime) -> Told:
        """What a reader of that time learns of it."""
        action = self.wording.told(self.action, self.call.day, at.date())
        return Told(call=self.call, action=action, corrects=self.wording.kind == "correction")


class Press:
    """Puts calls into words and numbers the pieces."""

    def __init__(self, draw: random.Random) -> None:
        self._draw = draw
        self._printed = 0

    def single(self, line: Line, outlet: Outlet, at: dt.datetime) -> Piece:
        """A piece on one call."""
        words = words_of(line.action, line.call.stock, line.call.day, self._draw)
        text = phrase(line.wording.text, words)
        if text and self._draw.random() < 0.7:
            text += "\n\n" + filler(self._draw)
        title = phrase(line.wording.title, words)
        return self._piece(line.wording.kind, line.wording.id, outlet, at, title, text, [line])

    def several(self, kind: str, lines: Sequence[Line], outlet: Outlet, at: dt.datetime) -> Piece:
        """A piece on several calls: a "roundup" of many houses, a "note" of one, a "recap" of old ones."""
        frame = self._draw.choice(frames(kind))
        names = ", ".join(line.call.stock.listing.name for line in lines[:MOST_NAMES])
        words = {"firm": lines[0].call.firm, "names": names, "weekday": f"{at:%A}"}
        paragraphs = [
            phrase(line.wording.text, words_of(line.action, line.call.stock, line.call.day, self._draw))
            for line in lines
        ]
        text = "\n\n".join([*paragraphs, filler(self._draw)])
        ids = "+".join(sorted({line.wording.id for line in lines}))
        return self._piece(kind, ids, outlet, at, phrase(frame, words), text, lines)

    def noise(self, wording: Wording, call: Call, outlet: Outlet, at: dt.datetime) -> Piece:
        """A piece that tells of no call; the stock is that of some call."""
        words = words_of(call.action, call.stock, call.day, self._draw)
        return self._piece("noise", wording.id, outlet, at, phrase(wording.title, words), phrase(wording.text, words))

    def _piece(
        self,
        kind: str,
        wording: str,
        outlet: Outlet,
        at: dt.datetime,
        title: str,
        text: str,
        lines: Sequence[Line] = (),
    ) -> Piece:
        self._printed += 1
        return Piece(
            number=self._printed,
            outlet=outlet,
            kind=kind,
            wording=wording,
            published=at.replace(second=0),
            title=title,
            text=text,
            told=tuple(line.told(at) for line in lines),
        )
