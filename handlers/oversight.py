"""Channels and groups that are looked after from a private chat: what is written or pressed there is about them."""

from dataclasses import replace

from telegram import Chat, Update

from handlers.doors import Door
from messages import places as words
from messages.model import Button, Message
from services.places import Places
from storage.places import Place

MARK = "@"  # begins the data of a button that is about a place
DATA = 64  # bytes that a button can carry


class NoAdminError(Exception):
    """The person is no admin of the place any more, or never was."""

    def __init__(self, title: str) -> None:
        super().__init__(f"no admin of {title}")
        self.title = title


class Oversight:
    """Finds the place that an update is about. Raises NoAdminError."""

    def __init__(self, places: Places) -> None:
        self._places = places

    async def of_words(self, update: Update) -> Place | None:
        """The place that a message in a private chat is about, None for the chat itself."""
        chat = update.effective_chat
        if chat is None or chat.type != Chat.PRIVATE:
            return None
        place = await self._places.current(chat.id)
        return await self._checked(update, place) if place else None

    async def of_button(self, update: Update, data: str) -> tuple[Place | None, str]:
        """The place that a button is about, and its data without the place."""
        if not data.startswith(MARK):
            return None, data
        number, _, rest = data.removeprefix(MARK).partition(":")
        chat = update.effective_chat
        mine = await self._places.of(chat.id) if chat is not None and chat.type == Chat.PRIVATE else []
        place = next((one for one in mine if str(one.id) == number), None)
        if place is None:
            raise NoAdminError(number)
        return await self._checked(update, place), rest

    async def _checked(self, update: Update, place: Place) -> Place:
        user = update.effective_user
        if user is None or not await Door(update.get_bot()).is_admin(place.id, user.id):
            raise NoAdminError(place.title)
        return place


def dressed(message: Message, place: Place | None) -> Message:
    """The message as it is answered: which place it is about, in words and behind its buttons."""
    if place is None:
        return message
    rows = (tuple(button for one in row if (button := _marked(one, place))) for row in message.buttons)
    return words.headed(replace(message, buttons=tuple(row for row in rows if row)), place.title)


def _marked(button: Button, place: Place) -> Button | None:
    """The button for this place; None where its data would be too long for Telegram."""
    data = f"{MARK}{place.id}:{button.data}"
    return Button(button.label, data) if len(data.encode()) <= DATA else None
