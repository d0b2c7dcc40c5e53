"""Lists that come in."""

from handlers.ask import Answer, Ask, answer
from handlers.documents import DocumentError
from messages import imports
from messages.tongue import tr
from services.holdings import LARGEST, NotAListError

LINES = 3  # from which a text without a command is taken for a list


async def take_in(ask: Ask) -> Answer:
    """Offer the list behind the command, or in the file that it replies to."""
    if ask.words:
        return answer(imports.offered(await ask.desk.imports.offer_text(ask.chat_id, ask.words)))
    return await take_file(ask) if ask.paper is not None else answer(imports.need_list())


async def take_file(ask: Ask) -> Answer:
    """Offer what a file holds."""
    assert ask.paper is not None
    try:
        offer = await ask.desk.imports.offer_file(ask.chat_id, await ask.paper.read(LARGEST))
    except (DocumentError, NotAListError) as error:
        return answer(imports.no_list(str(error)))
    return answer(imports.offered(offer))


def is_list(words: str) -> bool:
    """Whether a text without a command is meant as a list."""
    return sum(1 for line in words.splitlines() if line.strip()) >= LINES


async def add(ask: Ask) -> Answer:
    """Watch what was offered."""
    done = await ask.desk.imports.accept(ask.chat_id, int(ask.words))
    return Answer((imports.added(done),), tr("Added"), instead=True) if done else _answered()


async def undo(ask: Ask) -> Answer:
    """Take off again what was added."""
    done = await ask.desk.imports.undo(ask.chat_id, int(ask.words))
    return Answer((imports.undone(done),), tr("Undone"), instead=True) if done else _answered()


async def drop(ask: Ask) -> Answer:
    """Leave the list as it is."""
    if not await ask.desk.imports.drop(ask.chat_id, int(ask.words)):
        return _answered()
    return Answer((imports.dropped(),), tr("Cancelled"), instead=True)


def _answered() -> Answer:
    return answer(toast=tr("This was answered already"))
