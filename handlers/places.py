"""Channels, groups and forum topics: looked after from a private chat, and told where alerts go."""

from handlers.ask import Answer, Ask, answer
from messages import places
from messages.model import Message
from messages.places import PlaceView
from messages.sample import sample as sample_alert
from messages.tongue import tr
from storage.places import Place


async def connect(ask: Ask) -> Answer:
    """Ask which channel or group it is."""
    return answer(places.pick_place() if ask.private else places.in_private())


async def take(ask: Ask) -> Answer:
    """Look after the place that was chosen; the words are its number."""
    place_id = int(ask.words)
    standing = await ask.door.standing(place_id, ask.user_id)
    if standing is None:
        return answer(places.not_connected(places.out_of_reach()))
    if not standing.admin:
        return answer(places.not_connected(places.no_admin(standing.title)))
    if not standing.posts:
        return answer(places.not_connected(places.may_not_post(standing.title)))
    place = Place(id=place_id, kind=standing.kind, title=standing.title, current=True)
    await ask.desk.places.connect(ask.chat_id, place)
    return answer(places.connected(_view(place)), places.next_steps(_view(place)))


async def manage(ask: Ask) -> Answer:
    """Which place is meant from now on, or which there are."""
    if not ask.private:
        return answer(places.in_private())
    mine = await ask.desk.places.of(ask.chat_id)
    if not ask.words:
        return answer(_panel(mine))
    place = _find(mine, ask.words)
    if place is None and ask.words != "0":
        return answer(_panel(mine))
    await ask.desk.places.choose(ask.chat_id, place.id if place else None)
    return Answer((_panel(await ask.desk.places.of(ask.chat_id)),), tr("Done"), instead=True)


async def disconnect(ask: Ask) -> Answer:
    """Ask once before a place is let go: the one that is named, or the current one."""
    if not ask.private:
        return answer(places.in_private())
    mine = await ask.desk.places.of(ask.chat_id)
    place = _find(mine, ask.words) if ask.words else next((one for one in mine if one.current), None)
    return answer(places.confirm_disconnect(_view(place)) if place else _panel(mine))


async def let_go(ask: Ask) -> Answer:
    """Look after it no more."""
    place = _find(await ask.desk.places.of(ask.chat_id), ask.words)
    if place is None:
        return answer(toast=tr("This was answered already"))
    await ask.desk.places.disconnect(ask.chat_id, place)
    return Answer((places.disconnected(_view(place)),), tr("Done"), instead=True)


async def sample(ask: Ask) -> Answer:
    """Post an alert there that is none."""
    place = _find(await ask.desk.places.of(ask.chat_id), ask.words)
    if place is None or not await ask.door.is_admin(place.id, ask.user_id):
        return answer(toast=tr("You are no admin there"))
    posted = sample_alert(await ask.desk.places.sample(place.id))
    return Answer((places.sample_sent(),), tr("Done"), elsewhere=((place.id, places.hello()), (place.id, posted)))


async def topic(ask: Ask) -> Answer:
    """Have alerts come into the forum topic that this is sent in, or into the group itself."""
    words = ask.words.casefold()
    if words == "off":
        await ask.desk.places.set_topic(ask.chat_id, None)
        return answer(places.topic_off())
    if words == "here" and ask.thread_id is not None:
        await ask.desk.places.set_topic(ask.chat_id, ask.thread_id)
        return answer(places.topic_here())
    if words == "here":
        return answer(places.no_topic())
    return answer(places.topic_usage(set_already=await ask.desk.places.topic(ask.chat_id) is not None))


async def cancel(ask: Ask) -> Answer:
    """End whatever is under way."""
    closed = await ask.desk.imports.cancel(ask.chat_id)
    return answer(places.cancelled() if closed else places.nothing_open())


def _panel(mine: list[Place]) -> Message:
    return places.managed([_view(place) for place in mine])


def _find(mine: list[Place], words: str) -> Place | None:
    """The place that a number, a title or a name with its @ means."""
    plain = words.strip().removeprefix("@").casefold()
    return next((one for one in mine if plain in (str(one.id), one.title.casefold())), None)


def _view(place: Place) -> PlaceView:
    return PlaceView(id=place.id, title=place.title, current=place.current)
