"""What people write in reply to an alert: "mute 7d", "why", "history", "wrong: target is 25"."""

import re
from dataclasses import dataclass, replace

from handlers import lookup, mute, review
from handlers.ask import Answer, Ask

_SAID = re.compile(r"(mute|why|history|wrong)\b\s*[:,]?\s*(.*)", re.IGNORECASE | re.DOTALL)
_ALONE = ("why", "history")  # with more words behind them they are talk


@dataclass(frozen=True, slots=True)
class Said:
    """What a reply asks for: a name among handlers.REPLIES, and what follows it."""

    name: str
    words: str


def read_reply(text: str) -> Said | None:
    """What the text asks for, None where it is just talk."""
    found = _SAID.fullmatch(text.strip())
    if found is None:
        return None
    name, words = found[1].casefold(), found[2].strip()
    return None if name in _ALONE and words.strip("?! .") else Said(name, words)


async def is_alert(ask: Ask) -> bool:
    """Whether it replies to an alert."""
    return ask.reply_to is not None and await _alert(ask) is not None


async def mute_stocks(ask: Ask) -> Answer:
    """Mute the alert's stocks for as long as the words say."""
    events = await ask.desk.lookup.of_alert(await _alert(ask) or 0, ask.chat_id)
    tickers = " ".join(dict.fromkeys(event.ticker for event in events))
    return await mute.mute(replace(ask, words=f"{tickers} {ask.words}"))


async def why(ask: Ask) -> Answer:
    """The words behind the alert."""
    return await lookup.explain(replace(ask, words=str(await _alert(ask))))


async def history(ask: Ask) -> Answer:
    """All known calls on the alert's stocks."""
    return await lookup.history(replace(ask, words=str(await _alert(ask))))


async def wrong(ask: Ask) -> Answer:
    """Take down what is wrong with the alert, or ask which field it is."""
    events = await ask.desk.lookup.of_alert(await _alert(ask) or 0, ask.chat_id)
    if not ask.words or len(events) != 1:
        return await review.wrong(replace(ask, words=""))
    return await review.note_doubt(ask, events[0], ask.words)


async def _alert(ask: Ask) -> int | None:
    return await ask.desk.lookup.newest_alert(ask.chat_id, ask.reply_to)
