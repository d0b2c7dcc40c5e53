"""The log: one line per unit of work, as text or JSON, with every secret left out."""

import logging
import re
import sys
from collections.abc import Iterable, MutableMapping
from typing import Any, TextIO

import structlog

HIDDEN = "[secret]"


# A feed's address may hold a login, or a key in its query.
LOGIN = re.compile(r"(https?://)[^\s/@?#'\"]+@")
QUERY = re.compile(r"(https?://[^\s?#'\"<>\\]*\?)[^\s'\"<>)\\]+")


class _Redacted:
    """Takes secrets out of whatever is about to be written, tracebacks too: those known, and those in addresses."""

    def __init__(self, secrets: Iterable[str]) -> None:
        self._secrets = [secret for secret in secrets if secret]

    def text(self, text: str) -> str:
        for secret in self._secrets:
            text = text.replace(secret, HIDDEN)
        return QUERY.sub(rf"\1{HIDDEN}", LOGIN.sub(rf"\1{HIDDEN}@", text))

    def __call__(self, _logger: object, _method: str, line: str) -> str:
        return self.text(line)


def configure(
    *, level: str = "info", style: str = "text", secrets: Iterable[str] = (), out: TextIO | None = None
) -> None:
    """Set up structlog and the standard library's logging alike. ``secrets`` appear in no line, at any level."""
    out = out or sys.stderr
    redacted = _Redacted(secrets)
    shared: list[structlog.typing.Processor] = [
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.StackInfoRenderer(),
    ]
    renderer: list[structlog.typing.Processor] = (
        [structlog.processors.format_exc_info, structlog.processors.JSONRenderer(ensure_ascii=False)]
        if style == "json"
        else [
            structlog.dev.ConsoleRenderer(
                colors=False, pad_event_to=0, exception_formatter=structlog.dev.plain_traceback
            )
        ]
    )
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        wrapper_class=structlog.stdlib.BoundLogger,
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=False,
    )
    handler = logging.StreamHandler(out)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                _escape_controls,
                *renderer,
                redacted,  # type: ignore[list-item]  # the last processor gets the line itself
            ],
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level.upper())
    # Their INFO lines hold request URLs, and Telegram's URLs hold the token.
    for noisy in ("httpx", "httpcore", "telegram", "apscheduler", "trafilatura", "htmldate", "aiohttp.access"):
        logging.getLogger(noisy).setLevel(max(logging.WARNING, root.level))


def _escape_controls(_logger: object, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """A feed's text must not forge lines or drive the terminal."""
    for key, value in event.items():
        if isinstance(value, str) and key not in ("exception", "stack"):
            event[key] = "".join(c if c.isprintable() else repr(c)[1:-1] for c in value)
    return event
