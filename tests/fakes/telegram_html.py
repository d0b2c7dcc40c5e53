"""Telegram's HTML: the rules by which the server reads formatted text, or says why it can't."""

import html
import re
from dataclasses import dataclass, field
from typing import Any

KINDS = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "span": "spoiler",
    "tg-spoiler": "spoiler",
    "a": "text_link",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
    "tg-emoji": "custom_emoji",
    "tg-time": "date_time",
}
REFERENCE = re.compile(r"&(?:(?P<name>lt|gt|amp|quot)(?![a-zA-Z0-9])|#(?:x(?P<hex>[0-9a-fA-F]+)|(?P<dec>[0-9]+)));?")
VALUE = r"""\s*=\s*(?:"(?P<dq>[^"]*)(?:"|\Z)|'(?P<sq>[^']*)(?:'|\Z)|(?P<token>[\w.-]*))"""
ATTRIBUTE = re.compile(rf"""\s*(?P<name>[^\s=>/"']*)(?:{VALUE})?""")


class MarkupError(ValueError):
    """The text can't be read; the words are Telegram's."""


@dataclass(slots=True)
class Open:
    """A tag that waits for its end: where its entity starts, and where it stands in the source."""

    name: str
    start: int
    extra: dict[str, Any]


@dataclass(slots=True)
class Reader:
    """One pass over a source."""

    source: str
    position: int = 0
    text: str = ""
    entities: list[dict[str, Any]] = field(default_factory=list)
    nested: list[Open] = field(default_factory=list)

    def read(self) -> None:
        while self.position < len(self.source):
            mark = self.source[self.position]
            if mark == "<":
                self._tag()
            elif mark == "&" and (found := REFERENCE.match(self.source, self.position)):
                self.text += decode(found)
                self.position = found.end()
            else:
                self.text += mark
                self.position += 1
        if self.nested:
            raise MarkupError(f'Can\'t find end tag corresponding to start tag "{self.nested[-1].name}"')

    def _tag(self) -> None:
        at = f"at byte offset {len(self.source[: self.position].encode())}"
        if self.source.startswith("</", self.position):
            self._end(at)
        else:
            self._start(at)

    def _start(self, at: str) -> None:
        found = re.compile(r"<([^\s>]*)").match(self.source, self.position)
        assert found is not None
        name = found[1].lower()
        if found.end() == len(self.source):
            raise MarkupError(f"Unclosed start tag {at}")
        if name not in KINDS:
            raise MarkupError(f'Unsupported start tag "{name}" {at}')
        self.position = found.end()
        attributes = self._attributes(name, at)
        if name == "span" and attributes.get("class") != "tg-spoiler":
            raise MarkupError(f'Tag "span" must have class "tg-spoiler" {at}')
        self.nested.append(Open(name, length(self.text), extras(name, attributes)))

    def _attributes(self, name: str, at: str) -> dict[str, str]:
        found: dict[str, str] = {}
        while not (end := re.compile(r"\s*>").match(self.source, self.position)):
            attribute = ATTRIBUTE.match(self.source, self.position)
            assert attribute is not None
            if not attribute["name"]:
                unclosed = attribute.end() == len(self.source)
                raise MarkupError(
                    f"Unclosed start tag {at}" if unclosed else f'Empty attribute name in the tag "{name}" {at}'
                )
            value = next((attribute[way] for way in ("dq", "sq", "token") if attribute[way] is not None), "")
            found[attribute["name"].lower()] = REFERENCE.sub(decode, value)
            self.position = attribute.end()
        self.position = end.end()
        return found

    def _end(self, at: str) -> None:
        found = re.compile(r"</([^\s>]*)\s*(>?)").match(self.source, self.position)
        assert found is not None
        if not self.nested:
            raise MarkupError(f"Unexpected end tag {at}")
        if not found[2]:
            raise MarkupError(f"Unclosed end tag {at}")
        opened = self.nested.pop()
        if found[1] and found[1].lower() != opened.name:
            raise MarkupError(f'Unmatched end tag {at}, expected "</{opened.name}>", found "</{found[1]}>"')
        self.position = found.end()
        size = length(self.text) - opened.start
        if size and (opened.name != "a" or opened.extra):
            entity = {"type": KINDS[opened.name], "offset": opened.start, "length": size, **opened.extra}
            self.entities.insert(0, entity)  # what ends later lies around it


def parse_html(source: str) -> tuple[str, list[dict[str, Any]]]:
    """The text that people see and its entities, offsets in UTF-16 units; MarkupError where Telegram refuses it."""
    reader = Reader(source)
    reader.read()
    return reader.text, sorted(reader.entities, key=lambda entity: (entity["offset"], -entity["length"]))


def extras(name: str, attributes: dict[str, str]) -> dict[str, Any]:
    """What an entity carries besides its place."""
    if name == "a" and attributes.get("href"):
        return {"url": attributes["href"]}
    if name == "tg-emoji":
        return {"custom_emoji_id": attributes.get("emoji-id", "")}
    if name == "tg-time":
        return {"unix_time": int(attributes["unix"]), "date_time_format": attributes.get("format", "")}
    return {}


def decode(found: re.Match[str]) -> str:
    """The character that a reference stands for; itself where there is none."""
    if found["name"]:
        return html.unescape(f"&{found['name']};")
    code = int(found["hex"], 16) if found["hex"] else int(found["dec"])
    return chr(code) if 0 < code <= 0x10FFFF else found[0]


def length(text: str) -> int:
    """Telegram counts entity offsets in UTF-16 units."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2
