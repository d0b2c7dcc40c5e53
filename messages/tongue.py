"""The language that a message is written in: English in the code, the others in catalogues beside it."""

import gettext
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from io import BytesIO
from pathlib import Path

from babel import Locale
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal

ENGLISH = "en"
LANGUAGES = (ENGLISH, "de", "es", "ru")
CATALOGUES = Path(__file__).with_name("languages")

_spoken: ContextVar[str] = ContextVar("language", default=ENGLISH)


def pick(asked: str | None) -> str:
    """The language for a client that asks for ``asked`` ("de-AT"), English where there is no catalogue."""
    language = (asked or "").replace("_", "-").partition("-")[0].lower()
    return language if language in LANGUAGES else ENGLISH


def speak(language: str) -> None:
    """From here on, what this task writes is written in this language, and what it has the storage write."""
    _spoken.set(pick(language))


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """What is written inside is written in this language."""
    token = _spoken.set(pick(language))
    try:
        yield
    finally:
        _spoken.reset(token)


def spoken() -> str:
    """The language that is spoken here."""
    return _spoken.get()


def locale() -> Locale:
    """How the language writes numbers and dates."""
    return _locale(_spoken.get())


def mark(text: str) -> str:
    """The text as it is: for tables, which are made before a language is spoken. Who tells it, translates it."""
    return text


def marks(one: str, many: str) -> tuple[str, str]:
    """The same of a text for one and a text for many."""
    return one, many


def number(count: int) -> str:
    """A count with its thousands set apart."""
    return str(format_decimal(count, locale=locale()))


def tr(text: str, /, **values: object) -> str:
    """The text in the language spoken here; ``values``, escaped already, stand for its {names}."""
    told = _catalogue(_spoken.get()).gettext(text)
    return told.format(**values) if values else told


def trn(one: str, many: str, count: int, /, **values: object) -> str:
    """The text for so many of them; {count} stands for the number, its thousands set apart."""
    return _catalogue(_spoken.get()).ngettext(one, many, count).format(count=number(count), **values)


@cache
def _locale(language: str) -> Locale:
    return Locale.parse(language)


@cache
def _catalogue(language: str) -> gettext.NullTranslations:
    path = CATALOGUES / f"{language}.po"
    if language == ENGLISH or not path.exists():
        return gettext.NullTranslations()
    with path.open("rb") as source:
        catalogue = read_po(source, locale=language, abort_invalid=True)
    compiled = BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)
