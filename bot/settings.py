"""The configuration: a TOML file, the environment over it, every mistake reported at once."""

import difflib
import os
import re
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated, Any, Literal, Self, get_args

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    SecretStr,
    ValidationError,
    field_validator,
    model_validator,
)
from pydantic_core import ErrorDetails

PREFIX = "RATINGWIRE_"
CONFIG_VARIABLE = "RATINGWIRE_CONFIG"
DEFAULT_PATH = Path("config.toml")
TOKEN_SHAPE = re.compile(r"\d+:[A-Za-z0-9_-]+")

SECRET_SHAPE = re.compile(r"[A-Za-z0-9_-]{16,256}")

Ids = list[Annotated[int, Field(gt=0)]]


def _split_list(value: object) -> object:
    """The environment has no lists: "1, 2" stands for one."""
    if isinstance(value, str):
        return [part.strip() for part in value.strip("[] ").split(",") if part.strip()]
    return value


class _Section(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)


class Telegram(_Section):
    """How to reach people, and who they may be."""

    token: SecretStr = SecretStr("")
    api_url: str = "https://api.telegram.org/bot"
    mode: Literal["polling", "webhook"] = "polling"
    webhook_url: str = ""
    webhook_listen: str = "127.0.0.1:8443"
    webhook_secret: SecretStr = SecretStr("")
    owners: Annotated[Ids, BeforeValidator(_split_list)] = []
    access: Literal["owners", "listed", "everyone"] = "owners"
    allowed: Annotated[Ids, BeforeValidator(_split_list)] = []

    @field_validator("token")
    @classmethod
    def _shaped(cls, token: SecretStr) -> SecretStr:
        # The value itself is never shown: a mistyped token is still most of a token.
        if token.get_secret_value() and not TOKEN_SHAPE.fullmatch(token.get_secret_value()):
            raise ValueError('a token looks like "123456789:AAE…", as @BotFather gives it, without spaces')
        return token

    @field_validator("api_url")
    @classmethod
    def _web(cls, url: str) -> str:
        return _web_address(url)

    @field_validator("webhook_listen")
    @classmethod
    def _address(cls, listen: str) -> str:
        return _listen_address(listen)

    @model_validator(mode="after")
    def _reachable(self) -> Self:
        if self.mode == "webhook":
            if not self.webhook_url.startswith("https://"):
                raise ValueError('mode "webhook" needs webhook_url, the public https:// address of this bot')
            if not SECRET_SHAPE.fullmatch(self.webhook_secret.get_secret_value()):
                raise ValueError('mode "webhook" needs webhook_secret: 16 to 256 letters, digits, "_" or "-"')
        return self


class Storage(_Section):
    """Where the data lives."""

    path: Path = Path("data/ratingwire.db")
    backups: int = Field(7, ge=0, le=1_000)
    backup_dir: str = ""
    keep_texts_days: int = Field(400, ge=1, le=36_500)


class Polling(_Section):
    """How feeds are looked at."""

    interval: float = Field(60, ge=1, le=86_400)
    concurrency: int = Field(64, ge=1, le=1_000)
    timeout: float = Field(20, gt=0, le=300)
    max_bytes: int = Field(5_000_000, ge=10_000, le=100_000_000)
    private_hosts: bool = False
    articles: bool = True
    per_host_connections: int = Field(2, ge=1, le=100)
    per_host_seconds: float = Field(1, ge=0, le=3_600)
    contact: str = Field("", max_length=200, pattern=r"^[\x20-\x7e]*$")


class Alerts(_Section):
    """What is pushed, and how fast."""

    fresh_hours: float = Field(24, gt=0)
    settle_seconds: float = Field(20, ge=0, le=600)
    messages_per_second: float = Field(28, gt=0, le=1_000)
    max_watches: int = Field(200, ge=1, le=10_000)


class Health(_Section):
    """Where the process tells how it is."""

    listen: str = ""

    @field_validator("listen")
    @classmethod
    def _address(cls, listen: str) -> str:
        return _listen_address(listen) if listen else ""


class Log(_Section):
    """What is written to the log, and how."""

    level: Literal["debug", "info", "warning", "error"] = "info"
    format: Literal["text", "json"] = "text"


class Feed(_Section):
    """One outlet's feed."""

    name: str = Field(min_length=1, max_length=100)
    url: str

    @field_validator("url")
    @classmethod
    def _web(cls, url: str) -> str:
        return _web_address(url)


class Settings(_Section):
    """All of it."""

    telegram: Telegram = Telegram()
    storage: Storage = Storage()
    polling: Polling = Polling()
    alerts: Alerts = Alerts()
    health: Health = Health()
    log: Log = Log()
    feed: list[Feed] = []

    @field_validator("feed")
    @classmethod
    def _distinct(cls, feeds: list[Feed]) -> list[Feed]:
        for field in ("name", "url"):
            values = [getattr(feed, field) for feed in feeds]
            if twice := {value for value in values if values.count(value) > 1}:
                raise ValueError(f"two feeds share the {field} {', '.join(sorted(twice))}; each needs its own")
        return feeds


class SettingsError(Exception):
    """Every mistake found, each with its place and what would be right."""

    def __init__(self, mistakes: list[str]) -> None:
        super().__init__("\n".join(mistakes))
        self.mistakes = mistakes


def _web_address(url: str) -> str:
    if not re.match(r"https?://[^\s/]+", url):
        raise ValueError('must be an address that starts with "https://" or "http://"')
    return url


def _listen_address(listen: str) -> str:
    host, _, port = listen.rpartition(":")
    if not host or not port.isdecimal() or not 0 < int(port) < 65_536:
        raise ValueError('must be a host and a port, such as "127.0.0.1:8080"')
    return listen


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
    for variable, value in sorted(environ.items()):
        if not variable.startswith(PREFIX) or variable == CONFIG_VARIABLE:
            continue
        keys = tuple(variable.removeprefix(PREFIX).lower().split("__"))
        if not _is_setting(keys):
            yield f"{variable} (environment): no such setting{_meant(keys)}"
            continue
        places[keys] = variable
        _put(values, keys, value)


def _is_setting(keys: tuple[str, ...]) -> bool:
    if keys[0] == "feed":
        return len(keys) == 3 and keys[1].isdecimal() and keys[2] in Feed.model_fields
    return ".".join(keys) in _names()


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
    number = min(int(keys[1]), len(feeds))  # the next free place, whatever number it was given
    if number == len(feeds):
        feeds.append({})
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
    return detail["msg"].removeprefix("Value error, ").replace("Input should", "should")


def _siblings(keys: tuple[str, ...]) -> list[str]:
    if len(keys) == 1:
        return list(Settings.model_fields)
    section = Settings.model_fields[keys[0]].annotation
    model = get_args(section)[0] if get_args(section) else section
    return list(model.model_fields) if isinstance(model, type) and issubclass(model, BaseModel) else []
