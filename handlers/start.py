"""Getting in and out: start, help, status, privacy, stop, delete."""

from handlers import links
from handlers.args import command_name
from handlers.ask import Answer, Ask, answer
from messages import consensus, data, health, texts
from messages.tongue import tr


async def start(ask: Ask) -> Answer:
    """Greet, and wake a chat that had stopped; a link leads further."""
    if (led := await links.follow(ask)) is not None:
        return led
    await ask.desk.watchlist.wake(ask.chat_id)
    return answer(texts.welcome())


async def show_help(ask: Ask) -> Answer:
    """All commands, or one of them."""
    name = command_name(ask.words)
    chosen = next((command for command in ask.desk.guide if command.name == name), None)
    if chosen is None:
        return answer(texts.help_overview(ask.desk.guide))
    more = (consensus.method(),) if chosen.name == "consensus" else ()
    return answer(texts.help_one(chosen), *more)


async def status(ask: Ask) -> Answer:
    """How the bot fares."""
    return answer(health.status(await ask.desk.lookup.status()))


async def about(ask: Ask) -> Answer:
    """Which version this is."""
    return answer(texts.about((await ask.desk.lookup.status()).version))


async def privacy(_: Ask) -> Answer:
    """What is stored, and how to have it deleted."""
    return answer(texts.privacy())


async def my_data(ask: Ask) -> Answer:
    """Everything that is stored about this chat, as a file."""
    return answer(data.everything(await ask.desk.personal.show(ask.chat_id)))


async def stop(ask: Ask) -> Answer:
    """No alerts until /start."""
    await ask.desk.watchlist.stop(ask.chat_id)
    return answer(texts.stopped())


async def delete(_: Ask) -> Answer:
    """Ask once before everything is deleted."""
    return answer(texts.confirm_delete())


async def confirm(ask: Ask) -> Answer:
    """Delete everything about this chat, or leave it as it is."""
    if ask.words != "yes":
        return answer(texts.kept(), toast=tr("Kept"))
    await ask.desk.personal.wipe(ask.chat_id)
    ask.desk.recent.forget(ask.chat_id)
    return answer(texts.deleted(), toast=tr("Deleted"))
