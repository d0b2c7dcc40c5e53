"""Stories by their words."""

from handlers.ask import Answer, Ask, answer
from handlers.terms import read_page
from messages import found
from messages.pages import Again


async def search(ask: Ask) -> Answer:
    """The stories that have all of the words."""
    words, page = read_page(ask.words)
    if not words:
        return answer(found.need_words())
    hits = await ask.desk.search.find(words, page=page)
    return answer(found.found(words, hits, Again("seek", words)))
