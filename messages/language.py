"""The choice of the language, each named in its own."""

from collections.abc import Iterator

from babel import Locale

from messages.html import bold, code, short
from messages.model import Button, Message
from messages.panels import in_rows, panel
from messages.tongue import LANGUAGES, pick, tr

_WORDS = 40
_IN_A_ROW = 2


def choices(now: str, before: str | None = None) -> Message:
    """What is spoken, with a button for each language; after a change also one for that before."""
    lines = (tr("🌐 I write {language} here.", language=bold(_own_name(now))), _example())
    return panel(lines, _buttons(now), f"language:{before}" if before is not None else None)


def unclear(words: str, now: str) -> Message:
    """That no language could be read."""
    text = tr("I do not speak “{words}” yet.", words=short(words, _WORDS))
    return Message(f"{text}\n{_example()}", _buttons(now))


def find_language(words: str) -> str | None:
    """The language that is meant: a code ("de", "de-AT") or a name in any of them; None for other words."""
    asked = words.strip().casefold()
    named = next((language for language in LANGUAGES if asked in _names(language)), None)
    code = asked.replace("_", "-").partition("-")[0]
    return named or (pick(code) if code in LANGUAGES else None)


def _names(language: str) -> Iterator[str]:
    return (Locale.parse(other).languages[language].casefold() for other in LANGUAGES)


def _own_name(language: str) -> str:
    return str(Locale.parse(language).languages[language])


def _example() -> str:
    return tr("For example: {examples}", examples=" · ".join((code("/language de"), code("/language English"))))


def _buttons(now: str) -> tuple[tuple[Button, ...], ...]:
    buttons = [
        Button(("✓ " if language == now else "") + _own_name(language).capitalize(), f"language:{language}")
        for language in LANGUAGES
    ]
    return in_rows(buttons, _IN_A_ROW)
