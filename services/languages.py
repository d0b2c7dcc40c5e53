"""The language that each chat is written to in."""

from storage.store import Memory


class Languages:
    """What every chat chose, or was first met in."""

    def __init__(self, memory: Memory) -> None:
        self._memory = memory

    async def of(self, chat_id: int) -> str | None:
        """The chat's language, None for a stranger."""
        return await self._memory.ask(lambda store: store.preferences.language(chat_id))

    async def choose(self, chat_id: int, language: str) -> None:
        """Write in this one from now on."""
        await self._memory.ask(lambda store: store.preferences.set_language(chat_id, language))
