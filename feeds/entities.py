"""Character references: which are real, and what they stand for."""

import html
import re
from html.entities import html5

# Only with its semicolon: "AT&T" and "buy&region=US" hold none, whatever a browser would make of "&reg".
REFERENCE = re.compile(r"&(?:#[xX][0-9a-fA-F]{1,20}|#[0-9]{1,20}|[A-Za-z][A-Za-z0-9]{1,31});")


def meaning(reference: str) -> str | None:
    """What "&rsquo;" or "&#8217;" stands for; U+FFFD for an impossible number, None for a name that nobody defined."""
    return html.unescape(reference) if reference[1] == "#" else html5.get(reference[1:])


def unescape(text: str) -> str:
    """The text with its references replaced, once."""
    return REFERENCE.sub(known, text) if "&" in text else text


def known(match: re.Match[str]) -> str:
    """The character of one reference; a name that nobody defined stays as it is written."""
    character = meaning(match[0])
    return match[0] if character is None else character
