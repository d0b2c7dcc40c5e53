"""What a chat sees of an alert, and what has changed since it was first sent."""

import datetime as dt
import json
from collections.abc import Sequence
from dataclasses import dataclass, replace

from messages.changes import Change
from ratings.model import RatingAction, RatingEvent
from storage.codec import dump_action, load_action, to_moment
from storage.outbox import Outbox


@dataclass(frozen=True, slots=True)
class Shown:
    """An alert's calls by event, those among them that were retracted, and all changes in order."""

    calls: dict[int, RatingAction]
    retracted: frozenset[int] = frozenset()
    changes: tuple[Change, ...] = ()

    def now(self, events: Sequence[RatingEvent], at: dt.datetime) -> "Shown":
        """The same with the calls as they are now; whatever differs is a change at this time."""
        new = [change for event in events if (change := self._change(event, at))]
        retracted = frozenset(event.id for event in events if event.retracted)
        return Shown({event.id: event.call for event in events}, retracted, (*self.changes, *new))

    def _change(self, event: RatingEvent, at: dt.datetime) -> Change | None:
        if event.id not in self.calls:
            return None
        before = event.id in self.retracted
        change = Change(
            before=self.calls[event.id],
            after=event.call,
            at=at,
            retracted=event.retracted and not before,
            restored=before and not event.retracted,
        )
        return change if change.retracted or change.restored or change.fields else None

    def turned(self, before: "Shown") -> tuple[Change, ...]:
        """The changes since ``before`` in which a call turned round or away."""
        return tuple(change for change in self.changes[len(before.changes) :] if change.is_turn)


def read_shown(outbox: Outbox, alert_id: int) -> Shown:
    """What was noted of an alert; nothing of one that wasn't sent yet."""
    text = outbox.shown(alert_id)
    if text is None:
        return Shown({})
    row = json.loads(text)
    return Shown(
        {int(number): load_action(call) for number, call in row["calls"].items()},
        frozenset(row["retracted"]),
        tuple(
            Change(
                before=load_action(before),
                after=load_action(after),
                at=to_moment(at),
                retracted=retracted,
                restored=any(restored),
            )
            for before, after, at, retracted, *restored in row["changes"]
        ),
    )


def write_shown(outbox: Outbox, alert_id: int, shown: Shown) -> None:
    """Note it for the next edit."""
    row = {
        "calls": {number: _dump(call) for number, call in shown.calls.items()},
        "retracted": sorted(shown.retracted),
        "changes": [
            [_dump(change.before), _dump(change.after), change.at.timestamp(), change.retracted, change.restored]
            for change in shown.changes
        ],
    }
    outbox.show(alert_id, json.dumps(row, ensure_ascii=False))


def _dump(call: RatingAction) -> str:
    return dump_action(replace(call, evidence={}))
