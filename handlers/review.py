"""Saying that something is wrong, and setting it right."""

from collections.abc import Awaitable

from handlers.ask import Answer, Ask, answer
from messages import review, texts
from messages.tongue import tr
from messages.views import Reviewed
from services.review import ReviewError


async def wrong(ask: Ask) -> Answer:
    """Which field of the alert, or of a stock's newest call, is wrong?"""
    if ask.words:
        stock, _, note = ask.words.partition(" ")
        found = ask.desk.companies.read(stock).found
        events = await ask.desk.lookup.newest(found[0].ticker) if found else []
        if events and note.strip():
            await ask.desk.review.flag(ask.chat_id, events[0].id, "call", note.strip())
            return answer(review.thanks(events[0], "call"))
    else:
        alert = await ask.desk.lookup.newest_alert(ask.chat_id, ask.reply_to)
        events = await ask.desk.lookup.of_alert(alert, ask.chat_id) if alert else []
    if not events:
        return answer(texts.need_words("/wrong TICKER [WORDS]", "/wrong CIFR the target is $25"))
    return Answer(review.which_field(events))


async def wrong_alert(ask: Ask) -> Answer:
    """Which field of this alert is wrong?"""
    events = await ask.desk.lookup.of_alert(int(ask.words), ask.chat_id)
    return Answer(review.which_field(events)) if events else answer(toast=tr("This alert is not known any more"))


async def flag(ask: Ask) -> Answer:
    """Note that a field is said to be wrong."""
    number, _, field = ask.words.partition(",")
    event = await ask.desk.review.flag(ask.chat_id, int(number), field)
    if event is None:
        return answer(toast=tr("This call is not known any more"))
    return answer(review.thanks(event, field), toast=tr("Noted"))


async def show_queue(ask: Ask) -> Answer:
    """What waits for review."""
    return Answer(review.queue(*await ask.desk.review.queue()))


async def fix(ask: Ask) -> Answer:
    """Set a field of a call right."""
    number, _, words = ask.words.partition(" ")
    if not number.isdecimal() or not words:
        return answer(texts.need_words("/fix NUMBER FIELD = VALUE", "/fix 12 target = 25"))
    return await _done(ask.desk.review.fix(ask.user_id, int(number), words))


async def retract(ask: Ask) -> Answer:
    """There was no such call."""
    if not ask.words.isdecimal():
        return answer(texts.need_words("/retract NUMBER", "/retract 12"))
    return await _done(ask.desk.review.retract(ask.user_id, int(ask.words)))


async def keep(ask: Ask) -> Answer:
    """It is right as it is."""
    return await _done(ask.desk.review.keep(ask.user_id, int(ask.words)))


async def merge(ask: Ask) -> Answer:
    """Two calls are one."""
    numbers = ask.words.split()
    if len(numbers) != 2 or not all(number.isdecimal() for number in numbers):
        return answer(texts.need_words("/merge NUMBER OTHER", "/merge 12 15"))
    return await _done(ask.desk.review.merge(ask.user_id, int(numbers[0]), int(numbers[1])))


async def split(ask: Ask) -> Answer:
    """One of a call's sources tells of another."""
    numbers = ask.words.split()
    if len(numbers) != 2 or not all(number.isdecimal() for number in numbers):
        return answer(texts.need_words("/split NUMBER SOURCE", "/split 12 2"))
    return await _done(ask.desk.review.split(ask.user_id, int(numbers[0]), int(numbers[1])))


async def _done(deed: Awaitable[Reviewed]) -> Answer:
    try:
        return answer(review.reviewed(await deed), toast="Done")
    except ReviewError as error:
        return answer(review.refused(str(error)))
