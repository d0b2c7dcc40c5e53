"""An alert as it would look here, and what would become of it."""

from messages.alert import alert
from messages.html import bold, split
from messages.model import Message
from messages.reasons import reason
from messages.tongue import tr
from messages.wish_views import SampleView

NO_ALERT = 0  # the key of buttons that belong to no alert


def sample(view: SampleView) -> Message:
    """The alert below a line that says that it is a sample."""
    shown = alert([view.event], key=NO_ALERT, history={view.event.id: view.background})
    label = (
        tr("🧪 A sample, and made up: nobody made this call.")
        if view.made_up
        else tr("🧪 A sample: a real call, told before or not.")
    )
    text = "\n".join((bold(label), _fate(view.fate, view.reason), "", shown.html))
    return Message(split(text)[0], shown.buttons)


def _fate(fate: str, why: str) -> str:
    """What would become of the call now."""
    told = reason(why) if why else ""
    match fate:
        case "silent":
            return tr("With your settings it would come without a sound now: {reason}.", reason=told)
        case "hold":
            return tr("With your settings it would wait now: {reason}.", reason=told)
        case "digest":
            return tr("With your settings it would come in a digest: {reason}.", reason=told)
        case "never":
            return tr("With your settings it would not come: {reason}.", reason=told)
    return tr("With your settings it would come at once, with a sound.")
