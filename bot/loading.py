"""Where settings come from: a TOML file, the environment over it, every mistake reported at once."""

import difflib
import os
import re
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from bot.settings import Feed, Settings

PREFIX = "RATINGWIRE_"
CONFIG_VARIABLE = "RATINGWIRE_CONFIG"
DEFAULT_PATH = Path("config.toml")


class SettingsError(Exception):
    """Every mistake found, each with its place and what would be right."""

    def __init__(self, mistakes: list[str]) -> None:
        super().__init__("\n".join(mistakes))
        self.mistakes = mistakes


def load(path: Path | None = None, environ: Mapping[str, str] = os.environ) -> Settings:
    """Read ``path``, or what RATINGWIRE_CONFIG names, or config.toml where it exists; raises SettingsError."""
    named = path or (Path(environ[CONFIG_VARIABLE]) if environ.get(CONFIG_VARIABLE) else None)
    values = _read_file(named or DEFAULT_PATH, must_exist=named is not None)
    places: dict[tuple[str, ...], str] = {}
    mistakes = list(_overlay(values, environ, places))
    try:
        settings = Settings.model_validate(values)
    except ValidationError as error:
        found = [_explain(detail, str(named or DEFAULT_PATH), places) for detail in error.errors(include_url=False)]
        raise SettingsError(mistakes + found) from None  # pydantic's own text could show a value
    if mistakes:
        raise SettingsError(mistakes)
    return settings


def _read_file(path: Path, *, must_exist: bool) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        if must_exist:
            raise SettingsError([f"{path}: no such file; copy config.example.toml there and fill it in"]) from None
        return {}
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError([f"{path}: is not valid TOML: {error}"]) from None
    except OSError as error:
        raise SettingsError([f"{path}: can't be read: {error.strerror}"]) from None


def _overlay(values: dict[str, Any], environ: Mapping[str, str], places: dict[tuple[str, ...], str]) -> Iterator[str]:
    """Lay RATINGWIRE_<SECTION>__<KEY> over the file's values; gives the names that mean nothing."""
    feeds = values.get("feed", [])
    for variable, keys in _variables(environ, len(feeds) if isinstance(feeds, list) else 0):
        if not _is_setting(keys):
            yield f"{variable} (environment): no such setting{_meant(keys)}"
            continue
        places[keys] = variable
        _put(values, keys, environ[variable])


def _variables(environ: Mapping[str, str], known: int) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Our variables, each with its place; feeds beyond those ``known`` follow them, whatever numbers they bear."""
    ours = {
        variable: tuple(variable.removeprefix(PREFIX).lower().split("__"))
        for variable in sorted(environ)
        if variable.startswith(PREFIX) and variable != CONFIG_VARIABLE
    }
    new = sorted({int(keys[1]) for keys in ours.values() if _is_feed(keys) and int(keys[1]) >= known})
    for variable, keys in ours.items():
        if _is_feed(keys) and int(keys[1]) in new:
            yield variable, ("feed", str(known + new.index(int(keys[1]))), keys[2])
        else:
            yield variable, keys


def _is_setting(keys: tuple[str, ...]) -> bool:
    return _is_feed(keys) or ".".join(keys) in _names()


def _is_feed(keys: tuple[str, ...]) -> bool:
    return len(keys) == 3 and keys[0] == "feed" and keys[1].isdecimal() and keys[2] in Feed.model_fields


def _names() -> list[str]:
    """Every setting with its section, feeds aside."""
    sections = {name: field.annotation for name, field in Settings.model_fields.items()}
    return [
        f"{name}.{key}"
        for name, section in sections.items()
        if isinstance(section, type) and issubclass(section, BaseModel)
        for key in section.model_fields
    ]


def _meant(keys: tuple[str, ...]) -> str:
    close = difflib.get_close_matches(".".join(keys), _names(), n=1)
    return f"; did you mean {PREFIX}{close[0].upper().replace('.', '__')}?" if close else ""


def _put(values: dict[str, Any], keys: tuple[str, ...], value: str) -> None:
    if keys[0] != "feed":
        section = values.setdefault(keys[0], {})
        if isinstance(section, dict):
            section[keys[1]] = value
        return
    feeds = values.setdefault("feed", [])
    if not isinstance(feeds, list) or not all(isinstance(feed, dict) for feed in feeds):
        return  # the file's mistake is told by the validation
    number = int(keys[1])
    feeds.extend({} for _ in range(len(feeds), number + 1))
    feeds[number][keys[2]] = value


def _explain(detail: ErrorDetails, file: str, places: Mapping[tuple[str, ...], str]) -> str:
    keys = tuple(str(key) for key in detail["loc"])
    name = re.sub(r"\.(\d+)", r"[\1]", ".".join(keys))
    where = next((place for at, place in places.items() if keys[: len(at)] == at), None)
    return f"{name} ({where or file}): {_advice(detail, keys)}"


def _advice(detail: ErrorDetails, keys: tuple[str, ...]) -> str:
    if detail["type"] == "extra_forbidden":
        close = difflib.get_close_matches(keys[-1], _siblings(keys), n=1)
        return "no such setting" + (
            f"; did you mean {close[0]}?" if close else f"; known: {', '.join(_siblings(keys))}"
        )
    if detail["type"] == "missing":
        return "is missing"
    if detail["type"] in ("model_type", "list_type"):
        return "must be a list of [[feed]] tables" if keys[0] == "feed" else f"must be a [{keys[0]}] table"
    return re.sub(r"^(?:Value error, |\w+ (?=should ))", "", detail["msg"])


def _siblings(keys: tuple[str, ...]) -> list[str]:
    if len(keys) == 1:
        return list(Settings.model_fields)
    section = Settings.model_fields[keys[0]].annotation
    model = get_args(section)[0] if get_args(section) else section
    return list(model.model_fields) if isinstance(model, type) and issubclass(model, BaseModel) else []
