"""Events and cases out of data rows."""

import datetime as dt
import tomllib
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from ratings.model import Evidence, Part, RatingAction, RatingEvent, RatingMove, Source, TargetMove

DATA = Path(__file__).parents[1] / "data" / "messages"
PUBLISHED = dt.datetime(2025, 11, 24, 14, 31, tzinfo=dt.UTC)
READERS = {
    "analysts": tuple,
    "rating_action": RatingMove,
    "pt_action": TargetMove,
    "pt_current": Decimal,
    "pt_prior": Decimal,
    "evidence": lambda fields: {field: evidence(**words) for field, words in fields.items()},
}


def cases(name: str) -> list[Any]:
    """The rows of a data file as parameters, each under its own name."""
    rows = tomllib.loads((DATA / f"{name}.toml").read_text(encoding="utf-8"))["case"]
    return [pytest.param(row, id=row["name"]) for row in rows]


def evidence(words: str, rule: str = "a-rule") -> Evidence:
    """Words that a field was read from."""
    return Evidence(words=words, part=Part.TITLE, start=0, end=len(words), rule=rule)


def action(fields: Mapping[str, Any]) -> RatingAction:
    """A call from a row's plain values."""
    return RatingAction(**typed(fields))


def typed(fields: Mapping[str, Any]) -> dict[str, Any]:
    """A row's plain values as the model has them."""
    return {field: READERS.get(field, lambda raw: raw)(raw) for field, raw in fields.items()}


def event(row: Mapping[str, Any]) -> RatingEvent:
    """An event from a row: a call's fields, and maybe ``id``, ``date``, ``disputed``, ``published`` and ``sources``.

    A source is an outlet's name, or a table that says where it tells something else than the call. Each is
    published seven minutes after the one before it.
    """
    fields = dict(row)
    number, disputed = fields.pop("id", 1), tuple(fields.pop("disputed", ()))
    published = fields.pop("published", PUBLISHED)
    sources = fields.pop("sources", ["Benzinga"])
    call = action({**fields, "date": None})
    told = tuple(_source(place, source, fields, published) for place, source in enumerate(sources))
    date = fields.get("date", published.date())
    return RatingEvent(
        id=number, call=call, date=date, seen=published, updated=published, sources=told, disputed=disputed
    )


def _source(place: int, given: str | Mapping[str, Any], fields: Mapping[str, Any], published: dt.datetime) -> Source:
    row: dict[str, Any] = {"outlet": given} if isinstance(given, str) else dict(given)
    outlet = row.pop("outlet")
    title, url = row.pop("title", "A headline"), row.pop("url", f"https://outlet.example/{place}")
    return Source(
        story_id=place,
        outlet=outlet,
        title=title,
        url=url or None,
        published=published + dt.timedelta(minutes=7 * place),
        action=replace(action({**fields, **row}), date=None),
    )
