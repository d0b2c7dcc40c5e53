"""The question which stock is meant, with a button for each."""

from collections.abc import Sequence

from messages.fields import TICKER
from messages.html import code
from messages.model import Button, Message
from messages.panels import in_rows
from messages.tongue import tr

_IN_A_ROW = 4
_MOST = 24


def which(tickers: Sequence[str], *, press: str, command: str) -> Message:
    """Which of the stocks."""
    buttons = [Button(ticker[:TICKER], f"{press}:{ticker}") for ticker in tickers[:_MOST]]
    rows = in_rows(buttons, _IN_A_ROW)
    return Message(tr("Which stock? Press one, or name it: {example}", example=code(f"/{command} CIFR")), rows)
