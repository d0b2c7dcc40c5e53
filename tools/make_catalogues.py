"""Brings the catalogues of messages/languages up to date with the texts in the code.

    python -m tools.make_catalogues [--check]

Texts that are new come in untranslated, those that are gone go. With --check nothing is written: the exit code says
whether every catalogue has just the texts of the code, all translated.
"""

import argparse
import ast
import io
import sys
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

from babel.messages import Catalog, Message
from babel.messages.pofile import read_po, write_po

from handlers.everyones import EVERYONES
from handlers.owners import OWNERS
from messages.tongue import CATALOGUES, ENGLISH, LANGUAGES

ROOT = Path(__file__).parents[1]
PACKAGES = ("messages", "handlers", "services")
# What marks a text, and in how many forms it is written there.
FORMS = {"tr": 1, "mark": 1, "trn": 2, "marks": 2}
# No dates and no names: a catalogue changes only when a text does.
HEADER = r"""# How to change it: docs/how-to/translate.md
msgid ""
msgstr ""
"Language: {language}\n"
"MIME-Version: 1.0\n"
"Content-Type: text/plain; charset=utf-8\n"
"Content-Transfer-Encoding: 8bit\n"
"Plural-Forms: {plurals}\n"

"""


def texts() -> Catalog:
    """Every text that people see, each with the modules that tell it."""
    catalog = Catalog()
    for path in chain.from_iterable(sorted((ROOT / package).glob("*.py")) for package in PACKAGES):
        for text in marked(ast.parse(path.read_bytes())):
            catalog.add(text, locations=[(path.relative_to(ROOT).as_posix(), 1)])
    for module, commands in (("everyones", EVERYONES), ("owners", OWNERS)):
        for command in commands:
            catalog.add(command.summary, locations=[(f"handlers/{module}.py", 1)])
    return catalog


def marked(tree: ast.AST) -> Iterator[str | tuple[str, ...]]:
    """The texts of a module, wherever they stand: Babel's own reader doesn't look into f-strings."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name) or node.func.id not in FORMS:
            continue
        given = [one.value for one in node.args[: FORMS[node.func.id]] if isinstance(one, ast.Constant)]
        forms = [one for one in given if isinstance(one, str)]
        if len(forms) == FORMS[node.func.id]:
            yield forms[0] if len(forms) == 1 else tuple(forms)


def translated(language: str) -> Catalog:
    """A catalogue as it is stored; an empty one for a language that has none yet."""
    path = CATALOGUES / f"{language}.po"
    if not path.exists():
        return Catalog(locale=language)
    with path.open("rb") as source:
        return read_po(source, locale=language, abort_invalid=True)


def updated(language: str, template: Catalog) -> bytes:
    """A catalogue with just the texts of the code, translated as far as they were."""
    catalog = translated(language)
    catalog.update(template, no_fuzzy_matching=True, update_creation_date=False)
    written = io.BytesIO(HEADER.format(language=language, plurals=catalog.plural_forms).encode())
    written.seek(0, io.SEEK_END)
    write_po(written, catalog, width=0, omit_header=True, sort_by_file=True, include_lineno=False, ignore_obsolete=True)
    return written.getvalue()


def untranslated(catalog: Catalog) -> Iterator[Message]:
    """The texts that nobody has translated yet, or not for every number."""
    for message in catalog:
        forms = message.string if isinstance(message.string, tuple | list) else (message.string,)
        if message.id and not all(forms):
            yield message


def main(arguments: list[str] | None = None) -> int:
    """Write the catalogues, or say which are stale."""
    parser = argparse.ArgumentParser(description="Bring the catalogues up to date.")
    parser.add_argument("--check", action="store_true", help="write nothing, exit 1 where something is missing")
    check = parser.parse_args(arguments).check
    template, stale = texts(), False
    for language in LANGUAGES:
        if language == ENGLISH:
            continue
        path = CATALOGUES / f"{language}.po"
        content = updated(language, template)
        missing = list(untranslated(read_po(io.BytesIO(content), locale=language)))
        old = not path.exists() or path.read_bytes() != content
        stale = stale or old or bool(missing)
        if not check:
            path.write_bytes(content)
        state = "stale: run python -m tools.make_catalogues" if check and old else "up to date"
        print(f"{path.name}: {state}, {len(missing)} texts to translate")
    return int(check and stale)


if __name__ == "__main__":
    sys.exit(main())
