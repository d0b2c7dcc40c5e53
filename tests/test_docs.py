"""The documents tell what the code has."""

import re
from pathlib import Path

from bot.cli import build_parser
from handlers import COMMANDS

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
REFERENCE = (ROOT / "docs/reference/commands.md").read_text(encoding="utf-8")


def test_chat_commands() -> None:
    """Every chat command stands in the reference with its usage, summary, examples and aliases."""
    for command in COMMANDS:
        assert f"## /{command.name}\n" in REFERENCE
        for words in (command.usage, command.summary, *command.examples, *command.aliases):
            assert words in REFERENCE
        assert f"/{command.name}" in README
    told = re.findall(r"^## /(\w+)$", REFERENCE, re.MULTILINE)
    assert told == [command.name for command in COMMANDS]


def test_command_line() -> None:
    """Every command of the command line stands in the README."""
    for line in build_parser().format_help().splitlines():
        if match := re.match(r"    (\w+)  ", line):
            assert f"| `{match[1]}" in README


def test_links() -> None:
    """Every link between documents leads somewhere."""
    for page in [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]:
        for target in re.findall(r"\]\((?!http|#)([^)#]+)", page.read_text(encoding="utf-8")):
            assert (page.parent / target).exists(), f"{page.name}: {target}"


def test_dependencies_have_reasons() -> None:
    """Every library that the bot needs has its reason in the architecture."""
    architecture = (ROOT / "docs/architecture.md").read_text(encoding="utf-8").casefold()
    for line in (ROOT / "requirements/run.in").read_text(encoding="utf-8").splitlines():
        if match := re.match(r"[\w-]+", line):
            assert f"| {match[0].casefold()} |" in architecture, match[0]
