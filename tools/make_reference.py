"""Writes the reference of settings and of the command line from the code that reads them.

    python -m tools.make_reference

A test fails where what is written is not what the code has.
"""

import argparse
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bot.cli import build_parser
from bot.settings import Feed, Settings

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / "docs/reference"
EXAMPLE = ROOT / "config.example.toml"
PAGE = re.compile(r"docs/reference/([\w-]+\.md)")
LINE = re.compile(r"(\w+) = .*?\s#\s(.+)")
PROGRAM = ".venv/bin/python -m bot"

SETTINGS = """# Settings

Written by `python -m tools.make_reference` from the settings themselves. They stand in `config.toml`, or in the file
that `--config` or `RATINGWIRE_CONFIG` names; `config.example.toml` is one to start from. Each can also come from the
environment, which wins: `telegram.token` as `RATINGWIRE_TELEGRAM__TOKEN`, lists as `"1, 2"`, the first feed as
`RATINGWIRE_FEED__0__NAME` and `RATINGWIRE_FEED__0__URL`.

All mistakes are told at once, each with its place and what would be right; a name that is no setting is a mistake.
`python -m bot check` tries what the settings say.
"""
COMMAND_LINE = f"""# Command line

Written by `python -m tools.make_reference` from the command line itself. In the checkout: `{PROGRAM} COMMAND`;
`{PROGRAM} COMMAND --help` tells the same.
"""
EXIT_CODES = """## Exit codes

| code | meaning |
| --- | --- |
| 0 | done |
| 1 | something did not work, as the lines above it say |
| 2 | the words were not understood |
| 74 | the data can't be read or written |
| 75 | another bot has the data |
| 78 | the settings, the token, or data of a newer version: restarting is of no use |
| 130 | stopped by Ctrl-C |
"""


def settings_page() -> str:
    """Every setting with its default and its sentence, section by section."""
    sentences = _sentences()
    sections = [name for name in Settings.model_fields if name != "feed"]
    tables = [_section(name, sentences) for name in sections]
    feed = _table([(f"feed.{key}", "–", sentences[f"feed.{key}"]) for key in Feed.model_fields])
    return "\n".join([SETTINGS, *tables, f"## [[feed]]\n\nOne such table for each outlet.\n\n{feed}"])


def command_line_page() -> str:
    """Every command with its options, and the exit codes."""
    parser = build_parser()
    options = "\n".join(["## For every command", "", _options(parser)])
    return "\n".join([COMMAND_LINE, options, *(_command(name, one) for name, one in _commands(parser)), EXIT_CODES])


def _sentences() -> dict[str, str]:
    """What the example says of each setting; a feed's name and address are told here."""
    found = {"feed.name": "what people see as the source", "feed.url": "its address; may hold {ticker} or {company}"}
    section = ""
    for line in EXAMPLE.read_text(encoding="utf-8").splitlines():
        if match := re.fullmatch(r"\[(\w+)\]", line):
            section = match[1]
        elif (match := LINE.fullmatch(line)) and not line.startswith(("name", "url")):
            found[f"{section}.{match[1]}"] = PAGE.sub(r"[\1](\1)", match[2])
    return found


def _section(name: str, sentences: dict[str, str]) -> str:
    values: dict[str, Any] = tomllib.loads(EXAMPLE.read_text(encoding="utf-8"))[name]
    rows = [(f"{name}.{key}", f"`{_shown(value)}`", sentences[f"{name}.{key}"]) for key, value in values.items()]
    model = Settings.model_fields[name].annotation
    return f"## [{name}]\n\n{(model.__doc__ or '').strip()}\n\n{_table(rows)}"


def _shown(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return f'"{value}"' if isinstance(value, str) else str(value)


def _table(rows: list[tuple[str, str, str]]) -> str:
    lines = [f"| `{name}` | {default} | {_escaped(sentence)} |" for name, default, sentence in rows]
    return "\n".join(["| setting | default | meaning |", "| --- | --- | --- |", *lines, ""])


def _commands(parser: argparse.ArgumentParser) -> Iterator[tuple[str, argparse.ArgumentParser]]:
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            yield from action.choices.items()


def _command(name: str, parser: argparse.ArgumentParser) -> str:
    words = " ".join([PROGRAM, name, *(_usage(action) for action in _own(parser))])
    summary = parser.description or ""
    options = _options(parser)
    parts = [f"## {name}", f"{summary[:1].upper()}{summary[1:]}.", f"    {words}", *([options] if options else [])]
    return "\n\n".join(parts) + ("" if options else "\n")


def _own(parser: argparse.ArgumentParser) -> list[argparse.Action]:
    """What can be said, --help and the commands themselves aside."""
    return [
        action
        for action in parser._actions
        if not isinstance(action, argparse._HelpAction | argparse._SubParsersAction)
    ]


def _usage(action: argparse.Action) -> str:
    words = " ".join(filter(None, [action.option_strings[-1] if action.option_strings else "", _value(action)]))
    return words if action.required and action.nargs != "?" else f"[{words}]"


def _value(action: argparse.Action) -> str:
    if action.nargs == 0:
        return ""
    return "|".join(action.choices) if action.choices else str(action.metavar or action.dest.upper())


def _options(parser: argparse.ArgumentParser) -> str:
    rows = [f"| `{_escaped(_usage(action).strip('[]'))}` | {_escaped(action.help or '')} |" for action in _own(parser)]
    return "\n".join(["| option | meaning |", "| --- | --- |", *rows, ""]) if rows else ""


def _escaped(words: str) -> str:
    """As a cell of a table takes it."""
    return words.replace("|", "\\|")


def main() -> None:
    """Write both pages."""
    (FOLDER / "settings.md").write_text(settings_page(), encoding="utf-8")
    (FOLDER / "command-line.md").write_text(command_line_page(), encoding="utf-8")


if __name__ == "__main__":
    main()
