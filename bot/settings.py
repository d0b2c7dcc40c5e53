"""The settings: every section with its defaults, and what each value may be."""

import re
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    SecretStr,
    ValidationInfo,
    field_validator,
)

from feeds.templates import COMPANY, TICKER

TOKEN_SHAPE = re.compile(r"\d+:[A-Za-z0-9_-]+")
PLACEHOLDER = re.compile(r"\{\w*\}")
SECRET_SHAPE = re.compile(r"[A-Za-z0-9_-]{16,256}")


def _number(value: object) -> object:
    """What may stand for a number: pydantic would take true for 1."""
    if isinstance(value, bool):
        raise ValueError(f"should be a number, not {str(value).lower()}")
    return value


Whole = Annotated[int, BeforeValidator(_number)]
Measure = Annotated[float, BeforeValidator(_number)]
Ids = list[Annotated[Whole, Field(gt=0)]]


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
    webhook_url: str = Field("", validate_default=True)
    webhook_listen: str = "127.0.0.1:8443"
    webhook_secret: SecretStr = Field(SecretStr(""), validate_default=True)
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

    # One by one, since a look at the whole section would wait until nothing else is wrong with it.
    @field_validator("webhook_url")
    @classmethod
    def _reachable(cls, url: str, given: ValidationInfo) -> str:
        if given.data.get("mode") == "webhook" and not url.startswith("https://"):
            raise ValueError('mode "webhook" needs it: the public https:// address of this bot')
        return url

    @field_validator("webhook_secret")
    @classmethod
    def _guarded(cls, secret: SecretStr, given: ValidationInfo) -> SecretStr:
        if given.data.get("mode") == "webhook" and not SECRET_SHAPE.fullmatch(secret.get_secret_value()):
            raise ValueError('mode "webhook" needs it: 16 to 256 letters, digits, "_" or "-"')
        return secret


class Storage(_Section):
    """Where the data lives."""

    path: Path = Path("data/ratingwire.db")
    backups: Whole = Field(7, ge=0, le=1_000)
    backup_dir: str = ""
    keep_texts_days: Whole = Field(400, ge=1, le=36_500)

    @field_validator("path")
    @classmethod
    def _file(cls, path: Path) -> Path:
        if not path.name:
            raise ValueError('must name a file, such as "data/ratingwire.db"')
        return path


class Polling(_Section):
    """How feeds are looked at."""

    interval: Measure = Field(60, ge=1, le=86_400)
    concurrency: Whole = Field(64, ge=1, le=1_000)
    timeout: Measure = Field(20, gt=0, le=300)
    max_bytes: Whole = Field(5_000_000, ge=1_000, le=100_000_000)
    private_hosts: bool = False
    articles: bool = True
    per_host_connections: Whole = Field(2, ge=1, le=100)
    per_host_seconds: Measure = Field(1, ge=0, le=3_600)
    contact: str = Field("", max_length=200)

    @field_validator("contact")
    @classmethod
    def _header(cls, contact: str) -> str:
        if not (contact.isascii() and contact.isprintable()):
            raise ValueError("must be plain letters, digits and signs, since a header carries it")
        return contact


class Alerts(_Section):
    """What is pushed, and how fast."""

    fresh_hours: Measure = Field(24, gt=0, le=876_000)
    settle_seconds: Measure = Field(20, ge=0, le=600)
    messages_per_second: Measure = Field(28, gt=0, le=1_000)
    max_watches: Whole = Field(200, ge=1, le=10_000)


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
        if strange := sorted(set(PLACEHOLDER.findall(url)) - {TICKER, COMPANY}):
            raise ValueError(f"can't be filled in: {', '.join(strange)}; known: {TICKER}, {COMPANY}")
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
        shared = []
        for field in ("name", "url"):
            values = [getattr(feed, field) for feed in feeds]
            shared += [f"the {field} {value}" for value in dict.fromkeys(values) if values.count(value) > 1]
        if shared:
            raise ValueError(f"two feeds share {', '.join(shared)}; each needs its own")
        return feeds


def _web_address(url: str) -> str:
    if not re.fullmatch(r"https?://[^\s/]\S*", url):
        raise ValueError('must be an address that starts with "https://" or "http://" and has no spaces')
    try:
        parts = urlsplit(url)
        named = bool(parts.hostname) and parts.port != 0
    except ValueError:
        named = False
    if not named:
        raise ValueError("must name a host, and a port between 1 and 65535 if any")
    return url


def _listen_address(listen: str) -> str:
    host, _, port = listen.rpartition(":")
    if not host or not port.isdecimal() or not 0 < int(port) < 65_536:
        raise ValueError('must be a host and a port, such as "127.0.0.1:8080"')
    return listen
