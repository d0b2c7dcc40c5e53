"""How each kind of news is told: the grid, its choices, and its exceptions as sentences."""

from collections.abc import Mapping, Sequence

from messages.html import bold, short
from messages.kinds import kind_name, way_name
from messages.model import Button, Message
from messages.panels import Row, did_you_mean, example, in_rows, panel, undo_data
from messages.tongue import tr
from messages.wish_views import WishView
from ratings.filter_words import Unclear
from ratings.kinds import Kind, Way

_WORDS = 60
_MARKS = {Way.ON: "🔔", Way.SILENT: "🔕", Way.DIGEST: "🗞", Way.OFF: "🚫"}


def grid(view: WishView) -> Message:
    """Every kind with its way; a button for each."""
    told = [f"{_MARKS[_way(view, kind)]} {kind_name(kind)}" for kind in Kind]
    lines = [bold(tr("🔔 How news is told")), *told, "", _legend(), tr("Tap a kind to change it.")]
    lines.append(example("/notify target=silent maintain=digest", "/notify all=on"))
    buttons = [Button(f"{kind_name(kind)} {_MARKS[_way(view, kind)]}", f"notify:{kind}") for kind in Kind]
    return panel(lines, in_rows(buttons, 2), undo_data("notify", view.undo))


def choices(view: WishView, kind: Kind) -> Message:
    """The ways in which one kind can be told."""
    now = _way(view, kind)
    lines = [bold(kind_name(kind)), tr("Now: {way}", way=way_name(now))]
    rows: list[Row] = [(Button(way_name(way) + (" ✓" if way is now else ""), f"notify:{kind}={way}"),) for way in Way]
    return panel(lines, [*rows, (Button(tr("‹ All kinds"), "notify:"),)])


def exceptions(ways: Mapping[Kind, Way]) -> list[str]:
    """A sentence for each way that is not the usual one."""
    found = {way: [kind for kind in Kind if ways.get(kind) is way] for way in (Way.SILENT, Way.DIGEST, Way.OFF)}
    return [tr("{way}: {kinds}.", way=way_name(way), kinds=_listed(kinds)) for way, kinds in found.items() if kinds]


def unclear(error: Unclear) -> Message:
    """Why words say no way, with what would."""
    words = short(error.words, _WORDS)
    troubles = {
        "kind": tr("I know no kind of news “{words}”.", words=words),
        "way": tr("A kind is on, silent, digest or off; “{words}” is none of these.", words=words),
    }
    trouble = troubles.get(error.kind) or tr("Write kinds with their ways; “{words}” has none.", words=words)
    return Message(f"{trouble}{did_you_mean(error.meant)}\n{example('/notify upgrade=on target=silent maintain=off')}")


def _way(view: WishView, kind: Kind) -> Way:
    return view.ways.get(kind, Way.ON)


def _legend() -> str:
    return " · ".join(way_name(way) for way in Way)


def _listed(kinds: Sequence[Kind]) -> str:
    return ", ".join(kind_name(kind) for kind in kinds)
