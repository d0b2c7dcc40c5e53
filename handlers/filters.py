"""Which calls a chat wants to hear of: rules, how kinds are told, a trial, a sample."""

from dataclasses import replace

from handlers.args import number
from handlers.ask import Answer, Ask, answer
from messages import filters as panels
from messages import notify as grids
from messages.model import Message
from messages.sample import sample as sampled
from messages.tongue import tr
from messages.wish_views import WishView
from ratings.filter_words import Unclear
from services.notice_words import kind_named


async def filters(ask: Ask) -> Answer:
    """The rules, or a change of them."""
    verb, _, rest = ask.words.partition(" ")
    match verb.casefold():
        case "":
            return await _shown(ask, await ask.desk.wishes.view(ask.chat_id))
        case "add":
            return await _changed(ask, await ask.desk.wishes.add(ask.chat_id, rest))
        case "remove" | "drop" | "delete":
            return await _changed(ask, await ask.desk.wishes.remove(ask.chat_id, rest.strip()))
        case "clear" | "off":
            return await _changed(ask, await ask.desk.wishes.clear(ask.chat_id))
        case "save":
            return await _changed(ask, await ask.desk.wishes.save(ask.chat_id))
        case "test":
            return await _tried(ask, rest.strip())
        case "undo":
            return await _shown(ask, *await undone(ask, rest))
    return await _changed(ask, await ask.desk.wishes.add(ask.chat_id, ask.words))


async def add(ask: Ask) -> Answer:
    """One more rule, shown in a message of its own."""
    return replace(await _changed(ask, await ask.desk.wishes.add(ask.chat_id, ask.words)), instead=False)


async def notify(ask: Ask) -> Answer:
    """How each kind of news is told."""
    verb, _, rest = ask.words.partition(" ")
    if not verb:
        return _panel(grids.grid(await ask.desk.wishes.view(ask.chat_id)))
    if verb.casefold() == "undo":
        view, toast = await undone(ask, rest)
        return _panel(grids.grid(view), toast)
    if kind := kind_named(ask.words):
        return _panel(grids.choices(await ask.desk.wishes.view(ask.chat_id), kind))
    changed = await ask.desk.wishes.set_ways(ask.chat_id, ask.words)
    return answer(grids.unclear(changed)) if isinstance(changed, Unclear) else _panel(grids.grid(changed), tr("Done"))


async def sample(ask: Ask) -> Answer:
    """An alert as it would look here."""
    return answer(sampled(await ask.desk.samples.sample(ask.chat_id)))


async def undone(ask: Ask, words: str) -> tuple[WishView, str]:
    """How it is once the last change is taken back, or as before where it is too late for that, and what pops up."""
    view = await ask.desk.wishes.undo(ask.chat_id, number(words))
    if view is not None:
        return view, tr("Done")
    return await ask.desk.wishes.view(ask.chat_id), tr("It is too late to undo that")


async def _tried(ask: Ask, words: str) -> Answer:
    found = await ask.desk.backtest.test(ask.chat_id, words)
    return answer(panels.unclear(found) if isinstance(found, Unclear) else panels.tried(found))


async def _changed(ask: Ask, found: WishView | Unclear | None) -> Answer:
    if found is None:
        return answer(panels.gone())
    if isinstance(found, Unclear):
        return answer(panels.unclear(found))
    return await _shown(ask, found, tr("Done"))


async def _shown(ask: Ask, view: WishView, toast: str = "") -> Answer:
    return _panel(panels.filters(view, await ask.desk.preferences.view(ask.chat_id)), toast)


def _panel(message: Message, toast: str = "") -> Answer:
    return Answer((message,), toast, instead=True)
