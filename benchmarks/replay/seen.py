"""What chats see: each alert with its calls, and the lines that tell of one call."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from benchmarks.replay.stage import Stage
from messages import fields
from messages.html import plain
from messages.moves import move
from ratings import grades
from ratings.model import RatingAction

Shown = tuple[str, ...]

KEY = re.compile(r"^why:(\d+)$")


@dataclass(frozen=True, slots=True)
class Seen:
    """An alert in a chat as it is now, with the ids of the events it tells of."""

    chat_id: int
    message_id: int
    text: str
    events: tuple[int, ...]


def alerts(stage: Stage) -> Iterator[Seen]:
    """Every message with an alert's buttons, in every chat."""
    for chat in stage.api.world.chats.values():
        for bubble in chat.bubbles.values():
            keys = [found[1] for button in bubble.buttons if (found := KEY.match(button.data or ""))]
            for key in keys:
                events = tuple(event.id for event in stage.store.events.of_alert(int(key)))
                yield Seen(chat.id, bubble.message_id, bubble.text, events)


def tells(text: str, call: RatingAction) -> bool:
    """Whether a message shows the call as it is: what was done, by whom, its rating and its target."""
    wanted = move(call).words
    return any(
        wanted in text and (call.firm or "firm not stated") in text and shown == _shown(call)
        for shown in blocks(text, call.ticker or "")
    )


def blocks(text: str, ticker: str) -> list[tuple[Shown, Shown]]:
    """The rating and the target of each call on a stock, as a message shows them, without what is noted on them."""
    lines = text.splitlines()
    return [
        (_head(lines[at + 1]), _head(lines[at + 2]))
        for at, line in enumerate(lines[:-2])
        if re.search(rf"\${re.escape(ticker)}(?![\w.])", line)
        and lines[at + 1].startswith("Rating: ")
        and lines[at + 2].startswith("Target: ")
    ]


def _shown(call: RatingAction) -> tuple[Shown, Shown]:
    return _head(f"Rating: {plain(fields.rating(call))}"), _head(f"Target: {plain(fields.target(call))}")


def _head(line: str) -> Shown:
    """Old and new value, as words without the hyphens and spaces that outlets set as they like."""
    return tuple(grades.plain(value) for value in line.partition(": ")[2].partition(" (")[0].split(" → "))
