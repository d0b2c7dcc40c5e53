"""What is written is written in the language that is spoken, numbers and dates too."""

import contextlib
import datetime as dt
from contextvars import copy_context
from decimal import Decimal
from typing import Any

import pytest

from messages.alert import alert
from messages.fields import firm
from messages.html import plain, size
from messages.language import choices, find_language
from messages.model import LIMIT
from messages.money import change, money
from messages.times import ago, day, weekday
from messages.tongue import LANGUAGES, number, pick, speak, speaking, spoken, tr, trn
from tests.fakes.telegram_html import parse_html
from tests.messages.builders import cases, event

ASKED = [("de", "de"), ("de-AT", "de"), ("ES_mx", "es"), ("ru", "ru"), ("fr", "en"), ("", "en"), (None, "en")]
COUNTED = {
    "en": ["1 day", "2 days", "5 days"],
    "de": ["1 Tag", "2 Tage", "5 Tage"],
    "es": ["1 día", "2 días", "5 días"],
    "ru": ["1 день", "2 дня", "5 дней"],
}
WRITTEN = {
    # a date, one of these weeks, an amount, a fraction, a count
    "en": ("24 Nov 2025", "Mon 24 Nov", "$1,250.50", "+0.4 %", "12,500"),
    "de": ("24.11.2025", "Mo., 24. Nov.", "1.250,50 $", "+0,4 %", "12.500"),
    "es": ("24 nov 2025", "lun, 24 nov", "1.250,50 $", "+0,4 %", "12.500"),
    "ru": ("24 нояб. 2025 г.", "пн, 24 нояб.", "1 250,50 $", "+0,4 %", "12 500"),
}
NAMED = [("de", "de"), ("Deutsch", "de"), ("german", "de"), ("español", "es"), ("Spanisch", "es"), ("RU", "ru")]


@pytest.mark.parametrize(("asked", "language"), ASKED)
def test_pick(asked: str | None, language: str) -> None:
    """A client gets its language, whatever the country, and English where there is no catalogue."""
    assert pick(asked) == language


@pytest.mark.parametrize("language", COUNTED)
def test_plurals(language: str) -> None:
    """A number takes the form that the language has for it."""
    with speaking(language):
        assert [trn("{count} day", "{count} days", count) for count in (1, 2, 5)] == COUNTED[language]


@pytest.mark.parametrize("language", WRITTEN)
def test_numbers_and_dates(language: str) -> None:
    """Dates, amounts and counts are written as the language does."""
    date = dt.date(2025, 11, 24)
    with speaking(language):
        told = (
            day(date),
            weekday(date),
            money(Decimal("1250.50"), "USD"),
            change(Decimal(1000), Decimal(1004)),
            number(12_500),
        )
    assert tuple(" ".join((words or "").split()) for words in told) == WRITTEN[language]


def test_looking_back_has_its_own_words() -> None:
    """A length of time looked back at is no phrase put together: languages bend it."""
    with speaking("de"):
        assert ago(dt.timedelta(days=3)) == "vor 3 Tagen"


def test_speaking_ends() -> None:
    """What is written outside is in the language of before; so it is after a bug inside."""
    with contextlib.suppress(ZeroDivisionError), speaking("de"):
        assert tr("today") == "heute"
        raise ZeroDivisionError
    assert (spoken(), tr("today")) == ("en", "today")


def test_tasks_do_not_disturb_each_other() -> None:
    """What one task speaks, another doesn't."""
    copy_context().run(speak, "ru")
    assert spoken() == "en"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("case", cases("alerts"))
def test_alerts_in_every_language(case: dict[str, Any], language: str) -> None:
    """An alert keeps its limit, and its first line tells stock and firm, in any language."""
    events = [event(row) for row in case["events"]]
    with speaking(language):
        text, _ = parse_html(alert(events, key=7, may_repeat=True).html)
        name = plain(firm(events[0].call))
    assert size(text) <= LIMIT
    assert f"${events[0].ticker}" in text.partition("\n")[0]
    assert name in text.partition("\n")[0]


@pytest.mark.parametrize(("words", "language"), NAMED)
def test_find_language(words: str, language: str) -> None:
    """A language is known by its code and by its names."""
    assert find_language(words) == language


@pytest.mark.parametrize("words", ["Klingon", "fr", ""])
def test_unknown_language(words: str) -> None:
    """Other words are none."""
    assert find_language(words) is None


def test_choices() -> None:
    """Each language is named in its own, that which is spoken is marked."""
    labels = [button.label for row in choices("de").buttons for button in row]
    assert labels == ["English", "✓ Deutsch", "Español", "Русский", "‹ Settings"]
