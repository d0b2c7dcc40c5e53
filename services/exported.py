"""A call as an export writes it: a row of a table, a JSON object, a record as Benzinga has it."""

import datetime as dt
import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from ratings.model import RatingAction, RatingEvent, Source
from ratings.symbols import directory
from services import cells
from services.calendar import EXCHANGE_ZONE

NUMBER = re.compile(r"[+-]?\d+(?:\.\d+)?")
FORMULA = ("=", "+", "-", "@", "\t", "\r")
COLUMNS = (
    *("date", "ticker", "company", "firm", "analysts", "rating_action", "rating_prior", "rating_current"),
    *("pt_action", "pt_prior", "pt_current", "currency", "pt_horizon", "importance", "stale", "quant", "disputed"),
    *("published", "outlets", "url", "id"),
)


def table_row(event: RatingEvent, importance: int) -> list[str]:
    """The cells under COLUMNS; what is unknown is empty."""
    first = _first(event)
    row = _call(event) | {
        "analysts": "; ".join(event.call.analysts),
        "importance": importance,
        "disputed": "; ".join(event.disputed),
        "published": _time(first.published),
        "outlets": "; ".join(dict.fromkeys(source.outlet for source in event.sources)),
        "url": first.url,
        "id": event.id,
    }
    return [cell(row[column]) for column in COLUMNS]


def cell(value: object) -> str:
    """A value in a table, where no table program takes it for a formula."""
    if isinstance(value, bool):
        return "yes" if value else ""
    text = "" if value is None else str(value)
    # A table program would run it; what outlets write is never to be run.
    return f"'{text}" if text.startswith(FORMULA) and not NUMBER.fullmatch(text) else text


def json_object(event: RatingEvent, importance: int) -> dict[str, Any]:
    """The call with all that its sources tell."""
    return {
        "id": event.id,
        **_call(event),
        "importance": importance,
        "disputed": list(event.disputed),
        "seen": _time(event.seen),
        "updated": _time(event.updated),
        "sources": [_source(source) for source in event.sources],
    }


def _source(source: Source) -> dict[str, Any]:
    return {
        "outlet": source.outlet,
        "title": source.title,
        "url": source.url,
        "published": _time(source.published),
        "told": shown(source.action),
    }


def _call(event: RatingEvent) -> dict[str, Any]:
    fields = shown(event.call)
    del fields["evidence"]
    return fields | {"date": event.date.isoformat()}


def benzinga_record(event: RatingEvent, importance: int) -> dict[str, Any]:
    """The call in the fields of Benzinga's ratings: "" for what is unknown, text for numbers, New York's time."""
    call, first = event.call, _first(event)
    listing = directory().listing(event.ticker)
    return {
        "id": f"ratingwire-{event.id}-{int(event.seen.timestamp())}",  # ids alone are the same in every history
        "date": event.date.isoformat(),
        "time": _new_york(first.published, event.date),
        "ticker": event.ticker,
        "exchange": listing.exchange.upper() if listing else "",
        "name": call.company or "",
        "currency": call.currency or "",
        "action_company": cells.word("rating_action", call.rating_action) if call.rating_action else "",
        "action_pt": cells.word("pt_action", call.pt_action) if call.pt_action else "",
        "rating_current": call.rating_current or "",
        "rating_prior": call.rating_prior or "",
        **_targets({"pt_current": call.pt_current, "pt_prior": call.pt_prior}),
        "analyst": call.firm or "",
        "analyst_name": ", ".join(call.analysts),
        "importance": importance,
        "notes": "",
        "url": first.url or "",
        "updated": int(event.updated.timestamp()),
    }


def _targets(figures: Mapping[str, Decimal | None]) -> dict[str, str]:
    now, before = figures["pt_current"], figures["pt_prior"]
    change = f"{(now - before) / before * 100:.2f}" if now is not None and before else ""
    return {name: "" if figure is None else f"{figure:.4f}" for name, figure in figures.items()} | {
        "pt_pct_change": change
    }


def _new_york(published: dt.datetime, day: dt.date) -> str:
    """The time of day, "" where the story isn't of the day of the call."""
    there = published.astimezone(EXCHANGE_ZONE)
    return f"{there:%H:%M:%S}" if there.date() == day else ""


def _first(event: RatingEvent) -> Source:
    return min(event.sources, key=lambda source: (source.published, source.story_id))


def _time(moment: dt.datetime) -> str:
    return moment.astimezone(dt.UTC).isoformat(timespec="seconds")


def shown(action: RatingAction) -> dict[str, Any]:
    """A call as it is told to programs: targets are numbers, what is unknown is None."""
    fields = {name: getattr(action, name) for name in RatingAction.__dataclass_fields__ if name != "evidence"}
    plain = {name: _plain(value) for name, value in fields.items()}
    words = {field: seen.words for field, seen in action.evidence.items()}
    if action.ticker and "company" in words:
        words.setdefault("ticker", words["company"])  # the symbol is looked up by what names the company
    return plain | {"evidence": words}


def _plain(value: object) -> object:
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, dt.date):
        return value.isoformat()
    return list(value) if isinstance(value, tuple) else value
