"""What goes wrong with a feed, told in every language."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from feeds.answer import MEANINGS
from messages.feed_reasons import REASONS, feed_reason
from messages.tongue import speaking

ROOT = Path(__file__).parents[2]
TOLD = {
    *("FeedError", "FetchError", "FeedGoneError", "NotAFeedError", "BrokenFeedError", "BadBodyError", "NotOpmlError"),
    "Trial",
}
WHOLE = {"{meaning} ({status})", "the answer is {what}; the address may be wrong, or the outlet blocks bots"}


def written() -> Iterator[str]:
    """Each reason as the code writes it, {} for what is filled in."""
    services = (ROOT / f"services/{name}.py" for name in ("look", "outlets", "trial"))
    for path in (*(ROOT / "feeds").glob("*.py"), *services):
        for node in ast.walk(ast.parse(path.read_bytes())):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in TOLD:
                yield from filter(None, map(text, (*node.args, *(one.value for one in node.keywords))))
            if isinstance(node, ast.FunctionDef) and node.name == "_trouble":
                yield from filter(None, (text(one.value) for one in ast.walk(node) if isinstance(one, ast.Return)))


def text(node: ast.AST | None) -> str | None:
    """A string as it stands there, None for anything else."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr):
        return "".join(str(one.value) if isinstance(one, ast.Constant) else ast.unparse(one) for one in node.values)
    return None


REASONS_WRITTEN = sorted({one for one in written() if " " in one} - WHOLE)
OF_STATUS = [f"{meaning} (400)" for meaning in MEANINGS.values()]


@pytest.mark.parametrize("told", [*REASONS_WRITTEN, *OF_STATUS])
def test_translated(told: str) -> None:
    """Whatever feeds say of a failure has a translation."""
    filled = re.sub(r"\{[^}]*\}", "7", told)
    if filled.endswith("it 7"):  # the workshop's own words follow
        filled = filled.removesuffix("7") + "took longer than 10 s"
    with speaking("de"):
        assert feed_reason(filled) != filled


def test_filled() -> None:
    """What was filled in stands in the translation too, and what nobody foresaw is told as it came."""
    with speaking("de"):
        assert "20" in feed_reason("no whole answer within 20 s; the outlet may be overloaded")
        assert feed_reason("the cat sat on the router") == "the cat sat on the router"
    assert all(feed_reason(reason.replace("{", "").replace("}", "")) for reason in REASONS)
