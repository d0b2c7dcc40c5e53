"""What a chat watches."""

from handlers.ask import Answer, Ask, answer
from messages import lists, texts


async def watch(ask: Ask) -> Answer:
    """Put stocks on the list."""
    if not ask.words:
        return answer(texts.need_words("/watch TICKER …", "/watch CIFR RIOT"))
    return Answer(lists.watch_changed(await ask.desk.watchlist.watch(ask.chat_id, ask.words)))


async def unwatch(ask: Ask) -> Answer:
    """Take stocks off the list, or all of them."""
    if not ask.words:
        return answer(texts.need_words("/unwatch TICKER … | all", "/unwatch CIFR"))
    if ask.words.casefold() == "all" and not await _means_stock(ask):
        return answer(lists.unwatch_changed(await ask.desk.watchlist.unwatch_all(ask.chat_id)))
    return answer(lists.unwatch_changed(await ask.desk.watchlist.unwatch(ask.chat_id, ask.words)))


async def _means_stock(ask: Ask) -> bool:
    """ALL is a ticker too: where it is watched, it is meant when it is written as one."""
    return ask.words == "ALL" and await ask.desk.watchlist.watches(ask.chat_id, "ALL")


async def show_list(ask: Ask) -> Answer:
    """The list, with each stock's newest call."""
    return Answer(lists.watchlist(await ask.desk.watchlist.rows(ask.chat_id)))
