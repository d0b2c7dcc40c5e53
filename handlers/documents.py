"""Files that people send."""

from dataclasses import dataclass

from telegram import Document, Message, Update
from telegram.error import TelegramError

from messages.tongue import number, tr


class DocumentError(Exception):
    """The file can't be read; says why."""


@dataclass(frozen=True, slots=True)
class Paper:
    """A file as it was sent; nothing of it is fetched before it is read."""

    name: str
    size: int
    document: Document

    async def read(self, most: int) -> bytes:
        """Its bytes, ``most`` of them; raises DocumentError."""
        if self.size > most:
            raise DocumentError(_too_large(most))
        try:
            file = await self.document.get_file()
            content = bytes(await file.download_as_bytearray())
        except TelegramError:
            # not chained: the address that it was fetched from holds the token
            raise DocumentError(tr("Telegram did not hand it over")) from None
        if len(content) > most:
            raise DocumentError(_too_large(most))
        return content


def _too_large(most: int) -> str:
    return tr("it is larger than {count} bytes", count=number(most))


def sent_paper(update: Update) -> Paper | None:
    """The file of a message, or of the one that it replies to."""
    message = update.message
    if message is None:
        return None
    for one in (message, message.reply_to_message):
        if isinstance(one, Message) and one.document is not None:
            document = one.document
            return Paper(document.file_name or "", document.file_size or 0, document)
    return None
