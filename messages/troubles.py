"""What owners are told of the bot's own health: one message when something is wrong, one when it is well again."""

from collections.abc import Sequence

from messages.fit import more
from messages.html import bold, short
from messages.model import Message
from messages.tongue import tr
from messages.views import TroubleView

SHOWN = 20  # lines; the rest is counted
NAME = 60


def health_note(wrong: Sequence[TroubleView], well: Sequence[TroubleView]) -> Message:
    """What has gone wrong since the last note, and what is well again."""
    lines = []
    if wrong:
        lines += [bold(tr("⚠️ Something needs your attention")), *_told([_wrong(trouble) for trouble in wrong])]
    if well:
        lines += [bold(tr("✅ Well again")), *_told([_well(trouble) for trouble in well])]
    return Message("\n".join(lines))


def _told(lines: list[str]) -> list[str]:
    rest = len(lines) - SHOWN
    return lines[:SHOWN] + ([more(rest)] if rest > 0 else [])


def _wrong(trouble: TroubleView) -> str:
    match trouble.kind:
        case "feed":
            return tr("The feed {name} has failed for a day.", name=_name(trouble))
        case "gone":
            return tr("The feed {name} is looked at no more: its host says that it is gone.", name=_name(trouble))
        case "queue":
            return tr("Alerts wait, and none has been sent for a while.")
        case "disk":
            return tr("The disk that holds the data is nearly full.")
        case _:
            return tr("The daily copy of the data can't be written.")


def _well(trouble: TroubleView) -> str:
    match trouble.kind:
        case "feed":
            return tr("The feed {name} answers.", name=_name(trouble))
        case "gone":
            return tr("The feed {name} is looked at again, or was removed.", name=_name(trouble))
        case "queue":
            return tr("Alerts go out.")
        case "disk":
            return tr("The disk that holds the data has room.")
        case _:
            return tr("The daily copy of the data was written.")


def _name(trouble: TroubleView) -> str:
    return short(trouble.subject, NAME)
