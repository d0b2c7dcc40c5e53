"""Saying that something is wrong, and setting it right."""

from collections.abc import Awaitable

from handlers.args import number
from handlers.ask import Answer, Ask, answer
from messages import review, texts
from messages.tongue import tr
from messages.views import Reviewed
from ratings.model import RatingEvent
from services.doubts import doubted
from services.review import ReviewError


async def wrong(ask: Ask) -> Answer:
    """Which field of the alert, or of a stock's newest call, is wrong?"""
    if ask.words:
        stock, _, note = ask.words.partition(" ")
        found = ask.desk.companies.read(stock).found
        events = await ask.desk.lookup.newest(found[0].ticker) if found else []
        if events and note.strip():
            return await note_doubt(ask, events[0], note.strip())
    else:
        alert = await ask.desk.lookup.newest_alert(ask.chat_id, ask.reply_to)
        events = await ask.desk.lookup.of_alert(alert, ask.chat_id) if alert else []
    if not events:
        return answer(texts.need_words("/wrong TICKER [WORDS]", "/wrong CIFR the target is $25"))
    return Answer(review.which_field(events))


async def note_doubt(ask: Ask, event: RatingEvent, note: str) -> Answer:
    """Take down what somebody says is wrong, under the field that their words clearly name."""
    field = doubted(note)
    await ask.desk.review.flag(ask.chat_id, event.id, field, note)
    return answer(review.thanks(event, field))


async def wrong_alert(ask: Ask) -> Answer:
    """Which field of this alert is wrong?"""
    events = await ask.desk.lookup.of_alert(int(ask.words), ask.chat_id)
    return Answer(review.which_field(events)) if events else answer(toast=tr("This alert is not known any more"))


async def flag(ask: Ask) -> Answer:
    """Note that a field is said to be wrong."""
    event_id, _, field = ask.words.partition(",")
    event = await ask.desk.review.flag(ask.chat_id, int(event_id), field)
    if event is None:
        return answer(toast=tr("This call is not known any more"))
    return answer(review.thanks(event, field), toast=tr("Noted"))


async def show_queue(ask: Ask) -> Answer:
    """What waits for review."""
    return Answer(review.queue(*await ask.desk.review.queue()))


async def fix(ask: Ask) -> Answer:
    """Set a field of a call right."""
    first, _, words = ask.words.partition(" ")
    event_id = number(first)
    if event_id is None or not words:
        return answer(texts.need_words("/fix NUMBER FIELD = VALUE", "/fix 12 target = 25"))
    return await _done(ask.desk.review.fix(ask.user_id, event_id, words))


async def retract(ask: Ask) -> Answer:
    """There was no such call."""
    event_id = number(ask.words)
    if event_id is None:
        return answer(texts.need_words("/retract NUMBER", "/retract 12"))
    return await _done(ask.desk.review.retract(ask.user_id, event_id))


async def keep(ask: Ask) -> Answer:
    """It is right as it is."""
    return await _done(ask.desk.review.keep(ask.user_id, int(ask.words)))


async def merge(ask: Ask) -> Answer:
    """Two calls are one."""
    numbers = _two_numbers(ask.words)
    if numbers is None:
        return answer(texts.need_words("/merge NUMBER OTHER", "/merge 12 15"))
    return await _done(ask.desk.review.merge(ask.user_id, *numbers))


async def split(ask: Ask) -> Answer:
    """One of a call's sources tells of another."""
    numbers = _two_numbers(ask.words)
    if numbers is None:
        return answer(texts.need_words("/split NUMBER SOURCE", "/split 12 2"))
    return await _done(ask.desk.review.split(ask.user_id, *numbers))


def _two_numbers(words: str) -> tuple[int, int] | None:
    first, _, second = words.partition(" ")
    one, other = number(first), number(second.strip())
    return None if one is None or other is None else (one, other)


async def _done(deed: Awaitable[Reviewed]) -> Answer:
    try:
        return answer(review.reviewed(await deed), toast=tr("Done"))
    except ReviewError as error:
        return answer(review.refused(str(error)))
