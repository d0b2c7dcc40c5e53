"""The catalogues hold what the code tells, all of it, and say it in Telegram's markup within its limits."""

import ast
import re
import unicodedata

import pytest
from babel.messages import Catalog

from messages.html import plain, size
from messages.tongue import CATALOGUES, ENGLISH, LANGUAGES
from tests.fakes.telegram_html import parse_html
from tools.make_catalogues import FORMS, PACKAGES, ROOT, marked, texts, translated, untranslated, updated

TRANSLATED = [language for language in LANGUAGES if language != ENGLISH]
PLACEHOLDER = re.compile(r"\{\w+\}")
TAG = re.compile(r"</?[a-z]+>")
COMMAND = re.compile(r"(?<![\w<])/[a-z_]+\b(?!>)")
BUTTON = 22  # characters that stand on half a phone's width
POPUP = 200
GROWTH = 2.2  # how much longer than English a long text may be


def pairs(language: str) -> list[tuple[str, str]]:
    """Each text with each of its translations; where a language has more forms than English, all are for many."""
    found = []
    for message in translated(language):
        ids = [message.id] if isinstance(message.id, str) else list(message.id)
        told = [message.string] if isinstance(message.string, str) else list(message.string)
        if ids[0]:
            texts_for = ids if len(told) == len(ids) else [ids[-1]] * len(told)
            found += zip(texts_for, told, strict=True)
    return found


@pytest.mark.parametrize("language", TRANSLATED)
def test_complete(language: str) -> None:
    """A catalogue has every text of the code, and none that is gone: python -m tools.make_catalogues."""
    assert (CATALOGUES / f"{language}.po").read_bytes() == updated(language, texts())
    assert [message.id for message in untranslated(translated(language))] == []


@pytest.mark.parametrize("language", TRANSLATED)
def test_plural_forms(language: str) -> None:
    """A text with a number has as many forms as the language."""
    forms = {"de": 2, "es": 2, "ru": 3}[language]
    assert all(len(message.string) == forms for message in translated(language) if isinstance(message.id, tuple))


@pytest.mark.parametrize("language", TRANSLATED)
def test_same_values(language: str) -> None:
    """A translation tells the same values, commands and tags as the text, nothing else."""
    for text, told in pairs(language):
        assert set(PLACEHOLDER.findall(told)) == set(PLACEHOLDER.findall(text)), told
        assert sorted(COMMAND.findall(told)) == sorted(COMMAND.findall(text)), told
        assert sorted(TAG.findall(told)) == sorted(TAG.findall(text)), told


@pytest.mark.parametrize("language", TRANSLATED)
def test_markup(language: str) -> None:
    """Telegram takes every text, and shows all of it."""
    for text, told in pairs(language):
        assert parse_html(told)[0].strip(), text
        assert told == told.strip()
        if unicodedata.category(text[0]) == "So":
            assert told[0] == text[0], "an icon at the beginning stays there"


@pytest.mark.parametrize("language", TRANSLATED)
def test_no_translation_runs_away(language: str) -> None:
    """A long text stays about as long, so what fits one message in English fits it in any language."""
    for text, told in pairs(language):
        assert size(plain(told)) <= max(BUTTON * 2, GROWTH * size(plain(text))), told


def literals(function: str, keyword: str | None = None) -> set[str]:
    """The texts that are handed to a function, or to one of its keywords, as in Button(tr("…")) and toast=tr("…")."""
    found: set[str] = set()
    for path in sorted(file for package in PACKAGES for file in (ROOT / package).glob("*.py")):
        for node in ast.walk(ast.parse(path.read_bytes())):
            if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name):
                continue
            if keyword is None and node.func.id == function and node.args:
                found.update(one if isinstance(one, str) else one[0] for one in marked(node.args[0]))
            if keyword is not None:
                values = [given.value for given in node.keywords if given.arg == keyword]
                found.update(str(one) for value in values for one in marked(value))
    return found


@pytest.mark.parametrize("language", TRANSLATED)
def test_short_texts(language: str) -> None:
    """What stands on a button fits half a phone, what pops up fits Telegram's limit."""
    buttons, toasts = literals("Button"), literals("", "toast")
    assert len(buttons) > 20
    assert len(toasts) > 3
    for text, told in pairs(language):
        if text in buttons:
            assert len(PLACEHOLDER.sub("1234", told)) <= BUTTON, told
        if text in toasts:
            assert len(told) <= POPUP, told


def test_f_strings_are_read() -> None:
    """A text is found wherever it stands, also inside an f-string; what is no literal is none."""
    tree = ast.parse("""f"{tr('one')} {trn('two', 'twos', 2)}"; mark("three"); tr(name); tr(table["x"])""")
    assert set(marked(tree)) == {"one", ("two", "twos"), "three"}
    assert set(FORMS) == {"tr", "trn", "mark", "marks"}


def test_stale_catalogue_is_noticed() -> None:
    """A text that is new or gone makes a catalogue stale."""
    template = Catalog()
    template.add("a text that nobody tells")
    stale = updated("de", template)
    assert b'msgid "a text that nobody tells"\nmsgstr ""' in stale
    assert b"Kursziel" not in stale
