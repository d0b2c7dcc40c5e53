"""The simulator reads markup by Telegram's rules."""

import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.fakes.telegram_html import KINDS, MarkupError, parse_html

CASES = tomllib.loads((Path(__file__).parents[1] / "data/telegram/html.toml").read_text(encoding="utf-8"))["case"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["html"][:30])
def test_html(case: dict[str, object]) -> None:
    """Each text is read as Telegram reads it, or refused in its words."""
    source = str(case["html"])
    if "error" in case:
        with pytest.raises(MarkupError) as caught:
            parse_html(source)
        assert str(caught.value) == case["error"]
        return
    text, entities = parse_html(source)
    told = [" ".join(str(part) for part in entity.values()) for entity in entities]
    assert (text, told) == (case["text"], case["entities"])


@given(st.text(st.sampled_from("<>/&;\"'= abi#x1") | st.characters(exclude_categories=["Cs"]), max_size=60))
def test_any_text(source: str) -> None:
    """Any text is read or refused, and its entities lie within what people see."""
    try:
        text, entities = parse_html(source)
    except MarkupError:
        return
    size = len(text.encode("utf-16-le")) // 2
    assert all(0 <= entity["offset"] < entity["offset"] + entity["length"] <= size for entity in entities)
    assert {entity["type"] for entity in entities} <= set(KINDS.values())
