"""How commands are written, in every language."""

import re

import pytest

from handlers import COMMANDS, Command
from messages.tongue import LANGUAGES, speaking
from messages.usage import _PLACES, usage
from tests.fakes.telegram_html import parse_html


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.name)
def test_places(command: Command) -> None:
    """Every placeholder of a command is one that is translated."""
    assert set(re.findall(r"\b[A-Z]{2,}(?:-[A-Z]{2,})?\b", command.usage)) <= set(_PLACES)


@pytest.mark.parametrize("language", LANGUAGES)
def test_typed_words(language: str) -> None:
    """What is typed as it stands is the same in every language, placeholders are in their own."""
    with speaking(language):
        shown = parse_html(usage("/mute [TICKER … | firm NAME | all] [8h | 7d | until DAY]"))[0]
    assert re.fullmatch(r"/mute \[\S+ … \| firm \S+ \| all\] \[8h \| 7d \| until \S+\]", shown)
    assert ("DAY" in shown) == (language == "en")
