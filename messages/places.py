"""Channels, groups and forum topics: which are looked after, and where alerts go."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from messages.html import bold, code, italic, short
from messages.model import Button, Choice, Message
from messages.tongue import tr

_TITLE = 60
_REASON = 200
_SHOWN = 40  # places that have a button each
CHANNEL, GROUP = 1, 2  # numbers by which Telegram tells which of two choices was made


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceView:
    """A channel or group; what is written in the private chat is about the ``current`` one."""

    id: int
    title: str
    current: bool = False


def pick_place() -> Message:
    """The question which channel or group, answered with Telegram's own list."""
    return Message(
        tr(
            "Choose the channel or group below. You must be an admin there, and I become one that may post; "
            "nothing is sent before Telegram has asked you. /cancel puts the buttons away."
        ),
        choices=(
            Choice(label=tr("📣 Choose a channel"), number=CHANNEL, channel=True),
            Choice(label=tr("👥 Choose a group"), number=GROUP),
        ),
    )


def in_private() -> Message:
    """That channels and groups are looked after elsewhere."""
    return Message(tr("Send me {command} in our private chat.", command=code("/connect")))


def connected(place: PlaceView) -> Message:
    """That a place is looked after, and what comes next."""
    return Message(
        tr(
            "✅ Connected. What you write here now is about {place}: {watch} has its alerts go there. "
            "{manage} switches between your own list and it.",
            place=_title(place),
            watch=code("/watch CIFR"),
            manage=code("/manage"),
        ),
        choices=(),
    )


def next_steps(place: PlaceView) -> Message:
    """What can be done with a place that was connected."""
    buttons = (
        (Button(tr("Post a sample there"), f"placesample:{place.id}"), Button(tr("My own list"), "manage:0")),
        (Button(tr("Disconnect"), f"disconnect:{place.id}"),),
    )
    return Message(tr("Is this the place? {place}", place=_title(place)), buttons)


def not_connected(reason: str) -> Message:
    """Why a place can't be looked after."""
    return Message(short(reason, _REASON), choices=())


def no_admin(title: str) -> str:
    """Why: the person."""
    return tr("You are no admin of {place}, so it stays as it is.", place=title)


def may_not_post(title: str) -> str:
    """Why: the bot."""
    return tr("I may not post in {place}. Make me an admin there who may post messages, then try again.", place=title)


def out_of_reach() -> str:
    """Why: neither is known there."""
    return tr("I can't see that chat. Add me to it as an admin, then try again.")


def managed(places: Sequence[PlaceView]) -> Message:
    """All places, and which of them is meant."""
    if not places:
        return Message(tr("You look after no channel or group from here yet. {command}", command=code("/connect")))
    current = next((place for place in places if place.current), None)
    lines = [
        tr("What you write here is about {place}.", place=_title(current))
        if current
        else tr("What you write here is about your own list.")
    ]
    lines.append(tr("Switch below; {command} adds another.", command=code("/connect")))
    buttons = [
        (Button(("✓ " if place.current else "") + short(place.title, _TITLE), f"manage:{place.id}"),)
        for place in places[:_SHOWN]
    ]
    own = (Button(("" if current else "✓ ") + tr("My own list"), "manage:0"),)
    return Message("\n".join(lines), (own, *buttons))


def confirm_disconnect(place: PlaceView) -> Message:
    """The question before a place is let go."""
    return Message(
        tr(
            "Disconnect {place}? A channel that nobody looks after gets no more alerts; its list and settings are "
            "deleted.",
            place=_title(place),
        ),
        ((Button(tr("Disconnect"), f"disconnectyes:{place.id}"), Button(tr("Keep it"), f"manage:{place.id}")),),
    )


def disconnected(place: PlaceView) -> Message:
    """That a place is looked after no more."""
    return Message(
        tr("Done: {place} is disconnected. What you write here is about your own list.", place=_title(place))
    )


def headed(message: Message, title: str) -> Message:
    """The same message, saying which place it is about."""
    return replace(message, html=f"{italic('📣 ' + short(title, _TITLE))}\n{message.html}")


def hello() -> Message:
    """The first words in a place, before a sample."""
    return Message(tr("👋 Analyst ratings come here from now on. An alert looks like this:"))


def sample_sent() -> Message:
    """That a sample stands in the place."""
    return Message(tr("A sample is there now."))


def not_posted(reason: str) -> Message:
    """That a sample did not get there."""
    return Message(tr("It could not be posted there: {reason}", reason=short(reason, _REASON)))


def topic_here() -> Message:
    """That alerts come into this topic."""
    return Message(
        tr(
            "📌 Alerts come into this topic from now on. Should it be closed or deleted, they come into the group "
            "itself."
        ),
        ((Button(tr("↩️ Undo"), "topic:off"),),),
    )


def topic_off() -> Message:
    """That alerts come into the group itself."""
    return Message(tr("Alerts come into the group itself, not into a topic."))


def topic_usage(*, set_already: bool) -> Message:
    """How topics are chosen."""
    now = tr("Alerts go to a topic of this group.") if set_already else tr("Alerts go to the group itself.")
    how = tr(
        "Send {here} in the topic that you want them in, or {off}.", here=code("/topic here"), off=code("/topic off")
    )
    return Message(f"{now}\n{how}")


def no_topic() -> Message:
    """That the command was not sent in a topic."""
    return Message(tr("Send it in the topic itself: a group with topics has them in its settings."))


def nothing_open() -> Message:
    """The answer to /cancel where nothing is under way."""
    return Message(tr("Nothing is under way now. /help shows what I can do."), choices=())


def cancelled() -> Message:
    """The answer to /cancel."""
    return Message(tr("Cancelled: nothing was changed."), choices=())


def lost(title: str) -> Message:
    """That somebody is no admin of a place any more."""
    return Message(
        tr(
            "You are no admin of {place} any more, so I changed nothing there. {manage} goes back to your own list.",
            place=bold(short(title, _TITLE)),
            manage=code("/manage"),
        )
    )


def _title(place: PlaceView) -> str:
    return bold(short(place.title, _TITLE))
