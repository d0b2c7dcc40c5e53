"""The language of a chat."""

from handlers.ask import Answer, Ask, answer
from messages import language as panels
from messages.tongue import speak, spoken, tr


async def language(ask: Ask) -> Answer:
    """What is spoken here, or will be from now on."""
    now = await ask.desk.languages.of(ask.chat_id) or spoken()
    if not ask.words:
        return answer(panels.choices(now))
    wanted = panels.find_language(ask.words)
    if wanted is None:
        return answer(panels.unclear(ask.words, now))
    await ask.desk.languages.choose(ask.chat_id, wanted)
    speak(wanted)
    return Answer((panels.choices(wanted, before=now),), tr("Done"), instead=True)
