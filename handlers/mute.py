"""What is not heard for a while: stocks, firms, everything."""

from handlers.ask import Answer, Ask, answer
from handlers.filters import undone
from messages import mute as panels
from messages.tongue import tr
from messages.wish_views import WishView
from ratings.filter_words import Unclear
from services.mutes import Muted


async def mute(ask: Ask) -> Answer:
    """Mute what the words name, or show what is muted."""
    if not ask.words:
        return await show(ask)
    return _muted(await ask.desk.mutes.mute(ask.chat_id, ask.words))


async def unmute(ask: Ask) -> Answer:
    """Hear again what the words name."""
    if not ask.words:
        return await show(ask)
    found = await ask.desk.mutes.unmute(ask.chat_id, ask.words)
    if isinstance(found, Unclear):
        return answer(panels.unclear(found), toast=tr("Nothing of this is on your list any more"))
    return answer(panels.unmuted(found.rows, found.view.undo), toast=tr("Unmuted"))


async def mute_alert(ask: Ask) -> Answer:
    """No alerts on an alert's stocks for a week."""
    events = await ask.desk.lookup.of_alert(int(ask.words), ask.chat_id)
    return _muted(await ask.desk.mutes.mute_stocks(ask.chat_id, [event.ticker for event in events]))


async def show(ask: Ask) -> Answer:
    """Everything that is muted."""
    return await _panel(ask, await ask.desk.wishes.view(ask.chat_id))


async def change(ask: Ask) -> Answer:
    """What the panel's own buttons do: take the last change back."""
    _, _, number = ask.words.partition(" ")
    return await _panel(ask, *await undone(ask, number))


async def _panel(ask: Ask, view: WishView, toast: str = "") -> Answer:
    zone = (await ask.desk.preferences.view(ask.chat_id)).zone
    return Answer((panels.mutes(view.mutes, zone),), toast, instead=True)


def _muted(found: Muted | Unclear) -> Answer:
    if isinstance(found, Unclear):
        return answer(panels.unclear(found))
    if not found.rows:
        return answer(toast=tr("Nothing of this is on your list any more"))
    return answer(panels.muted(found.rows, found.view.undo), toast=tr("Muted"))
