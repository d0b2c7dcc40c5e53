"""The documents tell what the code has."""

import io
import re
from pathlib import Path

import pytest
from rich.console import Console as Screen

from bot.cli import build_parser
from bot.settings import Feed, Settings
from handlers import COMMANDS
from tools.make_pictures import drawn
from tools.make_reference import command_line_page, settings_page

ROOT = Path(__file__).parents[1]
PAGES = sorted((ROOT / "docs").rglob("*.md"))
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


@pytest.mark.parametrize("page", [ROOT / "README.md", *PAGES], ids=lambda page: page.relative_to(ROOT).as_posix())
def test_links(page: Path) -> None:
    """Every link between documents leads somewhere, to a heading where it names one."""
    for target, heading in re.findall(r"\]\((?!http)([^)#]*)#?([^)]*)\)", page.read_text(encoding="utf-8")):
        found = page.parent / target if target else page
        assert found.exists(), target
        assert not heading or heading in anchors(found), f"{target}#{heading}"


def anchors(page: Path) -> list[str]:
    """What the headings of a page are called in links."""
    headings = re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return [re.sub(r"[^\w -]", "", heading).lower().replace(" ", "-") for heading in headings]


def test_reference_is_the_code() -> None:
    """Settings and command line are told as they are; after a change: python -m tools.make_reference."""
    assert (ROOT / "docs/reference/settings.md").read_text(encoding="utf-8") == settings_page()
    assert (ROOT / "docs/reference/command-line.md").read_text(encoding="utf-8") == command_line_page()


def test_settings() -> None:
    """Every setting has its row, with a sentence."""
    page = settings_page()
    sections = {name: field.annotation for name, field in Settings.model_fields.items()} | {"feed": Feed}
    for section, model in sections.items():
        for key in model.model_fields:
            assert re.search(rf"^\| `{section}\.{key}` \| [^|]+ \| [^|]{{4,}} \|$", page, re.MULTILINE), key


def test_options() -> None:
    """Every option of every command has its row, with a sentence."""
    page = command_line_page()
    (commands,) = [action.choices for action in build_parser()._actions if isinstance(action.choices, dict)]
    for name, parser in commands.items():
        part = page[page.index(f"## {name}\n") :].split("\n## ")[0]
        for action in parser._actions[1:]:
            word = action.option_strings[-1] if action.option_strings else action.metavar
            assert re.search(rf"^\| `{word}[^`]*` \| .{{8,}} \|$", part, re.MULTILINE), f"{name} {word}"


def test_tables() -> None:
    """Every table of the data has its row in the architecture."""
    architecture = (ROOT / "docs/architecture.md").read_text(encoding="utf-8")
    rows = " ".join(re.findall(r"^\| (`[^|]+) \|", architecture, re.MULTILINE))
    for step in (ROOT / "storage/steps").glob("*.py"):
        for table in re.findall(r"^create (?:virtual )?table (\w+)", step.read_text(encoding="utf-8"), re.MULTILINE):
            assert f"`{table}`" in rows, table


def test_metrics() -> None:
    """Every figure that the bot shows has its row, and no other has."""
    code = (ROOT / "bot/metrics.py").read_text(encoding="utf-8")
    page = (ROOT / "docs/reference/metrics.md").read_text(encoding="utf-8")
    told = {name.removesuffix("_total") for name in re.findall(r"^\| `(\w+)", page, re.MULTILINE)}
    assert told == set(re.findall(r'"(ratingwire_\w+)"', code))


def test_site_has_every_page() -> None:
    """Every page stands in the site's contents, once."""
    listed = re.findall(r": (\S+\.md)$", (ROOT / "mkdocs.yml").read_text(encoding="utf-8"), re.MULTILINE)
    assert sorted(listed) == sorted(page.relative_to(ROOT / "docs").as_posix() for page in PAGES)


def test_readme_is_short() -> None:
    """The README can be finished, and has one picture."""
    assert len(README.splitlines()) <= 120
    assert README.count("![") == 1


def test_pictures_are_alike() -> None:
    """The same scene is drawn the same, whatever port its outlets have."""
    pictures = set()
    for port in (40_001, 65_000):
        screen = Screen(file=io.StringIO(), width=60, record=True, highlight=False)
        screen.print(f"[bold]1 source: Street Desk (127.0.0.1:{port})")
        pictures.add(drawn(screen, "demo"))
    assert len(pictures) == 1
    assert "Street" in pictures.pop()


@pytest.mark.parametrize("picture", sorted((ROOT / "docs/pictures").glob("*.svg")), ids=lambda path: path.stem)
def test_pictures_fetch_nothing(picture: Path) -> None:
    """A picture of the docs holds all it shows."""
    drawn = picture.read_text(encoding="utf-8")
    assert not re.findall(r"url\((?!#|\"?#)|@import|@font-face|<image|href=\"http", drawn)


def test_dependencies_have_reasons() -> None:
    """Every library that the bot needs has its reason in the architecture."""
    architecture = (ROOT / "docs/architecture.md").read_text(encoding="utf-8").casefold()
    for line in (ROOT / "requirements/run.in").read_text(encoding="utf-8").splitlines():
        if match := re.match(r"[\w-]+", line):
            assert f"| {match[0].casefold()} |" in architecture, match[0]
