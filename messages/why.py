"""Why the bot says what it says: each field with the words it was read from."""

from collections.abc import Sequence

from messages.fields import LABELS, firm, label, noun, stock, unknown, value
from messages.fit import more
from messages.html import bold, code, host, link, quote, short, split
from messages.model import Message
from messages.rows import newest
from messages.sources import OUTLET
from messages.times import moment
from messages.tongue import tr
from ratings.model import RatingEvent, Source

_TITLE = 150
_WORDS = 400
_SOURCES = 8
_WORDINGS = 3
_FOLDED = 160  # words longer than this are folded
_RULE = 40
_UNSAID = ("firm", "analysts", "rating_current", "rating_prior", "pt_current", "pt_prior", "pt_horizon")


def why(events: Sequence[RatingEvent]) -> tuple[Message, ...]:
    """Each call's fields with the words, the outlet and the rule behind them; as many messages as that takes."""
    if not events:
        return (
            Message(tr("This call is no longer stored, so its sources can't be shown. /latest has the newest ones.")),
        )
    text = "\n\n".join(_call(event) for event in newest(events))
    return tuple(Message(piece) for piece in split(text))


def _call(event: RatingEvent) -> str:
    """One call: its sources, numbered, then its fields with the sources' words."""
    sources = sorted(event.sources, key=lambda source: (source.published, source.story_id))
    name = stock(event.ticker, event.call.company)
    parts = [bold(tr("Why: {stock}, {firm}", stock=name, firm=firm(event.call)))]
    parts += [_source(number, source) for number, source in enumerate(sources[:_SOURCES], 1)]
    if len(sources) > _SOURCES:
        parts.append(more(len(sources) - _SOURCES))
    told = {field: words for field in LABELS if (words := _field(event, field, sources))}
    parts += told.values() if told else [tr("No words were kept for this call.")]
    unsaid = [noun(field) for field in _UNSAID if value(event.call, field) is None]
    if unsaid:
        parts.append("\n" + tr("Not stated by any source: {fields}", fields=", ".join(unsaid)))
    return "\n".join(parts)


def _source(number: int, source: Source) -> str:
    title = link(source.url, short(source.title, _TITLE))
    where = host(source.url) if source.url else None
    outlet = short(source.outlet, OUTLET) + (f" ({where})" if where else "")
    return f"[{number}] {outlet}: {title}, {moment(source.published)}"


def _field(event: RatingEvent, field: str, sources: Sequence[Source]) -> str | None:
    """A field's value and each different wording it was read from, with the numbers of the sources."""
    numbers: dict[tuple[str, str, str], list[int]] = {}
    for number, source in enumerate(sources[:_SOURCES], 1):
        evidence = source.action.evidence.get(field)
        if evidence:
            told = value(source.action, field) or ""
            numbers.setdefault((told, evidence.words, evidence.rule), []).append(number)
    if not numbers:
        return None
    heading = f"\n{bold(label(field))}: {value(event.call, field) or unknown()}"
    if field in event.disputed:
        heading += f" ⚠️ {tr('sources differ')}"
    quotes = (
        _quoted(*key, numbers=found, differs=field in event.disputed)
        for key, found in list(numbers.items())[:_WORDINGS]
    )
    return "\n".join((heading, *quotes))


def _quoted(told: str, words: str, rule: str, *, numbers: Sequence[int], differs: bool) -> str:
    """Words with the sources that print them and the rule that read them; long ones folded."""
    said = f"{told}: " if differs else ""
    marks = "".join(f"[{number}]" for number in numbers)
    text = f"{said}“{short(words, _WORDS)}” {marks} {code(short(rule, _RULE))}"
    return quote(text, expandable=len(words) > _FOLDED)
