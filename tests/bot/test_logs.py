"""The log: readable, and without secrets at any level."""

import io
import json
import logging
from collections.abc import Iterator

import pytest
import structlog

from bot.logs import configure

TOKEN = "123456:very-secret"


@pytest.fixture(autouse=True)
def restored() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers[:] = handlers
    root.setLevel(level)
    structlog.reset_defaults()


def speak() -> None:
    """Let everything that can write a line do so, with the token in it."""
    log = structlog.get_logger()
    log.debug("a value", url=f"https://api.example/bot{TOKEN}/getMe")
    log.info(f"in the event {TOKEN}")
    for name in ("httpx", "httpcore", "telegram.ext", "aiohttp", "anything"):
        logging.getLogger(name).log(logging.ERROR, "HTTP Request: POST /bot%s/sendMessage", TOKEN)
        logging.getLogger(name).debug("sent to %s", TOKEN)
    try:
        raise ValueError(TOKEN)
    except ValueError:
        log.exception("broke")
        logging.getLogger("anything").exception("broke too")


@pytest.mark.parametrize("style", ["text", "json"])
@pytest.mark.parametrize("level", ["debug", "info", "warning", "error"])
def test_no_secret(style: str, level: str) -> None:
    """No line holds the token: not its values, its text, other libraries' lines or a traceback."""
    out = io.StringIO()
    configure(level=level, style=style, secrets=[TOKEN, ""], out=out)
    speak()
    assert "broke" in out.getvalue()
    assert "very-secret" not in out.getvalue()


def test_http_lines_are_silent() -> None:
    """The HTTP client's own line for every request is left out."""
    out = io.StringIO()
    configure(level="debug", out=out)
    logging.getLogger("httpx").info("HTTP Request: GET https://example.com")
    assert out.getvalue() == ""


def test_lines_cannot_be_forged() -> None:
    """A title with line breaks and terminal codes stays one harmless line."""
    out = io.StringIO()
    configure(out=out)
    structlog.get_logger().info("story", title="a\n2026-01-01 [error] forged \x1b[31m")
    assert len(out.getvalue().splitlines()) == 1
    assert "\x1b" not in out.getvalue()


def test_json_lines() -> None:
    """As JSON, each line is one object with the event and its values."""
    out = io.StringIO()
    configure(style="json", out=out)
    structlog.get_logger().info("feed polled", feed="Desk", new=3)
    line = json.loads(out.getvalue())
    assert (line["event"], line["feed"], line["new"], line["level"]) == ("feed polled", "Desk", 3, "info")


ADDRESSES = [
    ("https://desk.example/rss?key=hush&x=1", "https://desk.example/rss?[secret]"),
    ("https://me:hush@desk.example/rss", "https://[secret]@desk.example/rss"),
    ("(https://desk.example/?token=hush), twice", "(https://desk.example/?[secret]), twice"),
    ("https://desk.example/a@b no query? none", "https://desk.example/a@b no query? none"),
]


@pytest.mark.parametrize("style", ["text", "json"])
@pytest.mark.parametrize(("told", "written"), ADDRESSES)
def test_no_keys_of_feeds(style: str, told: str, written: str) -> None:
    """A feed's address is written without its login and its query, in messages and tracebacks alike."""
    out = io.StringIO()
    configure(style=style, out=out)
    structlog.get_logger().info("feed failed", reason=f'"{told}"')
    try:
        raise ValueError(told)
    except ValueError:
        logging.getLogger("anything").exception("broke")
    assert "hush" not in out.getvalue()
    assert out.getvalue().count(written) >= 2
    if style == "json":
        assert [json.loads(line)["level"] for line in out.getvalue().splitlines()] == ["info", "error"]
