"""A stock's calls as a table for other programs."""

import re

from messages.fields import stock
from messages.model import Attachment, Message
from messages.tongue import trn

_ODD = re.compile(r"[^A-Za-z0-9]")


def calls(ticker: str, content: bytes, rows: int) -> Message:
    """So many calls as a CSV file."""
    text = trn("{stock}: {count} call as a table", "{stock}: {count} calls as a table", rows, stock=stock(ticker, None))
    return Message(text, attachment=Attachment(name=f"{_ODD.sub('-', ticker)}-calls.csv", content=content))
