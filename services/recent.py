"""The stock that each chat asked about last, so that the next command need not name it. Forgotten with the process."""

from collections import OrderedDict

REMEMBERED = 10_000  # chats


class Recent:
    """One ticker for each chat."""

    def __init__(self) -> None:
        self._tickers: OrderedDict[int, str] = OrderedDict()

    def note(self, chat_id: int, ticker: str) -> None:
        """The chat asks about this stock now."""
        self._tickers[chat_id] = ticker
        self._tickers.move_to_end(chat_id)
        if len(self._tickers) > REMEMBERED:
            self._tickers.popitem(last=False)

    def of(self, chat_id: int) -> str | None:
        """What the chat asked about last."""
        return self._tickers.get(chat_id)

    def forget(self, chat_id: int) -> None:
        """Nothing is remembered of the chat."""
        self._tickers.pop(chat_id, None)
