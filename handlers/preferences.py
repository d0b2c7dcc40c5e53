"""When alerts come to a chat: quiet hours, digest, limit, time zone, pause."""

from handlers.ask import Answer, Ask, answer
from messages import digest as digests
from messages import preferences as panels
from messages.model import Message
from messages.tongue import tr
from services.preferences import Changed


async def quiet(ask: Ask) -> Answer:
    """The hours in which alerts wait or make no sound."""
    if not ask.words:
        return answer(panels.quiet(await ask.desk.preferences.view(ask.chat_id)))
    changed = await ask.desk.preferences.set_quiet(ask.chat_id, ask.words)
    return _panel(panels.quiet(changed.view, changed.undo)) if changed else answer(panels.unclear_quiet(ask.words))


async def digest(ask: Ask) -> Answer:
    """The digest's times, or the digest itself."""
    if not ask.words:
        return answer(panels.digest(await ask.desk.preferences.view(ask.chat_id)))
    if ask.words.casefold() == "now":
        sent = await ask.desk.preferences.send_now(ask.chat_id)
        return answer(digests.on_its_way() if sent else digests.nothing_new())
    changed = await ask.desk.preferences.set_digest(ask.chat_id, ask.words)
    return _panel(panels.digest(changed.view, changed.undo)) if changed else answer(panels.unclear_digest(ask.words))


async def limit(ask: Ask) -> Answer:
    """The most alerts a day."""
    if not ask.words:
        return answer(panels.limit(await ask.desk.preferences.view(ask.chat_id)))
    changed = await ask.desk.preferences.set_limit(ask.chat_id, ask.words)
    return _panel(panels.limit(changed.view, changed.undo)) if changed else answer(panels.unclear_limit(ask.words))


async def timezone(ask: Ask) -> Answer:
    """Whose clocks count."""
    if not ask.words:
        return answer(panels.timezone(await ask.desk.preferences.view(ask.chat_id)))
    found = await ask.desk.preferences.set_zone(ask.chat_id, ask.words)
    if isinstance(found, Changed):
        return _panel(panels.timezone(found.view, found.undo))
    return answer(panels.unclear_zone(ask.words, found.suggestions))


async def pause(ask: Ask) -> Answer:
    """Keep alerts until they are wanted."""
    return _panel(panels.paused((await ask.desk.preferences.pause(ask.chat_id)).view))


async def resume(ask: Ask) -> Answer:
    """Send what was kept, and alerts as before."""
    return _panel(panels.resumed((await ask.desk.preferences.resume(ask.chat_id)).view))


def _panel(message: Message) -> Answer:
    return Answer((message,), tr("Done"), instead=True)
