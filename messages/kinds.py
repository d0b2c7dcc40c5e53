"""Kinds of news, what a rule asks for and ways of telling, in words."""

from collections.abc import Mapping

from messages.tongue import tr
from ratings.filters import Deed, Direction
from ratings.kinds import Kind, Way


def kind_name(kind: Kind) -> str:
    """A kind of news with its mark."""
    names: Mapping[Kind, str] = {
        Kind.UPGRADE: tr("⬆️ Upgrades"),
        Kind.DOWNGRADE: tr("⬇️ Downgrades"),
        Kind.INITIATE: tr("🆕 New coverage"),
        Kind.RAISE: tr("📈 Targets raised"),
        Kind.LOWER: tr("📉 Targets cut"),
        Kind.MAINTAIN: tr("➡️ Ratings kept"),
        Kind.REINSTATE: tr("🔄 Coverage resumed"),
        Kind.TERMINATE: tr("⏹ Coverage ended"),
        Kind.OTHER: tr("🗒 Anything else"),
    }
    return names[kind]


def deed_name(deed: Deed) -> str:
    """What a rule's action term asks for."""
    names: Mapping[Deed, str] = {
        Deed.UPGRADE: tr("upgrades"),
        Deed.DOWNGRADE: tr("downgrades"),
        Deed.INITIATE: tr("new coverage"),
        Deed.MAINTAIN: tr("ratings kept"),
        Deed.REINSTATE: tr("coverage resumed"),
        Deed.TERMINATE: tr("coverage ended"),
        Deed.TARGET: tr("news of targets"),
    }
    return names[deed]


def direction_name(direction: Direction) -> str:
    """Where a call points."""
    return (
        tr("good news: an upgrade, or a target raised")
        if direction is Direction.UP
        else tr("bad news: a downgrade, or a target cut")
    )


def way_name(way: Way) -> str:
    """How a kind is told."""
    names: Mapping[Way, str] = {
        Way.ON: tr("🔔 With a sound"),
        Way.SILENT: tr("🔕 Without a sound"),
        Way.DIGEST: tr("🗞 In the digest only"),
        Way.OFF: tr("🚫 Not at all"),
    }
    return names[way]
