"""Whatever company, title, firm or word stands in it, every message that there is parses and fits."""

import importlib
import inspect
import pkgutil
import typing
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

import messages
from messages.html import size
from messages.model import Message
from messages.parts import parts
from messages.tongue import LANGUAGES, speaking
from tests.fakes.telegram_html import parse_html
from tests.messages.anything import named

DATA = 64  # bytes behind a button
MADE = {"messages.panels", "messages.parts"}  # these take what is a message already
COUNTED = {"messages.compare.compare", "messages.consensus.consensus_card"}  # figures that agree, tested by themselves
TURNED = {"messages.changes.notice"}  # takes turns alone, as test_properties hands them over
OURS = {"messages.texts.help_one", "messages.texts.help_overview"}  # take the commands, of which none is from outside


def functions() -> Iterator[Callable[..., Any]]:
    """Every public function of the package that gives messages."""
    for module in pkgutil.iter_modules(messages.__path__, "messages."):
        if module.name in MADE:
            continue
        found = importlib.import_module(module.name)
        for name, function in inspect.getmembers(found, inspect.isfunction):
            if function.__module__ == module.name and not name.startswith("_"):
                hints = typing.get_type_hints(function)
                answer, given_kinds = hints.pop("return", None), hints.values()
                told = f"{module.name}.{name}" not in COUNTED | TURNED | OURS
                if told and Message in (answer, *typing.get_args(answer)) and Message not in given_kinds:
                    yield function


@pytest.mark.parametrize("function", list(functions()), ids=lambda one: f"{one.__module__}.{one.__name__}")
# Not shrunk: of a hundred functions, each with deep values, that takes minutes.
@settings(
    max_examples=3,
    deadline=None,
    database=None,
    phases=(Phase.generate,),
    suppress_health_check=list(HealthCheck),
)
@given(data=st.data())
def test_message(function: Callable[..., Any], data: st.DataObject) -> None:
    """Any words make messages that Telegram takes, in any language: sound HTML, buttons with words and short data."""
    hints = {name: kind for name, kind in typing.get_type_hints(function).items() if name != "return"}
    given_values = data.draw(st.fixed_dictionaries({name: named(name, kind) for name, kind in hints.items()}))
    with speaking(data.draw(st.sampled_from(LANGUAGES))):
        made = called(function, given_values)
    for message in (made,) if isinstance(made, Message) else made:
        for part in parts(message):
            text, _ = parse_html(part.html)
            assert text.strip() or part.attachment
            assert size(part.html) <= 4096
        for button in (button for row in message.buttons for button in row):
            assert button.label.strip()
            assert 0 < len(button.data.encode()) <= DATA


def called(function: Callable[..., Any], values: dict[str, Any]) -> Any:
    """The function's answer, each value given by place or by name as it takes them."""
    kinds = inspect.signature(function).parameters
    placed = [values[name] for name, kind in kinds.items() if kind.kind is not kind.KEYWORD_ONLY]
    return function(*placed, **{name: values[name] for name, kind in kinds.items() if kind.kind is kind.KEYWORD_ONLY})
