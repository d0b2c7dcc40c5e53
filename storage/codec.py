"""Values to columns and back: decimals as text, times as seconds, evidence as JSON."""

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from functools import lru_cache
from typing import Any

from ratings.model import Evidence, Part, RatingAction, RatingMove, TargetMove

JSON = json.JSONEncoder(ensure_ascii=False)  # one for all: json.dumps would make one each time


def to_seconds(moment: dt.datetime | None) -> float | None:
    """Seconds since 1970 in UTC."""
    return None if moment is None else moment.timestamp()


def to_moment(seconds: float) -> dt.datetime:
    """Aware UTC."""
    return dt.datetime.fromtimestamp(seconds, dt.UTC)


def maybe_moment(seconds: float | None) -> dt.datetime | None:
    """Aware UTC, or None."""
    return None if seconds is None else to_moment(seconds)


def to_columns(action: RatingAction) -> dict[str, Any]:
    """A call's fields under their own names, all but its date and evidence."""
    return {
        "ticker": action.ticker,
        "company": action.company,
        "firm": action.firm,
        "analysts": JSON.encode(action.analysts),
        "rating_action": action.rating_action,
        "rating_current": action.rating_current,
        "rating_prior": action.rating_prior,
        "pt_action": action.pt_action,
        "pt_current": None if action.pt_current is None else str(action.pt_current),
        "pt_prior": None if action.pt_prior is None else str(action.pt_prior),
        "currency": action.currency,
        "pt_horizon": action.pt_horizon,
        "stale": int(action.stale),
        "quant": int(action.quant),
    }


def from_columns(row: Mapping[str, Any], date: dt.date | None = None) -> RatingAction:
    """The call that ``to_columns`` laid out, with that date."""
    return RatingAction(
        ticker=row["ticker"],
        company=row["company"],
        firm=row["firm"],
        analysts=tuple(json.loads(row["analysts"])),
        rating_action=RatingMove(row["rating_action"]) if row["rating_action"] else None,
        rating_current=row["rating_current"],
        rating_prior=row["rating_prior"],
        pt_action=TargetMove(row["pt_action"]) if row["pt_action"] else None,
        pt_current=Decimal(row["pt_current"]) if row["pt_current"] else None,
        pt_prior=Decimal(row["pt_prior"]) if row["pt_prior"] else None,
        currency=row["currency"],
        pt_horizon=row["pt_horizon"],
        date=date,
        stale=bool(row["stale"]),
        quant=bool(row["quant"]),
    )


def typed_fields(columns: Mapping[str, Any]) -> dict[str, Any]:
    """Some of the columns as the fields they are."""
    call = from_columns(to_columns(RatingAction()) | dict(columns))
    return {name: getattr(call, name) for name in columns}


def dump_action(action: RatingAction) -> str:
    """A call with its date and evidence as JSON."""
    evidence = {
        field: [seen.words, seen.part, seen.start, seen.end, seen.rule] for field, seen in action.evidence.items()
    }
    date = action.date.isoformat() if action.date else None
    return JSON.encode(to_columns(action) | {"date": date, "evidence": evidence})


@lru_cache(maxsize=4_096)  # what is stored is read again at once, and by every telling that comes near it
def load_action(text: str) -> RatingAction:
    """The call that ``dump_action`` wrote."""
    row = json.loads(text)
    evidence = {
        field: Evidence(words=words, part=Part(part), start=start, end=end, rule=rule)
        for field, (words, part, start, end, rule) in row["evidence"].items()
    }
    date = dt.date.fromisoformat(row["date"]) if row["date"] else None
    return replace(from_columns(row), date=date, evidence=evidence)
